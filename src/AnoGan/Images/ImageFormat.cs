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
