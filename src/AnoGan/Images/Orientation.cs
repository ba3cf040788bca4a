namespace AnoGan.Images;

/// <summary>Turns a stored picture upright by its EXIF orientation (tag 0x0112, values 1 to 8).</summary>
internal static class Orientation
{
    /// <summary>Gives the picture itself for 1 and for values that mean nothing.</summary>
    public static PixelImage Apply(PixelImage stored, int orientation)
    {
        if (orientation is < 2 or > 8)
            return stored;

        bool turned = orientation >= 5;
        int width = turned ? stored.Height : stored.Width;
        int height = turned ? stored.Width : stored.Height;
        int lastX = stored.Width - 1;
        int lastY = stored.Height - 1;
        int pixelBytes = stored.Channels * stored.BitDepth / 8;
        byte[] data = new byte[stored.Data.Length];
        for (int y = 0, to = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++, to += pixelBytes)
            {
                (int fromX, int fromY) = orientation switch
                {
                    2 => (lastX - x, y),
                    3 => (lastX - x, lastY - y),
                    4 => (x, lastY - y),
                    5 => (y, x),
                    6 => (y, lastY - x),
                    7 => (lastX - y, lastY - x),
                    _ => (lastX - y, x),
                };
                int from = (fromY * stored.Width + fromX) * pixelBytes;
                stored.Data.AsSpan(from, pixelBytes).CopyTo(data.AsSpan(to));
            }
        }

        return new PixelImage(width, height, stored.Channels, stored.BitDepth, data);
    }
}
