namespace AnoGan.Tests.Support;

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
            byte[] pixels =
                page.Bits == 8
                    ? Array.ConvertAll(page.Pixels, level => (byte)level)
                    : [.. page.Pixels.SelectMany(BitConverter.GetBytes)];
            int start = (int)file.Length + 2 + EntryCount * EntryLength + 4,
                end = start + (pixels.Length + 1) / 2 * 2;
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
