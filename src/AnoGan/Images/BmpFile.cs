using System.Buffers.Binary;
using System.Numerics;

namespace AnoGan.Images;

/// <summary>The first bytes of a BMP file: those that say how its pixels are laid out.</summary>
/// <param name="Compression">0 none, 1 and 2 run lengths of 8 and 4 bits, 3 none with masks, others unread.</param>
internal readonly record struct BmpHeader(
    int Width, int Height, bool IsTopDown, int Bits, uint Compression, int PaletteStart, int PixelStart)
{
    // The file header, the information header's length, and its fields up to the three masks.
    private const int FileHeaderLength = 14, CoreLength = 26, Length = 66, MasksStart = 54;

    /// <summary>Whether pixels are indices in runs.</summary>
    public bool IsRunLengthCoded => (Compression, Bits) is (1, 8) or (2, 4);

    /// <summary>
    /// Reads a header and refuses a file that cannot contain what it says, before a decoder looks for pixels beyond the
    /// end of the file or takes memory for pixels that are not there.
    /// </summary>
    /// <param name="stream">The file; it is left at its start.</param>
    /// <exception cref="AnoGanException">It is too short or too large, or of a kind that is not read.</exception>
    public static BmpHeader Check(string path, Stream stream)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes.Clear();
        int found = stream.ReadAtLeast(bytes, Length, throwOnEndOfStream: false);
        long fileLength = stream.Length;
        stream.Position = 0;

        uint pixels = BinaryPrimitives.ReadUInt32LittleEndian(bytes[10..]);
        uint informationLength = BinaryPrimitives.ReadUInt32LittleEndian(bytes[14..]);
        if (found < CoreLength
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
        uint red = BinaryPrimitives.ReadUInt32LittleEndian(masks);
        uint green = BinaryPrimitives.ReadUInt32LittleEndian(masks[4..]);
        uint blue = BinaryPrimitives.ReadUInt32LittleEndian(masks[8..]);
        if (!IsReadMask(red)
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

/// <summary>
/// The run-length coded kinds of BMP, which ImageSharp shifts by a row for every empty one. A pair (n, c) stands for n
/// pixels of colour c, or of the two colours in the halves of c in turn; (0, 0) ends a row, (0, 1) the picture, (0, 2)
/// skips as many pixels and rows as the next pair says, and (0, n) is followed by n single pixels, padded to pairs.
/// What is skipped is black.
/// </summary>
internal sealed class BmpRuns(string path, BmpHeader header, byte[] file)
{
    private readonly byte[] _rgb = new byte[checked(header.Width * header.Height * 3)];
    private int _position = header.PixelStart;
    private int _x;
    private int _y;

    /// <summary>Decodes a file.</summary>
    /// <exception cref="AnoGanException">It ends before it says so, or a run leaves its row or the palette.</exception>
    public PixelImage Read()
    {
        while (_y < header.Height - 1 || _y == header.Height - 1 && _x < header.Width)
        {
            (int count, int value) = Next();
            if (count > 0)
                Paint(count, i => header.Bits == 8 ? value : (i & 1) == 0 ? value >> 4 : value & 15);
            else if (value == 0)
                (_x, _y) = (0, _y + 1);
            else if (value == 1)
                break;
            else if (value == 2)
                Skip();
            else
                PaintSingles(value);
        }

        return new PixelImage(header.Width, header.Height, 3, 8, _rgb);
    }

    private (int First, int Second) Next()
    {
        if (_position + 2 > file.Length)
            throw Damaged("it ends too early");
        _position += 2;
        return (file[_position - 2], file[_position - 1]);
    }

    private void Skip()
    {
        (int right, int up) = Next();
        (_x, _y) = (_x + right, _y + up);
    }

    private void PaintSingles(int count)
    {
        int bytes = header.Bits == 8 ? count : (count + 1) / 2;
        int start = _position;
        if (start + bytes > file.Length)
            throw Damaged("it ends too early");
        _position += (bytes + 1) / 2 * 2;
        Paint(count, i => header.Bits == 8 ? file[start + i]
            : (i & 1) == 0 ? file[start + i / 2] >> 4
            : file[start + i / 2] & 15);
    }

    private void Paint(int count, Func<int, int> colour)
    {
        if (_y >= header.Height || _x + count > header.Width)
            throw Damaged("a run leaves its row");
        int row = header.IsTopDown ? _y : header.Height - 1 - _y;
        for (int i = 0; i < count; i++, _x++)
        {
            int entry = header.PaletteStart + 4 * colour(i);
            if (entry + 4 > header.PixelStart)
                throw Damaged("a pixel's colour is not in the palette");
            Span<byte> pixel = _rgb.AsSpan((row * header.Width + _x) * 3, 3);
            (pixel[0], pixel[1], pixel[2]) = (file[entry + 2], file[entry + 1], file[entry]);
        }
    }

    private AnoGanException Damaged(string detail) => ImageRefusal.Damaged(path, ImageFormat.Bmp, detail);
}
