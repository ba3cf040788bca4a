using AnoGan.Images;
using AnoGan.Preparing;

namespace AnoGan.Data;

/// <summary>What a set of patches keeps of a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Prepared">Its prepared picture; null where not all pictures fit into the cache.</param>
/// <param name="Hash">What <see cref="ContentHash"/> said of that.</param>
/// <param name="IsColour">Whether the channels of the picture in the file differ.</param>
/// <param name="GreatestWord">
/// The greatest sample of the picture in the file where it has 16 bits; null where it has 8.
/// </param>
/// <param name="Width">Width of the picture in the file, in pixels.</param>
/// <param name="Height">Height of the picture in the file, in pixels.</param>
/// <param name="PreparedWidth">Width of the prepared picture, in pixels.</param>
/// <param name="PreparedHeight">Height of the prepared picture, in pixels.</param>
/// <param name="PreparedBytes">What the prepared picture takes in memory.</param>
internal sealed record LoadedPicture(
    ImageFile File, PreparedImage? Prepared, byte[] Hash, bool IsColour, int? GreatestWord, int Width, int Height,
    int PreparedWidth, int PreparedHeight, long PreparedBytes
) : LoadedFile(File, Hash, IsColour, GreatestWord, Width, Height)
{
    public override bool IsKept => Prepared is not null;

    /// <summary>Decodes and prepares a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="toGrey">Whether colour is not wanted.</param>
    /// <param name="prepare">Makes the prepared picture of the decoded one and its path.</param>
    public static LoadedPicture Read(ImageFile file, bool toGrey, Func<PixelImage, string, PreparedImage> prepare)
    {
        DecodedImage decoded = DecodedImage.Read(file, toGrey);
        PreparedImage prepared = prepare(decoded.Lean, file.Name);
        long bytes =
            prepared.Picture.Data.LongLength
            + (prepared.Foreground?.LongLength ?? 0)
            + sizeof(int) * (long)prepared.Geometry.Tops.Count;
        byte[] hash = ContentHash.Of(prepared.Picture, prepared.Foreground);
        return new LoadedPicture(
            file, prepared, hash, decoded.IsColour, decoded.GreatestWord, decoded.Original.Width,
            decoded.Original.Height, prepared.Picture.Width, prepared.Picture.Height, bytes);
    }
}
