using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Runtime;

namespace AnoGan.Data;

/// <summary>
/// Reads image files that are to be scored, several at once, each as a square or as the reason why not.
/// </summary>
internal sealed class SquareBatchReader
{
    /// <summary>Side of the squares in pixels.</summary>
    public required int Size { get; init; }

    /// <summary>1 (grey) or 3 (RGB).</summary>
    public required int Channels { get; init; }

    /// <summary>What happens to pictures that are not square.</summary>
    public required FitMode Fit { get; init; }

    /// <summary>What is done with every picture before it is fitted.</summary>
    public Preparation Preparation { get; init; } = Preparation.None;

    /// <summary>
    /// Whether no picture trained on was in colour; colour pictures are then refused by a grey model.
    /// </summary>
    public required bool IsTrainedOnGrey { get; init; }

    /// <summary>How many files are decoded at the same time; changes no result.</summary>
    public required int Threads { get; init; }

    /// <summary>Reads a batch of files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>A square or an error a file, in the order given.</returns>
    public (SourceSquare? Square, string? Error)[] Read(IReadOnlyList<ImageFile> files, CancellationToken cancellation)
    {
        var read = new (SourceSquare? Square, string? Error)[files.Count];
        ParallelWork.For(files.Count, Threads, i =>
        {
            try
            {
                read[i] = (Read(files[i]), null);
            }
            catch (AnoGanException e)
            {
                read[i] = (null, e.Message);
            }
        }, cancellation);
        return read;
    }

    private SourceSquare Read(ImageFile file)
    {
        SourceSquare source = SquareReader.Read(file, Size, Fit, toGrey: Channels == 1, Preparation);
        ScoredOriginal.RefuseColour(file.Name, source.IsColour, Channels, IsTrainedOnGrey);
        return ScoredOriginal.IsKept(source.Width, source.Height) ? source : source with { Original = null };
    }
}
