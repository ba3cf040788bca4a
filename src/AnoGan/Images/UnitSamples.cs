namespace AnoGan.Images;

/// <summary>Samples as numbers from 0 to 1, and back to words of 16 bits.</summary>
internal static class UnitSamples
{
    /// <summary>The level that stands for 1.</summary>
    public static float Greatest(PixelImage image) => image.BitDepth == 8 ? 255f : 65535f;

    /// <summary>One channel as a plane of numbers from 0 to 1.</summary>
    public static float[] Channel(PixelImage image, int channel)
    {
        float[] plane = new float[image.Width * image.Height];
        float[] row = new float[image.Width * image.Channels];
        float greatest = Greatest(image);
        for (int y = 0, i = 0; y < image.Height; y++)
        {
            PixelConversion.CopyRow(image, y, row);
            for (int x = 0; x < image.Width; x++, i++)
                plane[i] = row[x * image.Channels + channel] / greatest;
        }

        return plane;
    }

    /// <summary>The brightness as a plane of numbers from 0 to 1: the grey channel, or the luma of RGB.</summary>
    public static float[] Luma(PixelImage image) => Channel(PixelConversion.ToGrey(image), 0);

    /// <summary>The mean of a plane over the foreground, null for all of it; 0 where nothing counts.</summary>
    public static float Mean(float[] plane, bool[]? foreground)
    {
        double sum = 0;
        long count = 0;
        for (int i = 0; i < plane.Length; i++)
        {
            if (foreground is not null && !foreground[i])
                continue;
            sum += plane[i];
            count++;
        }

        return count == 0 ? 0f : (float)(sum / count);
    }

    /// <summary>The nearest 16-bit level of a number; numbers outside 0 to 1 are clamped.</summary>
    public static ushort ToWord(float unit) => (ushort)(Math.Clamp(unit, 0f, 1f) * 65535f + 0.5f);
}
