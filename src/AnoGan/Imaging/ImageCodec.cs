using NetVips;

namespace AnoGan.Imaging;

/// <summary>Bytes to pixels and back. The only file that names the image packages.</summary>
public static class ImageCodec
{
    /// <summary>Writes a PNG of the image's own depth, whole or not at all; folders are made as needed.</summary>
    /// <param name="path">The file to write; replaced if it exists.</param>
    /// <param name="image">The picture.</param>
    public static void WritePng(string path, PixelImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        Enums.BandFormat format = image.BitDepth == 8 ? Enums.BandFormat.Uchar : Enums.BandFormat.Ushort;
        using Image vips = Image.NewFromMemory(image.Data, image.Width, image.Height, image.Channels, format);
        string temporary = path + ".tmp";
        vips.Pngsave(temporary);
        File.Move(temporary, path, overwrite: true);
    }
}
