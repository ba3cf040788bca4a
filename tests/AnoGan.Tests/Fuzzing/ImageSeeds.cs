using AnoGan.Tests.Support;
using NetVips;

namespace AnoGan.Tests.Fuzzing;

/// <summary>Sound pictures of a few pixels in every format that is read.</summary>
internal static class ImageSeeds
{
    /// <summary>The formats.</summary>
    public static readonly string[] Formats = ["png", "jpg", "tif", "bmp", "webp", "gif", "pnm"];

    /// <summary>Files of one format.</summary>
    public static byte[][] Of(string format)
    {
        using Image grey = Drawn(1, 8), colour = Drawn(3, 8), deep = Drawn(3, 16);
        using Image alpha = colour.Bandjoin(128);
        using Image unit = (grey / 255.0).Cast(Enums.BandFormat.Float);
        return format switch
        {
            "png" =>
            [
                grey.PngsaveBuffer(), colour.PngsaveBuffer(interlace: true), deep.PngsaveBuffer(), alpha.PngsaveBuffer(), colour.PngsaveBuffer(palette: true),
                TinyImages.Png(9, 2, 1, 0, [0xAA, 0x80], [0x55, 0]),
            ],
            "jpg" => [grey.JpegsaveBuffer(), colour.JpegsaveBuffer(q: 90), colour.JpegsaveBuffer(interlace: true), colour.JpegsaveBuffer(restartInterval: 1)],
            "tif" =>
            [
                grey.TiffsaveBuffer(), colour.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Lzw), unit.TiffsaveBuffer(),
                deep.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Deflate), colour.TiffsaveBuffer(tile: true, tileWidth: 16, tileHeight: 16),
                alpha.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Packbits), colour.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Jpeg),
            ],
            "webp" => [colour.WebpsaveBuffer(), colour.WebpsaveBuffer(lossless: true), alpha.WebpsaveBuffer()],
            "gif" => [grey.GifsaveBuffer(), colour.GifsaveBuffer(interlace: true)],
            "bmp" => [Bmp(24, 0, Enumerable.Range(0, 12 * 6).Select(i => (byte)(i * 3))), Bmp(8, 1, [4, 1, 0, 0, 3, 2, 1, 1, 0, 0, 0, 4, 1, 2, 3, 0, 0, 0, 4, 2, 0, 0, 4, 3, 0, 0, 4, 1, 0, 1])],
            "pnm" =>
            [
                "P1 # bits\n3 2\n1 0 1 010"u8.ToArray(), "P2 3 2 9\n1 2 3\n4 5 9\n"u8.ToArray(), "P3\n1 2\n65535\n1 2 3 60000 5 6\n"u8.ToArray(),
                [.. "P4\n9 2\n"u8, 0xAA, 0x80, 0x55, 0], [.. "P5 3 2 255\n"u8, 1, 2, 3, 4, 5, 6], [.. "P6 2 1 300\n"u8, 0, 1, 1, 44, 0, 3, 0, 4, 1, 5, 0, 6],
            ],
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
    }

    private static Image Drawn(int bands, int bits)
    {
        using Image index = Image.Xyz(24, 18);
        using Image sum = (index[0] * 9 + index[1] * 5) * (bits == 8 ? 1 : 257);
        using Image first = sum.Cast(bits == 8 ? Enums.BandFormat.Uchar : Enums.BandFormat.Ushort);
        if (bands == 1)
            return first.Copy(interpretation: Enums.Interpretation.Bw);
        using Image second = first.Flip(Enums.Direction.Horizontal), third = first.Flip(Enums.Direction.Vertical);
        using Image joined = first.Bandjoin(second, third);
        return joined.Copy(interpretation: bits == 8 ? Enums.Interpretation.Srgb : Enums.Interpretation.Rgb16);
    }

    // 4×6 pixels with a BITMAPINFOHEADER; of 8 bits with a palette of 4 colours, run-length coded.
    private static byte[] Bmp(byte bits, byte compression, IEnumerable<byte> pixels)
    {
        byte[] data = [.. pixels];
        byte[] palette = bits == 8 ? [0, 0, 0, 0, 10, 20, 30, 0, 40, 50, 60, 0, 250, 251, 252, 0] : [];
        int offset = 54 + palette.Length;
        byte[] header =
        [
            (byte)'B', (byte)'M', .. BitConverter.GetBytes(offset + data.Length), 0, 0, 0, 0, .. BitConverter.GetBytes(offset),
            40, 0, 0, 0, 4, 0, 0, 0, 6, 0, 0, 0, 1, 0, bits, 0, compression, 0, 0, 0, .. BitConverter.GetBytes(data.Length),
            0, 0, 0, 0, 0, 0, 0, 0, (byte)(palette.Length / 4), 0, 0, 0, 0, 0, 0, 0,
        ];
        return [.. header, .. palette, .. data];
    }
}
