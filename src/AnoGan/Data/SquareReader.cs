using AnoGan.Images;
using AnoGan.Preparing;

namespace AnoGan.Data;

/// <summary>Reads a file as the square that a set keeps of it.</summary>
internal static class SquareReader
{
    /// <summary>
    /// Decodes, reduces to grey where nothing or nothing wanted is lost, prepares, and fits. What comes out depends on
    /// this file and these options alone, never on the other files of the set.
    /// </summary>
    /// <exception cref="AnoGanException">
    /// The file is missing or unreadable, cannot be prepared so, or nothing of its foreground is left in the square.
    /// </exception>
    public static SourceSquare Read(ImageFile file, int size, FitMode fit, bool toGrey, Preparation preparation)
    {
        DecodedImage decoded = DecodedImage.Read(file, toGrey);
        PreparedImage prepared = preparation.Apply(decoded.Lean, file.Name);
        var plan = FitGeometry.For(prepared.Picture.Width, prepared.Picture.Height, size, fit);
        PixelImage square = plan.Apply(prepared.Picture);
        bool[]? foreground = prepared.Foreground is null ? null : Fit(prepared.Foreground, plan, file.Name);
        if (foreground is not null)
            square = Blacken(square, foreground);
        return new SourceSquare
        {
            Original = decoded.Original,
            Geometry = new SquareGeometry(plan, prepared.Geometry.IsIdentity ? null : prepared.Geometry),
            Square = square,
            Foreground = foreground,
            IsColour = decoded.IsColour,
            GreatestWord = decoded.GreatestWord,
            Hash = ContentHash.Of(square, foreground),
        };
    }

    // A pixel of the square belongs to the object where at least half of what it shows does.
    private static bool[]? Fit(bool[] foreground, FitGeometry plan, string path)
    {
        byte[] levels = Array.ConvertAll(foreground, isObject => isObject ? byte.MaxValue : byte.MinValue);
        byte[] coverage = plan.Apply(new PixelImage(plan.Width, plan.Height, 1, 8, levels)).Data;
        bool[] fitted = Array.ConvertAll(coverage, level => level >= 128);
        if (!fitted.Contains(true))
            throw ImageRefusal.Of(
                path, "an object that fills no pixel of the square by half", "a larger one",
                "raise --size, or widen the foreground by a margin");
        return fitted.Contains(false) ? fitted : null;
    }

    private static PixelImage Blacken(PixelImage square, bool[] foreground)
    {
        byte[] data = (byte[])square.Data.Clone();
        int pixelBytes = data.Length / foreground.Length;
        for (int i = 0; i < foreground.Length; i++)
        {
            if (!foreground[i])
                data.AsSpan(i * pixelBytes, pixelBytes).Clear();
        }

        return new PixelImage(square.Width, square.Height, square.Channels, square.BitDepth, data);
    }
}
