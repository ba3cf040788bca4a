using System.Globalization;
using System.Runtime.InteropServices;

namespace AnoGan.Images;

/// <summary>
/// What becomes of samples as a file stores them: CMYK to RGB, floats to words, and the picture upright.
/// </summary>
internal static class StoredSamples
{
    /// <summary>CMYK, 0 being no ink, to RGB without a colour profile: R = max·(1 − C/max)·(1 − K/max).</summary>
    public static byte[] RgbOfCmyk(byte[] cmyk, int bitDepth)
    {
        byte[] rgb = new byte[cmyk.Length / 4 * 3];
        if (bitDepth == 8)
        {
            for (int from = 0, to = 0; to < rgb.Length; from += 4)
            {
                int paper = 255 - cmyk[from + 3];
                for (int c = 0; c < 3; c++)
                    rgb[to++] = (byte)(((255 - cmyk[from + c]) * paper + 127) / 255);
            }

            return rgb;
        }

        ReadOnlySpan<ushort> source = MemoryMarshal.Cast<byte, ushort>(cmyk);
        Span<ushort> target = MemoryMarshal.Cast<byte, ushort>(rgb.AsSpan());
        for (int from = 0, to = 0; to < target.Length; from += 4)
        {
            long paper = 65535 - source[from + 3];
            for (int c = 0; c < 3; c++)
                target[to++] = (ushort)(((65535 - source[from + c]) * paper + 32767) / 65535);
        }

        return rgb;
    }

    /// <summary>Floats to words of 16 bits: [0,1], or else [0,255], becomes 0..65535.</summary>
    /// <exception cref="AnoGanException">A sample is NaN, infinite, negative or above 255.</exception>
    public static byte[] WordsOfFloats(string path, ImageFormat format, byte[] samples)
    {
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(samples);
        float greatest = 0f;
        foreach (float value in values)
        {
            if (!(value >= 0f && value <= 255f))
                throw ImageRefusal.Unsupported(
                    path, format,
                    string.Create(CultureInfo.InvariantCulture, $"the float sample {value}, outside [0,1] and [0,255]")
                );
            greatest = Math.Max(greatest, value);
        }

        float scale = greatest <= 1f ? 65535f : 257f;
        byte[] words = new byte[values.Length * 2];
        Span<ushort> target = MemoryMarshal.Cast<byte, ushort>(words.AsSpan());
        for (int i = 0; i < values.Length; i++)
            target[i] = (ushort)MathF.Round(values[i] * scale);
        return words;
    }

    /// <summary>
    /// Turns a stored picture upright by its EXIF orientation (tag 0x0112, values 1 to 8); gives the picture itself for
    /// 1 and for values that mean nothing.
    /// </summary>
    public static PixelImage Upright(PixelImage stored, int orientation)
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
