using AnoGan.Images;

namespace AnoGan.Data;

/// <summary>A picture as it lies in its file.</summary>
/// <param name="Original">Own resolution, depth and channels.</param>
/// <param name="Lean">The same, grey where that loses nothing or nothing wanted.</param>
/// <param name="IsColour">Whether the original has channels that differ.</param>
internal sealed record DecodedImage(PixelImage Original, PixelImage Lean, bool IsColour)
{
    /// <summary>The greatest sample of the original where it has 16 bits; null where it has 8.</summary>
    public int? GreatestWord { get; } = DarkPictures.GreatestOf(Original);

    /// <summary>
    /// Decodes a file that is not in memory; what comes out never depends on the other files of a set.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="toGrey">Whether colour is not wanted.</param>
    /// <exception cref="AnoGanException">The file is missing or unreadable.</exception>
    public static DecodedImage Read(ImageFile file, bool toGrey)
    {
        PixelImage original = file.Picture ?? ImageCodec.Read(file.FullPath, file.Page);
        bool isColour = !PixelConversion.HasEqualChannels(original);
        return new DecodedImage(original, toGrey || !isColour ? PixelConversion.ToGrey(original) : original, isColour);
    }
}
