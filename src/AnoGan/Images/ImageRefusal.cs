namespace AnoGan.Images;

/// <summary>
/// Words the one line with which a file is refused: path, what was found, what was expected, what to do.
/// </summary>
internal static class ImageRefusal
{
    public const string RemedyDamaged = "replace the file or take it out of the folder";

    public static AnoGanException Of(string path, string found, string expected, string remedy, Exception? cause = null)
    {
        string message = $"{path}: found {found}, expected {expected}; {remedy}";
        return cause is null ? new AnoGanException(message) : new AnoGanException(message, cause);
    }

    /// <summary>The file's content breaks its own format.</summary>
    public static AnoGanException Damaged(string path, ImageFormat format, string detail, Exception? cause = null) =>
        Of(path, $"a damaged {NameOf(format)} file ({detail})", "a whole one", RemedyDamaged, cause);

    /// <summary>The file is sound but contains a kind of pixels that is not read.</summary>
    public static AnoGanException Unsupported(string path, ImageFormat format, string found) =>
        Of(path, $"a {NameOf(format)} file with {found}", "grey, RGB or CMYK samples of 1 to 16 bits (TIFF: also "
            + "32-bit float)", "convert it to PNG");

    /// <summary>Throws where the header promises more pixels than are read.</summary>
    public static void ThrowIfTooLarge(string path, long width, long height)
    {
        if (width < 1 || height < 1)
            throw Of(path, $"a picture of {width}×{height} pixels", "at least 1×1", RemedyDamaged);
        if (width > ImageCodec.MaximumPixels / height)
            throw Of(
                path, $"a picture of {width}×{height} pixels", $"at most {ImageCodec.MaximumPixels} pixels",
                "cut it into smaller pictures");
    }

    /// <summary>The operating system's reason for not opening or writing a file.</summary>
    public static AnoGanException Io(string path, string action, Exception cause) =>
        new($"{path}: cannot be {action} ({cause.Message}); check that the path exists, its permissions and the space "
            + "on the disk", cause);

    public static bool IsIo(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or System.Security.SecurityException;

    /// <summary>The format's name in messages.</summary>
    public static string NameOf(ImageFormat format) => format switch
    {
        ImageFormat.Png => "PNG",
        ImageFormat.Jpeg => "JPEG",
        ImageFormat.Tiff => "TIFF",
        ImageFormat.Bmp => "BMP",
        ImageFormat.WebP => "WebP",
        ImageFormat.Gif => "GIF",
        ImageFormat.Pnm => "PNM",
        _ => "unknown",
    };
}

/// <summary>
/// Refuses a file of a few bytes that promises a huge picture, where its decoder would take the memory for it or make
/// it out of nothing. PNG, PNM and pictures without compression cannot be read without their data, and need no such
/// check.
/// </summary>
internal static class PixelPromise
{
    /// <summary>Pictures of up to so many pixels are read whatever the file's length: 2^23.</summary>
    public const long FreePixels = 1L << 23;

    /// <summary>Bytes that a byte of deflated data stands for at most: 258 in two bits.</summary>
    public const double DeflateRatio = 1032;

    /// <summary>Bytes that a byte of LZW data stands for at most: 4,096 in a code of 12 bits.</summary>
    public const double LzwRatio = 4096 / 1.5;

    /// <summary>
    /// Pixels that a byte of JPEG stands for at most: a block of 8×8 in one bit, of a progressive file.
    /// </summary>
    public const double JpegRatio = 64 * 8;

    /// <summary>Pixels that a byte of run-length coded BMP stands for at most: 255 in two bytes.</summary>
    public const double RunRatio = 255 / 2.0;

    // libwebp writes 5,000×5,000 pixels of white in 250 bytes at its least effort, and the more a byte the wider they
    // are. The format knows pictures of one colour that spend no bit on any pixel; of these large ones are refused.
    private const double WebPRatio = 1 << 19;

    /// <summary>How many pixels a byte can stand for at most; null where there is no need to ask.</summary>
    public static double? MostPixelsOfByte(ImageSource source, ImageFormat format, int page, int width) => format switch
    {
        ImageFormat.Gif => LzwRatio,
        ImageFormat.Jpeg => JpegRatio,
        ImageFormat.WebP => WebPRatio,
        ImageFormat.Tiff => TiffPages.MostPixelsOfByte(source, page, width),
        _ => null,
    };

    /// <summary>Refuses a file that is too short.</summary>
    /// <param name="mostPixelsOfByte">How many of them a byte can stand for; null for as many as it likes.</param>
    /// <exception cref="AnoGanException">It cannot contain so many.</exception>
    public static void Check(
        string path, ImageFormat format, long fileLength, int width, int height, double? mostPixelsOfByte)
    {
        long pixels = (long)width * height;
        double least = Math.Ceiling(pixels / (mostPixelsOfByte ?? double.PositiveInfinity));
        if (pixels <= FreePixels || fileLength >= least)
            return;
        string found = $"a {ImageRefusal.NameOf(format)} file of {fileLength} bytes that promises {width}×{height} "
            + "pixels";
        throw ImageRefusal.Of(path, found, $"at least {least} bytes for so many", ImageRefusal.RemedyDamaged);
    }
}
