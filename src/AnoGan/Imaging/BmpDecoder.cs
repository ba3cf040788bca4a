using System.Runtime.InteropServices;
using SkiaSharp;

namespace AnoGan.Imaging;

/// <summary>BMP through Skia, for libvips is built without it. Always 3 channels of 8 bits.</summary>
internal static class BmpDecoder
{
    public static ImageHeader ReadHeader(string path)
    {
        using SKCodec codec = Open(path);
        return new ImageHeader(codec.Info.Width, codec.Info.Height, 3, 8);
    }

    public static PixelImage Read(string path)
    {
        using SKCodec codec = Open(path);
        int width = codec.Info.Width;
        int height = codec.Info.Height;

        // Unpremultiplied, so that the colour under alpha comes as stored.
        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        byte[] rgba = GC.AllocateUninitializedArray<byte>(checked(width * height * 4));
        GCHandle pinned = GCHandle.Alloc(rgba, GCHandleType.Pinned);
        SKCodecResult result;
        try
        {
            result = codec.GetPixels(info, pinned.AddrOfPinnedObject());
        }
        finally
        {
            pinned.Free();
        }

        if (result != SKCodecResult.Success)
            throw ImageRefusal.Damaged(path, ImageFormat.Bmp, Name(result));
        byte[] rgb = new byte[width * height * 3];
        for (int from = 0, to = 0; to < rgb.Length; from += 4, to += 3)
            rgba.AsSpan(from, 3).CopyTo(rgb.AsSpan(to));
        return new PixelImage(width, height, 3, 8, rgb);
    }

    private static SKCodec Open(string path)
    {
        FileStream stream = File.OpenRead(path); // the codec disposes it
        SKCodec? codec = null;
        try
        {
            BmpHeader.Check(path, stream);
            codec = SKCodec.Create(stream, out SKCodecResult result);
            if (codec is null)
                throw ImageRefusal.Damaged(path, ImageFormat.Bmp, Name(result));
        }
        finally
        {
            if (codec is null)
                stream.Dispose();
        }

        try
        {
            ImageRefusal.ThrowIfTooLarge(path, codec.Info.Width, codec.Info.Height);
            return codec;
        }
        catch
        {
            codec.Dispose();
            throw;
        }
    }

    private static string Name(SKCodecResult result) => result switch
    {
        SKCodecResult.IncompleteInput => "it ends too early",
        SKCodecResult.ErrorInInput => "its pixels are garbled",
        SKCodecResult.Unimplemented => "its header is of an unread kind",
        _ => $"decoder says {result}",
    };
}
