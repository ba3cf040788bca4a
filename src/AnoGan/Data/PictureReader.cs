using AnoGan.Preparing;
using AnoGan.Runtime;

namespace AnoGan.Data;

/// <summary>
/// Reads image files that are to be scored by tiles, each as a prepared picture or as the reason why not.
/// </summary>
internal sealed class PictureReader
{
    /// <summary>1 (grey) or 3 (RGB).</summary>
    public required int Channels { get; init; }

    /// <summary>What was done with the training pictures.</summary>
    public required Preparation Preparation { get; init; }

    /// <summary>
    /// Whether no picture trained on was in colour; colour pictures are then refused where patches are grey.
    /// </summary>
    public required bool IsTrainedOnGrey { get; init; }

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    public ReadPicture Read(ImageFile file)
    {
        try
        {
            DecodedImage decoded = DecodedImage.Read(file, toGrey: Channels == 1);
            ScoredOriginal.RefuseColour(file.Name, decoded.IsColour, Channels, IsTrainedOnGrey);
            bool isKept = ScoredOriginal.IsKept(decoded.Original.Width, decoded.Original.Height);
            PreparedImage prepared = Preparation.Apply(decoded.Lean, file.Name);
            LargeMemory.Release((long)decoded.Original.Width * decoded.Original.Height);
            return new ReadPicture(
                file, prepared, isKept ? decoded.Original : null, decoded.IsColour, decoded.GreatestWord, Error: null);
        }
        catch (AnoGanException e)
        {
            return new ReadPicture(
                file, Prepared: null, Original: null, IsColour: false, GreatestWord: null, e.Message);
        }
    }
}
