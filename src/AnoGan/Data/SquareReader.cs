using AnoGan.Imaging;

namespace AnoGan.Data;

/// <summary>Reads a file as the square that a set keeps of it.</summary>
internal static class SquareReader
{
    /// <summary>
    /// Decodes, reduces to grey where nothing or nothing wanted is lost, and fits. What comes out depends on this file
    /// and these options alone, never on the other files of the set.
    /// </summary>
    public static SourceSquare Read(string path, int size, FitMode fit, bool toGrey)
    {
        (PixelImage original, PixelImage lean, bool isColour) = DecodedImage.Read(path, toGrey);
        PixelImage square = FitGeometry.For(lean.Width, lean.Height, size, fit).Apply(lean);
        return new SourceSquare(original, original.Width, original.Height, square, isColour, ContentHash.Of(square));
    }
}
