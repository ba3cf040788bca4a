using AnoGan.Imaging;

namespace AnoGan.Data;

/// <summary>What a set of squares keeps of a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Square">Its pixels, grey where that loses nothing; null where the cache was full.</param>
/// <param name="Hash">What <see cref="SquareReader"/> said of them.</param>
/// <param name="IsColour">Whether the channels of the picture in the file differ.</param>
/// <param name="Width">Width of the picture in the file, in pixels.</param>
/// <param name="Height">Height of the picture in the file, in pixels.</param>
internal sealed record LoadedImage(ImageFile File, PixelImage? Square, byte[] Hash, bool IsColour, int Width, int Height)
    : LoadedFile(File, Hash, IsColour, Width, Height)
{
    public override bool IsKept => Square is not null;
}
