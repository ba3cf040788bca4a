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

    /// <summary>The file is sound but holds a kind of pixels that is not read.</summary>
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
