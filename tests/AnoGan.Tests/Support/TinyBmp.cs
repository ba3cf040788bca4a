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
