using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using AnoGan.Images;

namespace AnoGan.Preparing;

/// <summary>Which pixels of a picture count; the others are made black before anything else.</summary>
/// <param name="levels">A mask of one channel and 8 bits, white or black.</param>
/// <param name="name">What messages call it.</param>
internal sealed class RegionMask(PixelImage levels, string name)
{
    private readonly ConcurrentDictionary<(int Width, int Height), bool[]> _scaled = new();

    /// <summary>The mask, of one channel and 8 bits: 255 where pictures count, else 0.</summary>
    public PixelImage Levels => levels;

    /// <summary>Reads a mask: white, or nearer to it than to black, where pictures count.</summary>
    /// <exception cref="AnoGanException">It cannot be read, or nothing in it is white.</exception>
    public static RegionMask Read(string path)
    {
        PixelImage grey = PixelConversion.ToGrey(ImageCodec.Read(path));
        byte[] levels = Array.ConvertAll(
            UnitSamples.Channel(grey, 0), level => level >= 0.5f ? byte.MaxValue : byte.MinValue);
        if (!levels.Contains(byte.MaxValue))
            throw ImageRefusal.Of(path, "no white pixel", "white where pictures count", "paint the region white");
        return new RegionMask(new PixelImage(grey.Width, grey.Height, 1, 8, levels), $"its mask {path}");
    }

    /// <summary>Its size, how much of it counts, and the beginning of the SHA-256 of its levels.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{levels.Data.Count(level => level != 0) / (double)levels.Data.Length:0.0 %} of "
            + $"{levels.Width}×{levels.Height} pixels "
            + $"({Convert.ToHexStringLower(SHA256.HashData(levels.Data))[..12]})");

    /// <summary>Makes all that lies outside black.</summary>
    /// <param name="picture">A picture as it is in its file; it is not changed.</param>
    /// <param name="path">What messages call it.</param>
    /// <exception cref="AnoGanException">The picture has another size.</exception>
    public PixelImage Blacken(PixelImage picture, string path)
    {
        if (picture.Width != levels.Width || picture.Height != levels.Height)
            throw ImageRefusal.Of(
                path, $"{picture.Width}×{picture.Height} pixels", $"{levels.Width}×{levels.Height} as {name} has",
                "take the picture out, or give a region of its size");
        return Blacken(picture, At(levels.Width, levels.Height));
    }

    /// <summary>Makes pixels black.</summary>
    /// <param name="counts">Of each pixel whether it stays.</param>
    public static PixelImage Blacken(PixelImage picture, bool[] counts)
    {
        byte[] data = (byte[])picture.Data.Clone();
        int pixelBytes = picture.Channels * picture.BitDepth / 8;
        for (int i = 0; i < counts.Length; i++)
        {
            if (!counts[i])
                data.AsSpan(i * pixelBytes, pixelBytes).Clear();
        }

        return new PixelImage(picture.Width, picture.Height, picture.Channels, picture.BitDepth, data);
    }

    /// <summary>The region in a picture that was resized: pixels of which at least a half counts.</summary>
    /// <returns>Of each pixel whether it counts; not to be changed.</returns>
    public bool[] At(int width, int height) => _scaled.GetOrAdd((width, height), size =>
        Array.ConvertAll(ImageCodec.Resize(levels, size.Width, size.Height).Data, level => level >= 128));
}
