using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AnoGan.Images;

/// <summary>Grey to RGB and back, at the picture's own depth.</summary>
internal static class PixelConversion
{
    /// <summary>
    /// The luma of ITU-R BT.601, (299·R + 587·G + 114·B) / 1000 of the stored samples, rounded to the nearest level;
    /// equal channels give exactly their common value. A grey picture is returned itself.
    /// </summary>
    public static PixelImage ToGrey(PixelImage image)
    {
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
    public static PixelImage ToRgb(PixelImage image)
    {
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
    public static bool HasEqualChannels(PixelImage image)
    {
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
            ToFloats(image.Data.AsSpan(y * length, length), row);
            return;
        }

        ReadOnlySpan<ushort> words = MemoryMarshal.Cast<byte, ushort>(image.Data).Slice(y * length, length);
        for (int i = 0; i < length; i++)
            row[i] = words[i];
    }

    private static void ToFloats(ReadOnlySpan<byte> bytes, Span<float> row)
    {
        int i = 0;
        for (; i <= bytes.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Create(bytes[i..]));
            Write(low, row[i..]);
            Write(high, row[(i + Vector128<ushort>.Count)..]);
        }

        for (; i < bytes.Length; i++)
            row[i] = bytes[i];

        static void Write(Vector128<ushort> words, Span<float> row)
        {
            (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(words);
            Vector128.ConvertToSingle(low.AsInt32()).CopyTo(row);
            Vector128.ConvertToSingle(high.AsInt32()).CopyTo(row[Vector128<uint>.Count..]);
        }
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
            uint red = uint.CreateTruncating(rgb[from]);
            uint green = uint.CreateTruncating(rgb[from + 1]);
            uint blue = uint.CreateTruncating(rgb[from + 2]);
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
