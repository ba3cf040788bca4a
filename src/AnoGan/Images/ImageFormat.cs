namespace AnoGan.Images;

/// <summary>The file formats that are read, told apart by their first bytes and never by their name.</summary>
internal enum ImageFormat
{
    Unknown,
    Png,
    Jpeg,
    Tiff,
    Bmp,
    WebP,
    Gif,
    Pnm,
}

/// <summary>
/// The shape of a picture as <see cref="ImageCodec.Read"/> would give it, known before any pixel is decoded.
/// </summary>
/// <param name="Width">Width in pixels, after orientation.</param>
/// <param name="Height">Height in pixels, after orientation.</param>
/// <param name="Channels">1 (grey) or 3 (RGB); alpha is not counted.</param>
internal sealed record ImageHeader(int Width, int Height, int Channels, int BitDepth);

/// <summary>Tells a file's format from its first bytes.</summary>
internal static class ImageSignature
{
    /// <summary>How many first bytes decide; a file may be shorter.</summary>
    public const int Length = 132;

    private static readonly (string Name, int Offset, byte[] Bytes)[] Foreign =
    [
        ("a HEIC or AVIF picture", 4, "ftyp"u8.ToArray()),
        ("a JPEG 2000 picture", 4, "jP  "u8.ToArray()),
        ("a JPEG XL picture", 4, "JXL "u8.ToArray()),
        ("a JPEG XL picture", 0, [0xFF, 0x0A]),
        ("a Photoshop document", 0, "8BPS"u8.ToArray()),
        ("a PDF document", 0, "%PDF"u8.ToArray()),
        ("a DICOM file", 128, "DICM"u8.ToArray()),
        ("an OpenEXR picture", 0, [0x76, 0x2F, 0x31, 0x01]),
        ("a ZIP archive", 0, "PK\x03\x04"u8.ToArray()),
        ("gzip data", 0, [0x1F, 0x8B]),
        ("a NumPy array", 0, [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y']),
    ];

    public static ImageFormat Identify(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
            return ImageFormat.Png;
        if (head.StartsWith<byte>([0xFF, 0xD8, 0xFF]))
            return ImageFormat.Jpeg;
        if (IsTiff(head))
            return ImageFormat.Tiff;
        if (head.StartsWith("BM"u8))
            return ImageFormat.Bmp;
        if (head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8))
            return ImageFormat.WebP;
        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8))
            return ImageFormat.Gif;
        if (head.Length >= 3
            && head[0] == 'P'
            && head[1] is >= (byte)'1' and <= (byte)'6'
            && (IsSpace(head[2]) || head[2] == '#'))
            return ImageFormat.Pnm;
        return ImageFormat.Unknown;
    }

    /// <summary>Says in a few words what a file that is no image seems to be.</summary>
    public static string Describe(ReadOnlySpan<byte> head)
    {
        foreach ((string name, int offset, byte[] bytes) in Foreign)
        {
            if (head.Length >= offset + bytes.Length && head[offset..].StartsWith(bytes))
                return name;
        }

        if (head.IndexOfAnyExcept((byte)0) < 0)
            return "nothing but zero bytes";
        foreach (byte b in head)
        {
            if (b < 0x20 && !IsSpace(b))
                return "data of an unknown kind";
        }

        return "text";
    }

    private static bool IsTiff(ReadOnlySpan<byte> head) =>
        head.StartsWith<byte>([(byte)'I', (byte)'I', 42, 0]) || head.StartsWith<byte>([(byte)'M', (byte)'M', 0, 42])
        || head.StartsWith<byte>([(byte)'I', (byte)'I', 43, 0]) || head.StartsWith<byte>([(byte)'M', (byte)'M', 0, 43]);

    private static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0B or 0x0C;
}
