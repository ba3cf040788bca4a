using System.IO.Compression;

namespace AnoGan.Tests.Support;

/// <summary>BMP files made by hand, with a header of 40 bytes.</summary>
internal static class TinyBmp
{
    /// <summary>Joins a file.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels; negative where the first row is the uppermost.</param>
    /// <param name="bits">Of a pixel.</param>
    /// <param name="compression">0 none, 1 and 2 run lengths, 3 masks.</param>
    /// <param name="table">The masks, or the palette: blue, green, red and 0 of each colour.</param>
    /// <param name="pixels">What follows.</param>
    public static byte[] Of(int width, int height, int bits, int compression, byte[] table, byte[] pixels)
    {
        int colours = compression == 3 ? 0 : table.Length / 4;
        byte[] header =
        [
            (byte)'B', (byte)'M', .. Word(54 + table.Length + pixels.Length), 0, 0, 0, 0, .. Word(54 + table.Length),
            40, 0, 0, 0, .. Word(width), .. Word(height), 1, 0, (byte)bits, 0, .. Word(compression),
            .. Word(pixels.Length), 0, 0, 0, 0, 0, 0, 0, 0, .. Word(colours), 0, 0, 0, 0,
        ];
        return [.. header, .. table, .. pixels];
    }

    /// <summary>A palette of greys.</summary>
    public static byte[] Greys(params byte[] levels) =>
        [.. levels.SelectMany(level => new byte[] { level, level, level, 0 })];

    /// <summary>The masks of red, green and blue.</summary>
    public static byte[] Masks(uint red, uint green, uint blue) =>
        [.. BitConverter.GetBytes(red), .. BitConverter.GetBytes(green), .. BitConverter.GetBytes(blue)];

    private static byte[] Word(int value) => BitConverter.GetBytes(value);
}

/// <summary>
/// TIFF files made by hand, one page behind the other: grey, of 8 or 16 bits, uncompressed, in one strip.
/// </summary>
internal static class TinyTiff
{
    private const int EntryCount = 10, EntryLength = 12;

    /// <summary>One page.</summary>
    /// <param name="Width">Width in pixels.</param>
    /// <param name="Pixels">The samples, row by row.</param>
    internal sealed record Page(int Width, params ushort[] Pixels)
    {
        /// <summary>Of a sample.</summary>
        public int Bits { get; init; } = 8;

        /// <summary>
        /// NewSubfileType: 1 for a reduced copy of another page, 2 for a page of several, 4 for a mask.
        /// </summary>
        public int Subfile { get; init; }

        /// <summary>Whether the pixels are said to lie beyond the end of the file.</summary>
        public bool IsLost { get; init; }
    }

    /// <summary>Joins a file.</summary>
    /// <param name="pages">Its pages.</param>
    public static byte[] Of(params Page[] pages) => EndingAt(0, pages);

    /// <summary>Joins a file whose last page names another one behind it.</summary>
    /// <param name="last">Where that is said to be; 0 for none.</param>
    /// <param name="pages">The pages that there are.</param>
    public static byte[] EndingAt(int last, params Page[] pages)
    {
        using var file = new MemoryStream();
        file.Write([(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0]);
        for (int i = 0; i < pages.Length; i++)
        {
            Page page = pages[i];
            byte[] pixels = page.Bits == 8
                ? Array.ConvertAll(page.Pixels, level => (byte)level)
                : [.. page.Pixels.SelectMany(BitConverter.GetBytes)];
            int start = (int)file.Length + 2 + EntryCount * EntryLength + 4, end = start + (pixels.Length + 1) / 2 * 2;
            (int Tag, int Value)[] entries =
            [
                (254, page.Subfile), (256, page.Width), (257, page.Pixels.Length / page.Width), (258, page.Bits),
                (259, 1), (262, 1), (273, page.IsLost ? 1 << 24 : start), (277, 1),
                (278, page.Pixels.Length / page.Width), (279, pixels.Length),
            ];
            file.Write(BitConverter.GetBytes((ushort)EntryCount));
            foreach ((int tag, int value) in entries)
                file.Write([.. BitConverter.GetBytes((ushort)tag), 4, 0, 1, 0, 0, 0, .. BitConverter.GetBytes(value)]);
            file.Write(BitConverter.GetBytes(i + 1 < pages.Length ? end : last));
            file.Write(pixels);
            file.Write(new byte[end - file.Length]);
        }

        return file.ToArray();
    }
}

/// <summary>IDX files made byte by byte from the format's definition.</summary>
internal static class IdxBytes
{
    /// <summary>Images of one row, two columns: image k holds 10k and 10k + 1.</summary>
    public static byte[] Images(int count) =>
        [
            0, 0, 8, 3, 0, 0, 0, (byte)count, 0, 0, 0, 1, 0, 0, 0, 2,
            .. Enumerable.Range(0, count).SelectMany(k => (byte[])[(byte)(10 * k), (byte)(10 * k + 1)]),
        ];

    public static byte[] Labels(params byte[] labels) => [0, 0, 8, 1, 0, 0, 0, (byte)labels.Length, .. labels];

    public static byte[] Gzip(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(content);
        return compressed.ToArray();
    }

    /// <summary>Writes bytes to a file and gives its path.</summary>
    public static string Save(TempFolder folder, string name, byte[] content)
    {
        string path = folder[name];
        File.WriteAllBytes(path, content);
        return path;
    }
}
