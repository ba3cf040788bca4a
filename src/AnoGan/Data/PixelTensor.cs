using System.Runtime.InteropServices;
using AnoGan.Images;

namespace AnoGan.Data;

/// <summary>
/// Pictures to the values that networks see, and back: level 0 is -1, the greatest level (255 or 65,535) is 1, planes
/// one after the other.
/// </summary>
internal static class PixelTensor
{
    /// <summary>Writes a picture's values.</summary>
    /// <param name="image">
    /// The picture; grey becomes three equal planes where 3 are asked, RGB becomes luma where 1 is.
    /// </param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="planar">Room for [channels, height, width] values in [-1,1].</param>
    /// <exception cref="ArgumentException">The room is too small or too large.</exception>
    public static void Fill(PixelImage image, int channels, Span<float> planar)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (channels is not (1 or 3))
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "1 or 3 channels");
        int plane = image.Width * image.Height;
        if (planar.Length != channels * plane)
            throw new ArgumentException($"room for {planar.Length} values, {channels * plane} needed", nameof(planar));

        PixelImage source = channels == 1 ? PixelConversion.ToGrey(image) : image;
        for (int c = 0; c < source.Channels; c++)
            FillPlane(source, c, planar.Slice(c * plane, plane));
        for (int c = source.Channels; c < channels; c++)
            planar[..plane].CopyTo(planar.Slice(c * plane, plane));
    }

    /// <summary>Makes a picture; values outside [-1,1] are clamped, then rounded to the nearest level.</summary>
    /// <param name="planar">[channels, height, width] values.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="bitDepth">8 or 16.</param>
    public static PixelImage ToImage(ReadOnlySpan<float> planar, int width, int height, int channels, int bitDepth = 8)
    {
        float[] unit = new float[planar.Length];
        for (int i = 0; i < unit.Length; i++)
            unit[i] = (planar[i] + 1f) / 2f;
        return PixelImage.FromUnit(unit, width, height, channels, bitDepth);
    }

    private static void FillPlane(PixelImage image, int channel, Span<float> plane)
    {
        if (image.BitDepth == 8)
        {
            ReadOnlySpan<byte> bytes = image.Data;
            for (int i = 0, from = channel; i < plane.Length; i++, from += image.Channels)
                plane[i] = bytes[from] / 127.5f - 1f;
            return;
        }

        ReadOnlySpan<ushort> words = MemoryMarshal.Cast<byte, ushort>(image.Data);
        for (int i = 0, from = channel; i < plane.Length; i++, from += image.Channels)
            plane[i] = words[from] / 32767.5f - 1f;
    }
}
