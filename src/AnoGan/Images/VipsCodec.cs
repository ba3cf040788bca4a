using NetVips;

namespace AnoGan.Images;

/// <summary>PNG, JPEG, TIFF, WebP and GIF through libvips; whatever does not decode whole is refused.</summary>
internal static class VipsCodec
{
    private const int StripBytes = 1 << 20;
    private const Enums.Access InOrder = Enums.Access.Sequential;

    // Of libwebp's 0 to 6: for small pictures, a seventh of the time of its own 4 in 2 % more bytes.
    private const int LosslessEffort = 1, LossyEffort = 2;

    // libvips would write its warnings to stderr; those that matter reach the caller as exceptions.
    private static readonly Log.LogDelegate Silence = (_, _, _) => { };

    static VipsCodec()
    {
        // Callers parallelise over files; a cache of operations would keep pixels of files already read.
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, Silence);
    }

    public static string Version { get; } =
        $"{NetVips.NetVips.Version(0)}.{NetVips.NetVips.Version(1)}.{NetVips.NetVips.Version(2)}";

    public static ImageHeader ReadHeader(ImageSource source, ImageFormat format, int? page) =>
        OfOpened(source, format, page, image =>
        {
            (int channels, int bitDepth) = Describe(source, format, image);
            return OrientationOf(image) >= 5
                ? new ImageHeader(image.Height, image.Width, channels, bitDepth)
                : new ImageHeader(image.Width, image.Height, channels, bitDepth);
        });

    /// <summary>How many frames a GIF or a WebP has.</summary>
    public static int ReadPageCount(ImageSource source, ImageFormat format) =>
        OfOpened(source, format, page: null, image =>
            image.Contains("n-pages") ? Convert.ToInt32(image.Get("n-pages"), null) : 1);

    public static PixelImage Read(ImageSource source, ImageFormat format, int? page) =>
        OfOpened(source, format, page, image =>
        {
            (int channels, int bitDepth) = Describe(source, format, image);
            bool isCmyk = image.Interpretation == Enums.Interpretation.Cmyk;
            byte[] samples = Samples(image, isCmyk ? 4 : channels);
            if (format == ImageFormat.Jpeg && JpegScanCheck.FindDamage(source.ReadAllBytes(format)) is { } damage)
                throw ImageRefusal.Damaged(source.Name, format, damage);
            if (image.Format == Enums.BandFormat.Float)
                samples = StoredSamples.WordsOfFloats(source.Name, format, samples);
            else if (isCmyk)
                samples = StoredSamples.RgbOfCmyk(samples, bitDepth);
            var stored = new PixelImage(image.Width, image.Height, channels, bitDepth, samples);
            return StoredSamples.Upright(stored, OrientationOf(image));
        });

    /// <summary>How opaque each pixel is, of one channel; null where the file has no alpha.</summary>
    public static PixelImage? ReadAlpha(ImageSource source, ImageFormat format) =>
        OfOpened(source, format, page: null, image =>
        {
            (_, int bitDepth) = Describe(source, format, image);
            if (!image.HasAlpha())
                return null;
            using Image last = image.ExtractBand(image.Bands - 1);
            byte[] samples = Samples(last, 1);
            if (last.Format == Enums.BandFormat.Float)
                samples = StoredSamples.WordsOfFloats(source.Name, format, samples);
            var stored = new PixelImage(image.Width, image.Height, 1, bitDepth, samples);
            return StoredSamples.Upright(stored, OrientationOf(image));
        });

    public static byte[] EncodePng(PixelImage image)
    {
        using Image samples = Wrap(image);
        return samples.PngsaveBuffer();
    }

    // Halved colours would smear the frames of defects.
    public static byte[] EncodeJpeg(PixelImage image, int quality)
    {
        using Image samples = Wrap(image);
        return samples.JpegsaveBuffer(
            q: quality, subsampleMode: Enums.ForeignSubsample.Off, keep: Enums.ForeignKeep.None);
    }

    public static byte[] EncodeWebP(PixelImage image, int? quality)
    {
        using Image samples = Wrap(image);
        return quality is null
            ? samples.WebpsaveBuffer(lossless: true, effort: LosslessEffort, keep: Enums.ForeignKeep.None)
            : samples.WebpsaveBuffer(
                q: quality, smartSubsample: true, effort: LossyEffort, keep: Enums.ForeignKeep.None);
    }

    private static Image Wrap(PixelImage image)
    {
        bool isByte = image.BitDepth == 8;
        Enums.BandFormat format = isByte ? Enums.BandFormat.Uchar : Enums.BandFormat.Ushort;
        Enums.Interpretation meaning = image.Channels == 1
            ? isByte ? Enums.Interpretation.Bw : Enums.Interpretation.Grey16
            : isByte ? Enums.Interpretation.Srgb : Enums.Interpretation.Rgb16;
        using Image samples = Image.NewFromMemory(image.Data, image.Width, image.Height, image.Channels, format);
        return samples.Copy(interpretation: meaning);
    }

    private static T OfOpened<T>(ImageSource source, ImageFormat format, int? page, Func<Image, T> read)
    {
        try
        {
            using Image image = Open(source, format, page);
            return read(image);
        }
        catch (VipsException e)
        {
            throw ImageRefusal.Damaged(source.Name, format, Reason(e), e);
        }
    }

    private static Image Open(ImageSource source, ImageFormat format, int? number)
    {
        int page = (number ?? (format == ImageFormat.Tiff ? TiffPages.First(source) : 1)) - 1;
        Image image = source.Bytes is { } bytes
            ? OpenBytes(bytes, format, page)
            : format == ImageFormat.WebP // From memory: a file that is mapped and cut meanwhile would end the process.
                ? OpenBytes(source.ReadAllBytes(format), format, page)
                : OpenFile(source.Name, format, page);
        try
        {
            ImageRefusal.ThrowIfTooLarge(source.Name, image.Width, image.Height);
            if ((long)image.Width * image.Height > PixelPromise.FreePixels)
                RequireRoom(source, format, image, page + 1);
            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    private static Image OpenFile(string path, ImageFormat format, int page) => format switch
    {
        ImageFormat.Png => Image.Pngload(path, access: InOrder, failOn: Failing(format)),
        ImageFormat.Jpeg => Image.Jpegload(path, access: InOrder, failOn: Failing(format)),
        ImageFormat.Tiff => Image.Tiffload(path, page: page, access: InOrder, failOn: Failing(format)),
        ImageFormat.Gif => Image.Gifload(path, page: page, access: InOrder, failOn: Failing(format)),
        _ => throw NotAsked(format),
    };

    private static Image OpenBytes(byte[] bytes, ImageFormat format, int page) => format switch
    {
        ImageFormat.Png => Image.PngloadBuffer(bytes, access: InOrder, failOn: Failing(format)),
        ImageFormat.Jpeg => Image.JpegloadBuffer(bytes, access: InOrder, failOn: Failing(format)),
        ImageFormat.Tiff => Image.TiffloadBuffer(bytes, page: page, access: InOrder, failOn: Failing(format)),
        ImageFormat.WebP => Image.WebploadBuffer(bytes, page: page, access: InOrder, failOn: Failing(format)),
        ImageFormat.Gif => Image.GifloadBuffer(bytes, page: page, access: InOrder, failOn: Failing(format)),
        _ => throw NotAsked(format),
    };

    // What libjpeg calls a warning is garbled pixels.
    private static Enums.FailOn Failing(ImageFormat format) =>
        format == ImageFormat.Jpeg ? Enums.FailOn.Warning : Enums.FailOn.Error;

    private static ArgumentOutOfRangeException NotAsked(ImageFormat format) =>
        new(nameof(format), format, "libvips is not asked for this format");

    private static void RequireRoom(ImageSource source, ImageFormat format, Image image, int page)
    {
        using Stream stream = source.Open();
        double? most = PixelPromise.MostPixelsOfByte(source, format, page, image.Width);
        PixelPromise.Check(source.Name, format, stream.Length, image.Width, image.Height, most);
    }

    private static (int Channels, int BitDepth) Describe(ImageSource source, ImageFormat format, Image image)
    {
        int bitDepth = image.Format switch
        {
            Enums.BandFormat.Uchar => 8,
            Enums.BandFormat.Ushort or Enums.BandFormat.Float => 16,
            _ => throw ImageRefusal.Unsupported(source.Name, format, $"samples of type {image.Format}"),
        };
        bool isCmyk = image.Interpretation == Enums.Interpretation.Cmyk;
        int channels = (isCmyk, image.Bands) switch
        {
            (true, 4 or 5) when image.Format != Enums.BandFormat.Float => 3,
            (false, 1 or 2) => 1,
            (false, 3 or 4) => 3,
            _ => throw ImageRefusal.Unsupported(source.Name, format, $"{image.Bands} {image.Interpretation} channels"),
        };
        if (image.Interpretation is Enums.Interpretation.Lab or Enums.Interpretation.Labs or Enums.Interpretation.Xyz)
            throw ImageRefusal.Unsupported(source.Name, format, $"{image.Interpretation} colours");
        return (channels, bitDepth);
    }

    // Strip by strip: the picture is held once, and a damaged file is refused before most of its memory is touched.
    private static byte[] Samples(Image image, int keptBands)
    {
        int sampleBytes = image.Format switch { Enums.BandFormat.Uchar => 1, Enums.BandFormat.Ushort => 2, _ => 4 };
        int pixelBytes = image.Bands * sampleBytes;
        int keptBytes = keptBands * sampleBytes;
        byte[] samples = GC.AllocateUninitializedArray<byte>(checked(image.Width * image.Height * keptBytes));

        using Region region = Region.New(image);
        int rows = Math.Max(1, StripBytes / (image.Width * pixelBytes));
        for (int top = 0, offset = 0; top < image.Height; top += rows)
        {
            byte[] strip = region.Fetch(0, top, image.Width, Math.Min(rows, image.Height - top));
            if (keptBytes == pixelBytes)
            {
                strip.CopyTo(samples, offset);
                offset += strip.Length;
                continue;
            }

            for (int i = 0; i < strip.Length; i += pixelBytes, offset += keptBytes)
                strip.AsSpan(i, keptBytes).CopyTo(samples.AsSpan(offset));
        }

        return samples;
    }

    private static int OrientationOf(Image image) =>
        image.Contains("orientation") ? Convert.ToInt32(image.Get("orientation"), null) : 1;

    private static string Reason(VipsException e)
    {
        string[] lines = e.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length == 0 || lines[^1].StartsWith("unable to", StringComparison.Ordinal)
            ? "it cannot be decoded"
            : lines[^1];
    }
}
