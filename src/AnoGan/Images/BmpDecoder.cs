using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;

namespace AnoGan.Images;

/// <summary>BMP through ImageSharp, for libvips is built without it. Always 3 channels of 8 bits.</summary>
internal static class BmpDecoder
{
    /// <summary>
    /// How ImageSharp works here: on the caller's thread, without pools that would keep the memory of a large picture.
    /// </summary>
    internal static readonly Configuration Plain = new()
    {
        MemoryAllocator = new SimpleGcMemoryAllocator(),
        MaxDegreeOfParallelism = 1,
    };

    private static readonly SixLabors.ImageSharp.Formats.Bmp.BmpDecoder Decoder = new();

    public static ImageHeader ReadHeader(string path)
    {
        using FileStream stream = File.OpenRead(path);
        BmpHeader header = BmpHeader.Check(path, stream);
        return new ImageHeader(header.Width, header.Height, 3, 8);
    }

    public static PixelImage Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        BmpHeader header = BmpHeader.Check(path, stream);
        if (header.IsRunLengthCoded)
            return new BmpRuns(path, header, File.ReadAllBytes(path)).Read();

        // Decoded to three channels, so that the colour under alpha comes as stored.
        using Image<Rgb24> image = Decode(path, stream);
        if ((image.Width, image.Height) != (header.Width, header.Height))
            throw ImageRefusal.Damaged(path, ImageFormat.Bmp, "its header is garbled");
        byte[] rgb = GC.AllocateUninitializedArray<byte>(checked(header.Width * header.Height * 3));
        image.CopyPixelDataTo(rgb);
        return new PixelImage(header.Width, header.Height, 3, 8, rgb);
    }

    // Damage may show itself as any exception, IndexOutOfRangeException and NullReferenceException among them.
    private static Image<Rgb24> Decode(string path, FileStream stream)
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
}
