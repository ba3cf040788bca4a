using System.Buffers.Binary;
using System.Numerics;

namespace AnoGan.Images;

/// <summary>The first bytes of a BMP file: those that say how its pixels are laid out.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="IsTopDown">Whether the first row is the uppermost.</param>
/// <param name="Bits">Of a pixel.</param>
/// <param name="Compression">0 none, 1 and 2 run lengths of 8 and 4 bits, 3 none with masks, others unread.</param>
/// <param name="PaletteStart">
/// Where the palette begins, in bytes from the file's start; it ends before the pixels.
/// </param>
/// <param name="PixelStart">Where the pixels begin.</param>
internal readonly record struct BmpHeader(
    int Width, int Height, bool IsTopDown, int Bits, uint Compression, int PaletteStart, int PixelStart)
{
    // The file header, the information header's length, and its fields up to the three masks.
    private const int FileHeaderLength = 14, CoreLength = 26, Length = 66, MasksStart = 54;

    /// <summary>Whether pixels are indices in runs.</summary>
    public bool IsRunLengthCoded => (Compression, Bits) is (1, 8) or (2, 4);

    /// <summary>
    /// Reads a header and refuses a file that cannot hold what it says, before a decoder looks for pixels beyond the
    /// end of the file or takes memory for pixels that are not there.
    /// </summary>
    /// <param name="path">Named in a refusal.</param>
    /// <param name="stream">The file; it is left at its start.</param>
    /// <exception cref="AnoGanException">It is too short or too large, or of a kind that is not read.</exception>
    public static BmpHeader Check(string path, FileStream stream)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes.Clear();
        int found = stream.ReadAtLeast(bytes, Length, throwOnEndOfStream: false);
        long fileLength = stream.Length;
        stream.Position = 0;

        uint pixels = BinaryPrimitives.ReadUInt32LittleEndian(bytes[10..]);
        uint informationLength = BinaryPrimitives.ReadUInt32LittleEndian(bytes[14..]);
        if (
            found < CoreLength
            || pixels >= Math.Min(fileLength, int.MaxValue)
            || informationLength > fileLength - FileHeaderLength)
            throw ImageRefusal.Damaged(path, ImageFormat.Bmp, "it ends before its pixels");

        BmpHeader header = Parse(path, bytes, (int)informationLength, (int)pixels);
        ImageRefusal.ThrowIfTooLarge(path, header.Width, header.Height);
        header.RequireRoom(path, fileLength - pixels);
        header.RequireKnownKind(path, bytes[MasksStart..]);
        if (header.IsRunLengthCoded)
            PixelPromise.Check(path, ImageFormat.Bmp, fileLength, header.Width, header.Height, PixelPromise.RunRatio);
        return header;
    }

    private static BmpHeader Parse(string path, ReadOnlySpan<byte> bytes, int informationLength, int pixels)
    {
        bool isCore = informationLength == 12;
        int width = isCore
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..])
            : BinaryPrimitives.ReadInt32LittleEndian(bytes[18..]);
        int height = isCore
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[20..])
            : BinaryPrimitives.ReadInt32LittleEndian(bytes[22..]);
        if (height == int.MinValue)
            throw ImageRefusal.Damaged(path, ImageFormat.Bmp, "it ends too early");
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(isCore ? 24 : 28)..]);
        uint compression = informationLength < 20 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes[30..]);
        return new BmpHeader(
            width, Math.Abs(height), height < 0, bits, compression, FileHeaderLength + informationLength, pixels);
    }

    // The last row's padding may be missing.
    private void RequireRoom(string path, long pixelBytes)
    {
        long rowBits = (long)Width * Bits;
        long least = Compression is 0 or 3 ? (rowBits + 31) / 32 * 4 * (Height - 1) + (rowBits + 7) / 8 : 0;
        if (pixelBytes < least)
            throw ImageRefusal.Damaged(path, ImageFormat.Bmp, "it ends too early");
    }

    // Of pixels of 16 bits ImageSharp takes every mask for one of 5 or 6 bits, and it reads masks with holes as they
    // come.
    private void RequireKnownKind(string path, ReadOnlySpan<byte> masks)
    {
        if (Bits is not (1 or 4 or 8 or 16 or 24 or 32))
            throw ImageRefusal.Unsupported(path, ImageFormat.Bmp, $"pixels of {Bits} bits");
        if (Compression is not (0 or 3) && !IsRunLengthCoded)
            throw ImageRefusal.Unsupported(path, ImageFormat.Bmp, $"compression {Compression}");
        if (Compression != 3)
            return;
        uint red = BinaryPrimitives.ReadUInt32LittleEndian(masks),
            green = BinaryPrimitives.ReadUInt32LittleEndian(masks[4..]);
        uint blue = BinaryPrimitives.ReadUInt32LittleEndian(masks[8..]);
        if (
            !IsReadMask(red)
            || !IsReadMask(green)
            || !IsReadMask(blue)
            || ((red & green) | (green & blue) | (blue & red)) != 0)
            throw ImageRefusal.Unsupported(path, ImageFormat.Bmp, $"masks of {red:x8}, {green:x8} and {blue:x8}");
    }

    private bool IsReadMask(uint mask)
    {
        int length = BitOperations.PopCount(mask);
        bool hasHoles = length != 32 - BitOperations.LeadingZeroCount(mask) - BitOperations.TrailingZeroCount(mask);
        return !hasHoles && length >= 5 && (Bits == 32 || Bits == 16 && length <= 6);
    }
}
