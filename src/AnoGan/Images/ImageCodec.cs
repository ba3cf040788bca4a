using AnoGan.Runtime;

namespace AnoGan.Images;

/// <summary>
/// Bytes to pixels and back, for PNG, JPEG, TIFF, BMP, WebP, GIF and PNM. Files are told apart by content, not by name.
/// Of a file with several pictures the first is read, or the page that is asked for. Alpha is dropped, and the colour
/// under it is kept as stored. Colour profiles are ignored: samples are taken as they are, and CMYK without ink
/// simulation as R = 255·(1 − C)·(1 − K). No method keeps anything between calls; all may be called from many threads
/// at once.
/// </summary>
/// <remarks>The image packages are named only behind this class, in VipsCodec and ImageSharpCodec.</remarks>
internal static class ImageCodec
{
    /// <summary>
    /// The most pixels (width × height) that are decoded, 2^27: 11,585 × 11,585 or 16,384 × 8,192. A header that
    /// promises more is refused before any memory is taken for its pixels.
    /// </summary>
    public const long MaximumPixels = 1L << 27;

    private const int JpegQuality = 90;

    private static readonly string[] Extensions =
        [".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp", ".gif", ".pbm", ".pgm", ".ppm", ".pnm"];

    private static readonly string[] PagedExtensions = [".tif", ".tiff", ".webp", ".gif"];

    /// <summary>Whether bytes begin as a picture of a format that is read.</summary>
    public static bool IsPicture(ReadOnlySpan<byte> bytes) =>
        ImageSignature.Identify(bytes[..Math.Min(bytes.Length, ImageSignature.Length)]) != ImageFormat.Unknown;

    /// <summary>Says in a few words what bytes that are no picture seem to be.</summary>
    public static string Describe(ReadOnlySpan<byte> bytes) =>
        ImageSignature.Describe(bytes[..Math.Min(bytes.Length, ImageSignature.Length)]);

    /// <summary>The file name extensions that count as images, with their dot, in lower case.</summary>
    public static IReadOnlyList<string> ImageExtensions => Extensions;

    /// <summary>Version of libvips, which decodes and writes most formats.</summary>
    public static string DecoderVersion => VipsCodec.Version;

    /// <summary>Whether a file name has an extension of an image, in any case; the file need not exist.</summary>
    public static bool IsImageName(string path) =>
        Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a file name has an extension of a format with pages, in any case.</summary>
    public static bool MayHavePages(string path) =>
        PagedExtensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>What messages call a file, or a page of it.</summary>
    internal static string NameOf(string path, int? page) => page is { } number ? $"{path}#{number}" : path;

    /// <summary>The numbers of the pages that are pictures of their own, from the file's headers alone.</summary>
    /// <returns>
    /// From 1, ascending; 1 alone for a file of one picture. Directories of a TIFF that say they are a reduced copy or
    /// a mask of another are left out; each frame of an animation is a page.
    /// </returns>
    /// <exception cref="AnoGanException">The file is missing, unreadable, no image, damaged or too large.</exception>
    public static IReadOnlyList<int> ReadPages(ImageSource source)
    {
        ImageFormat format = Identify(source);
        return Guard(source.Name, () => format switch
        {
            ImageFormat.Tiff => TiffPages.Find(source),
            ImageFormat.Gif or ImageFormat.WebP => [.. Enumerable.Range(1, VipsCodec.ReadPageCount(source, format))],
            _ => [1],
        });
    }

    /// <summary>Reads a picture's shape without decoding its pixels.</summary>
    /// <param name="page">Which page, from 1; null for the first. An animation's is the frame as it is seen.</param>
    /// <exception cref="AnoGanException">
    /// The file is missing, unreadable, no image, of an unread kind or too large.
    /// </exception>
    public static ImageHeader ReadHeader(ImageSource source, int? page = null) =>
        OfPage(source, page, format => format switch
        {
            ImageFormat.Bmp => ImageSharpCodec.ReadBmpHeader(source),
            ImageFormat.Pnm => PnmDecoder.ReadHeader(source),
            _ => VipsCodec.ReadHeader(source, format, page),
        });

    /// <summary>
    /// Decodes a picture at its own resolution and depth, turned upright where it says how (EXIF), without alpha.
    /// </summary>
    /// <param name="page">Which page, from 1; null for the first. An animation's is the frame as it is seen.</param>
    /// <returns>
    /// 1 channel for grey files, 3 for the others (palettes and BMP included, even where all channels are equal).
    /// Depths below 8 bits are widened to 8. Float samples become 16 bits: a picture within [0,1] is taken as such, one
    /// within [0,255] as 8-bit levels with fractions, and any other range is refused.
    /// </returns>
    /// <exception cref="AnoGanException">
    /// The file is missing, unreadable, no image, damaged, of an unread kind or too large.
    /// </exception>
    public static PixelImage Read(ImageSource source, int? page = null) => OfPage(source, page, format => format switch
    {
        ImageFormat.Bmp => ImageSharpCodec.ReadBmp(source),
        ImageFormat.Pnm => PnmDecoder.Read(source),
        _ => VipsCodec.Read(source, format, page),
    });

    /// <summary>Decodes what <see cref="Read"/> drops: how opaque each pixel is.</summary>
    /// <returns>
    /// One channel of the picture's size and depth, the greatest level being opaque; null where the file has none, of
    /// BMP and PNM always.
    /// </returns>
    /// <exception cref="AnoGanException">As of <see cref="Read"/>.</exception>
    internal static PixelImage? ReadAlpha(ImageSource source)
    {
        ImageFormat format = Identify(source);
        return format is ImageFormat.Bmp or ImageFormat.Pnm
            ? null
            : Guard(source.Name, () => VipsCodec.ReadAlpha(source, format));
    }

    /// <summary>
    /// Resamples with a triangle filter: bilinear between pixel centres when enlarging, widened to the shrinking factor
    /// (antialiased) when shrinking. It never leaves the range of its input; the same size gives an exact copy.
    /// </summary>
    public static PixelImage Resize(PixelImage image, int width, int height)
    {
        if (width == image.Width && height == image.Height)
            return new PixelImage(width, height, image.Channels, image.BitDepth, (byte[])image.Data.Clone());

        var resampler = new Resampler(image.Width, image.Height, width, height, image.Channels);
        float[] row = new float[image.Width * image.Channels];
        for (int y = 0; y < image.Height; y++)
        {
            PixelConversion.CopyRow(image, y, row);
            resampler.AddRow(row);
        }

        return PixelConversion.FromLevels(resampler.Result, width, height, image.Channels, image.BitDepth);
    }

    /// <summary>The bytes of a PNG of the image's own depth.</summary>
    public static byte[] EncodePng(PixelImage image) => image.Data.Length <= ImageSharpCodec.SmallPngBytes
        ? ImageSharpCodec.EncodePng(image)
        : VipsCodec.EncodePng(image);

    /// <summary>Writes a PNG of the image's own depth, whole or not at all; folders are made as needed.</summary>
    /// <exception cref="AnoGanException">The file cannot be written; what was there before is untouched.</exception>
    public static void WritePng(string path, PixelImage image) => WriteWhole(path, EncodePng(image));

    /// <summary>The longest side of a JPEG, in pixels.</summary>
    public const int MaximumJpegSide = 65_535;

    /// <summary>The bytes of a JPEG of quality 90 with all of its colours; see <see cref="WriteJpeg"/>.</summary>
    public static byte[] EncodeJpeg(PixelImage image) => image.Data.Length <= ImageSharpCodec.SmallPngBytes
        ? ImageSharpCodec.EncodeJpeg(image, JpegQuality)
        : VipsCodec.EncodeJpeg(image, JpegQuality);

    /// <summary>
    /// Writes a JPEG of quality 90 with all of its colours, whole or not at all; folders are made as needed.
    /// </summary>
    /// <param name="image">RGB of 8 bits; no side is longer than <see cref="MaximumJpegSide"/>.</param>
    /// <exception cref="AnoGanException">The file cannot be written; what was there before is untouched.</exception>
    public static void WriteJpeg(string path, PixelImage image) => WriteWhole(path, EncodeJpeg(image));

    /// <summary>The bytes of a WebP.</summary>
    /// <param name="image">The picture, of 8 bits; a grey one becomes RGB.</param>
    /// <param name="quality">
    /// 1 to 100; null keeps the value of every pixel, in some ten times as many bytes as 80.
    /// </param>
    public static byte[] EncodeWebP(PixelImage image, int? quality) => VipsCodec.EncodeWebP(image, quality);

    /// <summary>Writes an encoded picture, whole or not at all; folders are made as needed.</summary>
    /// <exception cref="AnoGanException">The file cannot be written; what was there before is untouched.</exception>
    internal static void WriteWhole(string path, byte[] bytes)
    {
        try
        {
            WholeFile.Write(path, bytes, flushToDisk: false);
        }
        catch (Exception e) when (ImageRefusal.IsIo(e))
        {
            throw ImageRefusal.Io(path, "written", e);
        }
    }

    private static ImageFormat Identify(ImageSource source)
    {
        string path = source.Name;
        if (source.Bytes is null && Directory.Exists(path))
            throw ImageRefusal.Of(path, "a folder", "an image file", "name a file inside it");
        return Guard(path, () =>
        {
            if (IsEmpty(source))
                throw ImageRefusal.Of(
                    path, "an empty file, a pipe or a device", "an image", ImageRefusal.RemedyDamaged);

            byte[] head = new byte[ImageSignature.Length];
            using Stream stream = source.Open();
            int length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            ImageFormat format = ImageSignature.Identify(head.AsSpan(0, length));
            return format != ImageFormat.Unknown
                ? format
                : throw ImageRefusal.Of(
                    path, ImageSignature.Describe(head.AsSpan(0, length)), "PNG, JPEG, TIFF, BMP, WebP, GIF or PNM",
                    "convert it or take it out of the folder");
        });
    }

    // Length 0 is also what pipes and devices report: they are not opened, for that could block forever.
    private static bool IsEmpty(ImageSource source)
    {
        if (source.Bytes is { } bytes)
            return bytes.Length == 0;
        FileSystemInfo file = File.ResolveLinkTarget(source.Name, returnFinalTarget: true) ?? new FileInfo(source.Name);
        return file is FileInfo { Exists: true, Length: 0 };
    }

    // A page's refusal is the file's, with the page behind the path.
    private static T OfPage<T>(ImageSource source, int? page, Func<ImageFormat, T> read)
    {
        string path = source.Name;
        ImageFormat format = Identify(source);
        if (page > 1 && format is not (ImageFormat.Tiff or ImageFormat.Gif or ImageFormat.WebP))
            throw ImageRefusal.Of(NameOf(path, page), "a file of one page", "its page 1", "name a page that there is");
        try
        {
            return Guard(path, () => read(format));
        }
        catch (AnoGanException e) when (page is not null && e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new AnoGanException(NameOf(path, page) + e.Message[path.Length..], e);
        }
    }

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (ImageRefusal.IsIo(e))
        {
            throw ImageRefusal.Io(path, "read", e);
        }
    }
}
