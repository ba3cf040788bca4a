using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;

namespace AnoGan.Images;

/// <summary>PNG of small pictures through ImageSharp: libvips takes most of a millisecond to begin with.</summary>
internal static class SmallPng
{
    /// <summary>
    /// The most bytes of samples that are written so: 256×256 of 8 bits of grey. Up to here it is the faster of the two
    /// for every kind, whether one thread writes or two; beyond it libvips is for most (samples/benchmark.sh --png).
    /// </summary>
    public const int MaximumBytes = 1 << 16;

    /// <summary>The bytes of a file without metadata; of equal pictures equal bytes.</summary>
    public static byte[] Encode(PixelImage image) => (image.Channels, image.BitDepth) switch
    {
        (1, 8) => Encode<L8>(image, PngColorType.Grayscale, PngBitDepth.Bit8),
        (1, _) => Encode<L16>(image, PngColorType.Grayscale, PngBitDepth.Bit16),
        (_, 8) => Encode<Rgb24>(image, PngColorType.Rgb, PngBitDepth.Bit8),
        _ => Encode<Rgb48>(image, PngColorType.Rgb, PngBitDepth.Bit16),
    };

    // Paeth and the least effort: a third smaller than what libvips writes, and half the time of ImageSharp's own
    // choice.
    private static byte[] Encode<T>(PixelImage image, PngColorType colours, PngBitDepth depth)
        where T : unmanaged, IPixel<T>
    {
        var encoder = new PngEncoder
        {
            ColorType = colours, BitDepth = depth, IgnoreMetadata = true,
            FilterMethod = PngFilterMethod.Paeth, CompressionLevel = PngCompressionLevel.Level1,
        };
        using Image<T> samples = Image.WrapMemory<T>(
            BmpDecoder.Plain, image.Data.AsMemory(), image.Width, image.Height);
        using var file = new MemoryStream();
        encoder.Encode(samples, file);
        return file.ToArray();
    }
}
