using AnoGan.Images;

namespace AnoGan.Results;

/// <summary>Contact sheets: many small pictures of one size in one.</summary>
internal static class ImageGrid
{
    private const byte MarginGrey = 112;

    /// <summary>Lays pictures out in rows from the left, on a grey ground.</summary>
    /// <param name="pictures">At least one; 8 bits a sample, all of one size, grey and RGB mixed or not.</param>
    /// <param name="columns">Pictures in a row, at least 1; a last row may be shorter.</param>
    /// <param name="margin">Pixels around and between the pictures, at least 0.</param>
    /// <param name="scale">How often each pixel is repeated in both directions, at least 1.</param>
    /// <returns>The sheet: RGB where any picture is, else grey.</returns>
    /// <exception cref="ArgumentException">No pictures, different sizes, or another depth.</exception>
    public static PixelImage Compose(IReadOnlyList<PixelImage> pictures, int columns, int margin = 2, int scale = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        if (pictures.Count == 0)
            throw new ArgumentException("a sheet has at least one picture", nameof(pictures));
        (int width, int height) = (pictures[0].Width, pictures[0].Height);
        if (pictures.Any(picture => picture.Width != width || picture.Height != height || picture.BitDepth != 8))
            throw new ArgumentException(
                $"all pictures of a sheet have 8 bits and one size, here {width}×{height}", nameof(pictures));

        int filled = Math.Min(columns, pictures.Count);
        int rows = (pictures.Count + columns - 1) / columns;
        int channels = pictures.Max(picture => picture.Channels);
        int sheetWidth = margin + filled * (width * scale + margin),
            sheetHeight = margin + rows * (height * scale + margin);
        byte[] data = new byte[(long)sheetWidth * sheetHeight * channels];
        Array.Fill(data, MarginGrey);
        var sheet = new PixelImage(sheetWidth, sheetHeight, channels, 8, data);
        for (int i = 0; i < pictures.Count; i++)
        {
            int left = margin + i % columns * (width * scale + margin);
            int top = margin + i / columns * (height * scale + margin);
            Put(pictures[i], sheet, left, top, scale);
        }

        return sheet;
    }

    private static void Put(PixelImage picture, PixelImage sheet, int left, int top, int scale)
    {
        for (int y = 0; y < picture.Height * scale; y++)
        {
            int from = y / scale * picture.Width * picture.Channels;
            int to = ((top + y) * sheet.Width + left) * sheet.Channels;
            for (int x = 0; x < picture.Width * scale; x++)
            {
                int pixel = from + x / scale * picture.Channels;
                for (int c = 0; c < sheet.Channels; c++)
                    sheet.Data[to++] = picture.Data[pixel + Math.Min(c, picture.Channels - 1)];
            }
        }
    }
}
