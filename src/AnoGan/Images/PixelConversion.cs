using System.Runtime.InteropServices;

namespace AnoGan.Images;

/// <summary>Grey to RGB and back, at the picture's own depth.</summary>
internal static class PixelConversion
{
    /// <summary>
    /// The luma of ITU-R BT.601, (299·R + 587·G + 114·B) / 1000 of the stored samples, rounded to the nearest level;
    /// equal channels give exactly their common value. A grey picture is returned itself.
    /// </summary>
    /// <param name="image">The picture.</param>
    public static PixelImage ToGrey(PixelImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Channels == 1)
            return image;

        byte[] grey = new byte[image.Data.Length / 3];
        if (image.BitDepth == 8)
            Luma<byte>(image.Data, grey);
        else
            Luma<ushort>(MemoryMarshal.Cast<byte, ushort>(image.Data), MemoryMarshal.Cast<byte, ushort>(grey.AsSpan()));
        return new PixelImage(image.Width, image.Height, 1, image.BitDepth, grey);
    }

    /// <summary>Three equal channels of a grey picture; an RGB picture is returned itself.</summary>
    /// <param name="image">The picture.</param>
    public static PixelImage ToRgb(PixelImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Channels == 3)
            return image;

        int sampleBytes = image.BitDepth / 8;
        byte[] rgb = new byte[checked(image.Data.Length * 3)];
        for (int from = 0, to = 0; from < image.Data.Length; from += sampleBytes)
        {
            for (int c = 0; c < 3; c++, to += sampleBytes)
                image.Data.AsSpan(from, sampleBytes).CopyTo(rgb.AsSpan(to));
        }

        return new PixelImage(image.Width, image.Height, 3, image.BitDepth, rgb);
    }

    /// <summary>Whether red, green and blue agree in every pixel; true of every grey picture.</summary>
    /// <param name="image">The picture.</param>
    public static bool HasEqualChannels(PixelImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Channels == 1)
            return true;
        return image.BitDepth == 8
            ? AreEqual<byte>(image.Data)
            : AreEqual(MemoryMarshal.Cast<byte, ushort>(image.Data));
    }

    /// <summary>Copies one row of samples, interleaved, in levels of the image's depth.</summary>
    internal static void CopyRow(PixelImage image, int y, Span<float> row)
    {
        int length = image.Width * image.Channels;
        if (image.BitDepth == 8)
        {
            ReadOnlySpan<byte> bytes = image.Data.AsSpan(y * length, length);
            for (int i = 0; i < length; i++)
                row[i] = bytes[i];
            return;
        }

        ReadOnlySpan<ushort> words = MemoryMarshal.Cast<byte, ushort>(image.Data).Slice(y * length, length);
        for (int i = 0; i < length; i++)
            row[i] = words[i];
    }

    /// <summary>Rounds interleaved levels to the samples of a picture.</summary>
    internal static PixelImage FromLevels(ReadOnlySpan<float> levels, int width, int height, int channels, int bitDepth)
    {
        byte[] data = new byte[checked(levels.Length * (bitDepth / 8))];
        Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(data.AsSpan());
        for (int i = 0; i < levels.Length; i++)
        {
            if (bitDepth == 8)
                data[i] = (byte)Math.Clamp(levels[i] + 0.5f, 0f, 255f);
            else
                words[i] = (ushort)Math.Clamp(levels[i] + 0.5f, 0f, 65535f);
        }

        return new PixelImage(width, height, channels, bitDepth, data);
    }

    private static void Luma<T>(ReadOnlySpan<T> rgb, Span<T> grey)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        for (int i = 0, from = 0; i < grey.Length; i++, from += 3)
        {
            int red = int.CreateTruncating(rgb[from]);
            int green = int.CreateTruncating(rgb[from + 1]);
            int blue = int.CreateTruncating(rgb[from + 2]);
            grey[i] = T.CreateTruncating((299 * red + 587 * green + 114 * blue + 500) / 1000);
        }
    }

    private static bool AreEqual<T>(ReadOnlySpan<T> rgb)
        where T : unmanaged, IEquatable<T>
    {
        for (int i = 0; i < rgb.Length; i += 3)
        {
            if (!rgb[i].Equals(rgb[i + 1]) || !rgb[i].Equals(rgb[i + 2]))
                return false;
        }

        return true;
    }
}
