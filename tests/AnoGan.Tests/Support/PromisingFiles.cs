using System.IO.Compression;

namespace AnoGan.Tests.Support;

/// <summary>Files made by hand whose headers promise far more pixels than they can hold.</summary>
internal static class PromisingFiles
{
    public const int Width = 16_000, Height = 8_000;

    // What follows the sizes in VP8L of one colour: neither alpha nor transforms, and five codes of one symbol each, so
    // that no bit is spent on any pixel.
    private const string OneColour = "0000000" + White + White + White + White + "1000", White = "10111111111";

    /// <summary>The files, each by a name that says how it is made.</summary>
    public static IReadOnlyList<(string Name, byte[] File)> All { get; } =
    [
        ("canvas.gif", Gif(Width, Height)),
        ("empty-runs.bmp", TinyBmp.Of(Width, Height, 8, 1, TinyBmp.Greys(0, 255), [0, 1])),
        ("empty-runs-4.bmp", TinyBmp.Of(Width, Height, 4, 2, TinyBmp.Greys(0, 255), [0, 1])),
        ("one-colour.webp", WebP(Vp8L(Width, Height))),
        ("canvas.webp", Animation(Width, Height, Vp8L(1, 1))),
        ("progressive.jpg", ProgressiveJpeg(Width, Height)),
        ("shared-strip.tif", SharedStrip()),
    ];

    // One frame as large as the canvas, whose data ends at once.
    private static byte[] Gif(int width, int height) =>
    [
        .. "GIF89a"u8, .. Word(width), .. Word(height), 0x80, 0, 0, 0, 0, 0, 255, 255, 255,
        0x2C, 0, 0, 0, 0, .. Word(width), .. Word(height), 0, 2, 2, 0x44, 1, 0, 0x3B,
    ];

    private static byte[] Vp8L(int width, int height)
    {
        string bits = Bits(0x2F, 8) + Bits(width - 1, 14) + Bits(height - 1, 14) + OneColour;
        byte[] data = new byte[(bits.Length + 15) / 16 * 2];
        for (int i = 0; i < bits.Length; i++)
            data[i / 8] |= (byte)((bits[i] - '0') << (i % 8));
        return [.. "VP8L"u8, .. Long(data.Length), .. data];
    }

    private static byte[] WebP(byte[] chunks) => [.. "RIFF"u8, .. Long(chunks.Length + 4), .. "WEBP"u8, .. chunks];

    // One frame of a pixel on a canvas.
    private static byte[] Animation(int width, int height, byte[] frame) => WebP(
    [
        .. "VP8X"u8, .. Long(10), 2, 0, 0, 0, .. Long(width - 1)[..3], .. Long(height - 1)[..3],
        .. "ANIM"u8, .. Long(6), 255, 255, 255, 255, 0, 0,
        .. "ANMF"u8, .. Long(16 + frame.Length), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100, 0, 0, 0, .. frame,
    ]);

    // The memory for all coefficients is taken before the first is read.
    private static byte[] ProgressiveJpeg(int width, int height) =>
        [
            0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64), 0xFF, 0xC2, 0, 17, 8,
            (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 3, 1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0,
            0xFF, 0xC4, 0, 20, 0, 1, .. new byte[15], 0, 0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 0, 0,
            .. new byte[20], 0xFF, 0xD9,
        ];

    // 80 strips of 100 rows, all at one place: deflated white.
    private static byte[] SharedStrip()
    {
        const int Strips = 80, EntryCount = 9, Start = 8 + 2 + 12 * EntryCount + 4;
        byte[] white = new byte[Width * Height / Strips];
        Array.Fill(white, byte.MaxValue);
        using var strip = new MemoryStream();
        using (var zlib = new ZLibStream(strip, CompressionLevel.SmallestSize, leaveOpen: true))
            zlib.Write(white);
        (int Tag, int Count, int Value)[] entries =
        [
            (256, 1, Width), (257, 1, Height), (258, 1, 8), (259, 1, 8), (262, 1, 1), (273, Strips, Start), (277, 1, 1),
            (278, 1, Height / Strips), (279, Strips, Start + 4 * Strips),
        ];
        return
        [
            (byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, .. Word(EntryCount),
            .. entries.SelectMany(entry =>
                (byte[])[.. Word(entry.Tag), 4, 0, .. Long(entry.Count), .. Long(entry.Value)]),
            0, 0, 0, 0,
            .. Enumerable.Repeat(Long(Start + 8 * Strips), Strips).SelectMany(place => place),
            .. Enumerable.Repeat(Long((int)strip.Length), Strips).SelectMany(length => length),
            .. strip.ToArray(),
        ];
    }

    private static string Bits(int value, int count) =>
        string.Concat(Enumerable.Range(0, count).Select(i => (value >> i) & 1));

    private static byte[] Word(int value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] Long(int value) => BitConverter.GetBytes(value);
}
