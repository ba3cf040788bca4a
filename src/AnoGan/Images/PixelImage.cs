using System.Runtime.InteropServices;

namespace AnoGan.Images;

/// <summary>
/// A decoded picture held at its own depth: 8 or 16 bits a sample, 1 (grey) or 3 (RGB) channels, rows from top to
/// bottom, channels interleaved, no padding and no alpha.
/// </summary>
public sealed class PixelImage
{
    /// <summary>Wraps samples that are already decoded; the array is not copied.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="channels">1 (grey) or 3 (RGB).</param>
    /// <param name="bitDepth">8 or 16 bits a sample.</param>
    /// <param name="data">width × height × channels samples, 16-bit ones in this machine's byte order.</param>
    /// <exception cref="ArgumentException">The sizes disagree with the length of <paramref name="data"/>.</exception>
    public PixelImage(int width, int height, int channels, int bitDepth, byte[] data)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (channels is not (1 or 3))
            throw new ArgumentException($"an image has 1 or 3 channels, not {channels}", nameof(channels));
        if (bitDepth is not (8 or 16))
            throw new ArgumentException($"an image has 8 or 16 bits a sample, not {bitDepth}", nameof(bitDepth));
        if (data.LongLength != (long)width * height * channels * (bitDepth / 8))
            throw new ArgumentException($"{data.LongLength} bytes do not make {width}×{height}×{channels} samples of "
                + $"{bitDepth} bits", nameof(data));

        Width = width;
        Height = height;
        Channels = channels;
        BitDepth = bitDepth;
        Data = data;
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>1 (grey) or 3 (RGB).</summary>
    public int Channels { get; }

    /// <summary>8 or 16 bits a sample.</summary>
    public int BitDepth { get; }

    /// <summary>The samples, interleaved; 16-bit ones in this machine's byte order. Not a copy.</summary>
    public byte[] Data { get; }

    /// <summary>Number of samples: width × height × channels.</summary>
    public int SampleCount => Width * Height * Channels;

    /// <summary>
    /// Makes an image from values in [0,1]; values outside are clamped, then rounded to the nearest level.
    /// </summary>
    /// <param name="planar">[channels, height, width] values.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="bitDepth">8 or 16.</param>
    public static PixelImage FromUnit(ReadOnlySpan<float> planar, int width, int height, int channels, int bitDepth = 8)
    {
        byte[] data = new byte[(long)width * height * channels * (bitDepth / 8)];
        var image = new PixelImage(width, height, channels, bitDepth, data);
        if (planar.Length != image.SampleCount)
            throw new ArgumentException(
                $"{planar.Length} values do not make {width}×{height}×{channels} samples", nameof(planar));

        Span<ushort> words = bitDepth == 16 ? MemoryMarshal.Cast<byte, ushort>(data.AsSpan()) : default;
        int plane = width * height;
        for (int c = 0; c < channels; c++)
        {
            for (int i = 0; i < plane; i++)
            {
                float value = Math.Clamp(planar[c * plane + i], 0f, 1f);
                if (bitDepth == 8)
                    data[i * channels + c] = (byte)MathF.Round(value * 255f);
                else
                    words[i * channels + c] = (ushort)MathF.Round(value * 65535f);
            }
        }

        return image;
    }

    /// <summary>Writes the samples as [channels, height, width] values in [0,1].</summary>
    /// <param name="planar">Room for <see cref="SampleCount"/> values.</param>
    public void CopyToUnit(Span<float> planar)
    {
        if (planar.Length != SampleCount)
            throw new ArgumentException($"room for {planar.Length} values, {SampleCount} needed", nameof(planar));

        ReadOnlySpan<ushort> words = BitDepth == 16 ? MemoryMarshal.Cast<byte, ushort>(Data) : default;
        int plane = Width * Height;
        for (int c = 0; c < Channels; c++)
        {
            for (int i = 0; i < plane; i++)
            {
                planar[c * plane + i] = BitDepth == 8
                    ? Data[i * Channels + c] / 255f
                    : words[i * Channels + c] / 65535f;
            }
        }
    }
}
