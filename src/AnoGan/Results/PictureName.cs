using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AnoGan.Images;

namespace AnoGan.Results;

/// <summary>File names for the pictures of a scored image.</summary>
internal static partial class PictureName
{
    // File systems allow 255 bytes a name.
    private const int MaxNameBytes = 240;
    private const string Png = ".png", Jpeg = ".jpg", Thumbnail = ".webp";

    /// <summary>
    /// The image's relative path with .png appended, so that a.png and a.jpg get pictures of their own. A name that
    /// would be too long keeps its beginning and gets a hash of the whole. Folders keep their names, but those that end
    /// in .png get a ~, so that none stands where a picture is to be.
    /// </summary>
    /// <param name="relativePath">
    /// Path of the image below the scored folder, with forward slashes, and of a page its number.
    /// </param>
    public static string For(string relativePath) => For(relativePath, Png);

    /// <summary>The same for the pictures that are drawn for people, which are JPEG as a rule.</summary>
    internal static string ForJpeg(string relativePath) => For(relativePath, Jpeg);

    /// <summary>The same for the small pictures of the report, which are WebP.</summary>
    internal static string ForThumbnail(string relativePath) => For(relativePath, Thumbnail);

    /// <summary>Whether a name without a path is one that <see cref="ForThumbnail"/> can give to an image.</summary>
    internal static bool IsThumbnail(string name) =>
        name.EndsWith(Thumbnail, StringComparison.Ordinal)
        && (ImageCodec.IsImageName(PageNumber().Replace(name[..^Thumbnail.Length], ""))
            || Shortened().IsMatch(name[..^Thumbnail.Length]));

    private static string For(string relativePath, string extension)
    {
        string[] parts = relativePath.Split('/');
        for (int i = 0; i < parts.Length - 1; i++)
            parts[i] = Folder(parts[i], extension);
        parts[^1] = Shorten(parts[^1], extension);
        return string.Join('/', parts);
    }

    // A folder a.png.png could otherwise stand where the picture of a.png is to be.
    private static string Folder(string name, string extension) =>
        name.TrimEnd('~').EndsWith(extension, StringComparison.OrdinalIgnoreCase) ? Shorten(name, "~") : name;

    private static string Shorten(string name, string suffix)
    {
        if (Encoding.UTF8.GetByteCount(name) + suffix.Length <= MaxNameBytes)
            return name + suffix;

        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..16];
        while (Encoding.UTF8.GetByteCount(name) > MaxNameBytes - hash.Length - suffix.Length - 1)
            name = name[..^(char.IsLowSurrogate(name[^1]) ? 2 : 1)];
        return $"{name}~{hash}{suffix}";
    }

    // A page of a file: no image's name ends so.
    [GeneratedRegex(@"#[0-9]+\z")]
    private static partial Regex PageNumber();

    [GeneratedRegex(@"~[0-9a-f]{16}\z")]
    private static partial Regex Shortened();
}
