using System.Security.Cryptography;
using System.Text;

namespace AnoGan.Reporting;

/// <summary>File names for the pictures of a scored image.</summary>
public static class PictureName
{
    // File systems allow 255 bytes a name.
    private const int MaxNameBytes = 240;
    private const string Extension = ".png";

    /// <summary>
    /// The image's relative path with .png appended, so that a.png and a.jpg get pictures of their own. A name that
    /// would be too long keeps its beginning and gets a hash of the whole.
    /// </summary>
    /// <param name="relativePath">Path of the image below the scored folder, with forward slashes.</param>
    public static string For(string relativePath)
    {
        ArgumentException.ThrowIfNullOrEmpty(relativePath);
        int slash = relativePath.LastIndexOf('/');
        string name = relativePath[(slash + 1)..];
        if (Encoding.UTF8.GetByteCount(name) + Extension.Length <= MaxNameBytes)
            return relativePath + Extension;

        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..16];
        while (Encoding.UTF8.GetByteCount(name) > MaxNameBytes - hash.Length - Extension.Length - 1)
            name = name[..^(char.IsLowSurrogate(name[^1]) ? 2 : 1)];
        return $"{relativePath[..(slash + 1)]}{name}~{hash}{Extension}";
    }
}
