using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using AnoGan.Images;

namespace AnoGan.Preparing;

/// <summary>
/// The part of every picture that counts, the same in all of them: what lies outside is made black before anything
/// else, so that nothing of it enters training, statistics, scores, maps or defects. It is kept in the model itself.
/// </summary>
public sealed record RegionOfInterest
{
    private readonly ConcurrentDictionary<(int Width, int Height), bool[]> _scaled = new();
    private PixelImage? _mask;

    /// <summary>The mask as a PNG of one channel in base64, white where pictures count.</summary>
    public required string Png { get; init; }

    /// <summary>Width of the pictures, in pixels.</summary>
    [JsonIgnore]
    public int Width => Mask.Width;

    /// <summary>Height of the pictures, in pixels.</summary>
    [JsonIgnore]
    public int Height => Mask.Height;

    /// <summary>Share of the pixels that count, above 0 to 1.</summary>
    [JsonIgnore]
    public double Share => Mask.Data.Count(level => level != 0) / (double)Mask.Data.Length;

    private PixelImage Mask => _mask ??= Decode();

    /// <summary>Reads a mask: white, or nearer to it than to black, where pictures count.</summary>
    /// <param name="path">A picture of the size of all others.</param>
    /// <exception cref="AnoGanException">It cannot be read, or nothing in it is white.</exception>
    public static RegionOfInterest Read(string path)
    {
        PixelImage grey = PixelConversion.ToGrey(ImageCodec.Read(path));
        byte[] levels = Array.ConvertAll(
            UnitSamples.Channel(grey, 0), level => level >= 0.5f ? byte.MaxValue : byte.MinValue);
        if (!levels.Contains(byte.MaxValue))
            throw ImageRefusal.Of(path, "no white pixel", "white where pictures count", "paint the region white");
        var mask = new PixelImage(grey.Width, grey.Height, 1, 8, levels);
        return new RegionOfInterest { Png = Convert.ToBase64String(ImageCodec.EncodePng(mask)) };
    }

    /// <summary>Refuses what is no mask, as a damaged model may have it.</summary>
    /// <exception cref="AnoGanException">It is none.</exception>
    public void Validate() => _ = Mask;

    /// <summary>Whether both count the same pixels.</summary>
    public bool Equals(RegionOfInterest? other) => other is not null && Png == other.Png;

    /// <inheritdoc/>
    public override int GetHashCode() => Png.GetHashCode(StringComparison.Ordinal);

    /// <summary>Its size, how much of it counts, and the beginning of the SHA-256 of the mask.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Share:0.0 %} of {Width}×{Height} pixels ({Convert.ToHexStringLower(SHA256.HashData(Mask.Data))[..12]})");

    /// <summary>Makes all that lies outside black.</summary>
    /// <param name="picture">A picture as it is in its file; it is not changed.</param>
    /// <param name="path">What messages call it.</param>
    /// <exception cref="AnoGanException">The picture has another size.</exception>
    internal PixelImage Blacken(PixelImage picture, string path)
    {
        if (picture.Width != Width || picture.Height != Height)
            throw ImageRefusal.Of(
                path, $"{picture.Width}×{picture.Height} pixels", $"{Width}×{Height} as the region of interest has",
                "take the picture out, or give a region of its size");
        return Blacken(picture, At(Width, Height));
    }

    /// <summary>Makes pixels black.</summary>
    /// <param name="counts">Of each pixel whether it stays.</param>
    internal static PixelImage Blacken(PixelImage picture, bool[] counts)
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
    internal bool[] At(int width, int height) => _scaled.GetOrAdd((width, height), size =>
        Array.ConvertAll(ImageCodec.Resize(Mask, size.Width, size.Height).Data, level => level >= 128));

    private PixelImage Decode()
    {
        try
        {
            var mask = ImageCodec.Read(new ImageSource("roi", Convert.FromBase64String(Png)));
            if (mask is { Channels: 1, BitDepth: 8 } && mask.Data.Contains(byte.MaxValue))
                return mask;
        }
        catch (Exception e) when (e is FormatException or AnoGanException)
        {
            // Said below.
        }

        throw new AnoGanException("roi: found no mask, expected a PNG of one channel in base64 with white in it; train "
            + "again");
    }
}
