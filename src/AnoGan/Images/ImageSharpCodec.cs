using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;

namespace AnoGan.Images;

/// <summary>
/// What ImageSharp does better than libvips: it reads BMP, which libvips is built without, always to 3 channels of 8
/// bits; and it writes small PNG, with which libvips takes most of a millisecond to begin.
/// </summary>
internal static class ImageSharpCodec
{
    /// <summary>
    /// The most bytes of samples that are written as PNG here: 256×256 of 8 bits of grey. Up to here it is the faster
    /// of the two for every kind, whether one thread writes or two; beyond it libvips is for most (samples/benchmark.sh
    /// --png).
    /// </summary>
    public const int SmallPngBytes = 1 << 16;

    /// <summary>
    /// How ImageSharp works here: on the caller's thread, without pools that would keep the memory of a large picture.
    /// </summary>
    private static readonly Configuration Plain = new()
    {
        MemoryAllocator = new SimpleGcMemoryAllocator(),
        MaxDegreeOfParallelism = 1,
    };

    private static readonly SixLabors.ImageSharp.Formats.Bmp.BmpDecoder Decoder = new();

    public static ImageHeader ReadBmpHeader(ImageSource source)
    {
        using Stream stream = source.Open();
        BmpHeader header = BmpHeader.Check(source.Name, stream);
        return new ImageHeader(header.Width, header.Height, 3, 8);
    }

    public static PixelImage ReadBmp(ImageSource source)
    {
        string path = source.Name;
        using Stream stream = source.Open();
        BmpHeader header = BmpHeader.Check(path, stream);
        if (header.IsRunLengthCoded)
            return new BmpRuns(path, header, source.ReadAllBytes(ImageFormat.Bmp)).Read();

        // Decoded to three channels, so that the colour under alpha comes as stored.
        using Image<Rgb24> image = Decode(path, stream);
        if ((image.Width, image.Height) != (header.Width, header.Height))
            throw ImageRefusal.Damaged(path, ImageFormat.Bmp, "its header is garbled");
        byte[] rgb = GC.AllocateUninitializedArray<byte>(checked(header.Width * header.Height * 3));
        image.CopyPixelDataTo(rgb);
        return new PixelImage(header.Width, header.Height, 3, 8, rgb);
    }

    // Damage may show itself as any exception, IndexOutOfRangeException and NullReferenceException among them.
    private static Image<Rgb24> Decode(string path, Stream stream)
    {
        try
        {
            return Decoder.Decode<Rgb24>(Plain, stream, CancellationToken.None);
        }
        catch (Exception e) when (!ImageRefusal.IsIo(e))
        {
            throw ImageRefusal.Damaged(path, ImageFormat.Bmp, "its header or its pixels are garbled", e);
        }
    }

    /// <summary>The bytes of a file without metadata; of equal pictures equal bytes.</summary>
    public static byte[] EncodePng(PixelImage image) => (image.Channels, image.BitDepth) switch
    {
        (1, 8) => EncodePng<L8>(image, PngColorType.Grayscale, PngBitDepth.Bit8),
        (1, _) => EncodePng<L16>(image, PngColorType.Grayscale, PngBitDepth.Bit16),
        (_, 8) => EncodePng<Rgb24>(image, PngColorType.Rgb, PngBitDepth.Bit8),
        _ => EncodePng<Rgb48>(image, PngColorType.Rgb, PngBitDepth.Bit16),
    };

    /// <summary>The bytes of a file without metadata; of equal pictures equal bytes.</summary>
    /// <param name="image">RGB of 8 bits.</param>
    /// <param name="quality">1 to 100.</param>
    public static byte[] EncodeJpeg(PixelImage image, int quality)
    {
        var encoder = new JpegEncoder { Quality = quality, ColorType = JpegColorType.YCbCrRatio444 };
        using Image<Rgb24> samples = Image.WrapMemory<Rgb24>(
            Plain, image.Data.AsMemory(), image.Width, image.Height);
        using var file = new MemoryStream();
        encoder.Encode(samples, file);
        return file.ToArray();
    }

    // Paeth and the least effort: a third smaller than what libvips writes, and half the time of ImageSharp's own
    // choice.
    private static byte[] EncodePng<T>(PixelImage image, PngColorType colours, PngBitDepth depth)
        where T : unmanaged, IPixel<T>
    {
        var encoder = new PngEncoder
        {
            ColorType = colours, BitDepth = depth, IgnoreMetadata = true,
            FilterMethod = PngFilterMethod.Paeth, CompressionLevel = PngCompressionLevel.Level1,
        };
        using Image<T> samples = Image.WrapMemory<T>(
            Plain, image.Data.AsMemory(), image.Width, image.Height);
        using var file = new MemoryStream();
        encoder.Encode(samples, file);
        return file.ToArray();
    }
}
