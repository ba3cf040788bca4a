namespace AnoGan.Images;

/// <summary>
/// Rectangles of a picture: cutting one out, beyond the edge too, and setting one into a larger picture.
/// </summary>
internal static class PixelWindow
{
    /// <summary>Copies a rectangle that lies inside the picture; the whole picture is returned itself.</summary>
    public static PixelImage Cut(PixelImage image, int left, int top, int width, int height)
    {
        if (width == image.Width && height == image.Height)
            return image;

        int pixelBytes = image.Channels * image.BitDepth / 8;
        byte[] data = new byte[width * height * pixelBytes];
        for (int y = 0; y < height; y++)
        {
            int from = ((top + y) * image.Width + left) * pixelBytes;
            image.Data.AsSpan(from, width * pixelBytes).CopyTo(data.AsSpan(y * width * pixelBytes));
        }

        return new PixelImage(width, height, image.Channels, image.BitDepth, data);
    }

    /// <summary>
    /// Sets the picture into a larger one at a place; every pixel around it repeats the nearest one inside.
    /// </summary>
    public static PixelImage Frame(PixelImage image, int left, int top, int width, int height)
    {
        if (width == image.Width && height == image.Height)
            return image;

        int pixelBytes = image.Channels * image.BitDepth / 8;
        byte[] data = new byte[width * height * pixelBytes];
        for (int y = 0, to = 0; y < height; y++)
        {
            int fromY = Math.Clamp(y - top, 0, image.Height - 1);
            for (int x = 0; x < width; x++, to += pixelBytes)
            {
                int fromX = Math.Clamp(x - left, 0, image.Width - 1);
                image.Data.AsSpan((fromY * image.Width + fromX) * pixelBytes, pixelBytes).CopyTo(data.AsSpan(to));
            }
        }

        return new PixelImage(width, height, image.Channels, image.BitDepth, data);
    }

    /// <summary>
    /// Copies a rectangle that may reach beyond the picture, which is continued by <see cref="Mirror"/>.
    /// </summary>
    public static PixelImage CutMirrored(PixelImage image, int left, int top, int width, int height)
    {
        if (left >= 0 && top >= 0 && left <= image.Width - width && top <= image.Height - height)
            return Cut(image, left, top, width, height);

        int pixelBytes = image.Channels * image.BitDepth / 8;
        byte[] data = new byte[width * height * pixelBytes];
        for (int y = 0, to = 0; y < height; y++)
        {
            int row = Mirror.Place(top + y, image.Height) * image.Width;
            for (int x = 0; x < width; x++, to += pixelBytes)
            {
                int from = (row + Mirror.Place(left + x, image.Width)) * pixelBytes;
                image.Data.AsSpan(from, pixelBytes).CopyTo(data.AsSpan(to));
            }
        }

        return new PixelImage(width, height, image.Channels, image.BitDepth, data);
    }
}

/// <summary>A row of pixels continued beyond its ends by reflection: ... 2 1 [0 1 2 3] 2 1 0 1 ...</summary>
internal static class Mirror
{
    /// <summary>The pixel that a place shows; the ends are not repeated, and a single pixel shows everywhere.</summary>
    public static int Place(int place, int side)
    {
        if ((uint)place < (uint)side)
            return place;
        if (side == 1)
            return 0;

        long period = 2 * (side - 1L);
        long rest = (place % period + period) % period;
        return (int)Math.Min(rest, period - rest);
    }
}
