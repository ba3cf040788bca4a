using System.Runtime.InteropServices;

namespace AnoGan.Images;

/// <summary>
/// PBM, PGM and PPM, plain (P1 to P3) and raw (P4 to P6), as the Netpbm manual defines them. Samples are scaled from
/// 0..maximum to the whole range of 8 bits, or of 16 where the maximum is above 255.
/// </summary>
internal static class PnmDecoder
{
    public static ImageHeader ReadHeader(ImageSource source)
    {
        using Stream stream = source.Open();
        PnmHeader header = PnmHeader.Read(source.Name, stream);
        return new ImageHeader(header.Width, header.Height, header.Channels, header.BitDepth);
    }

    public static PixelImage Read(ImageSource source)
    {
        string path = source.Name;
        using Stream stream = source.Open();
        PnmHeader header = PnmHeader.Read(path, stream);

        // Checked before memory is taken: a plain sample needs a digit, and a blank before the next one unless it is a
        // bit.
        long needed = header.IsPlain
            ? header.IsBitmap
                ? header.SampleCount
                : header.SampleCount * 2 - 1
            : header.RawBytes;
        if (stream.Length - stream.Position < needed)
            throw ImageRefusal.Damaged(path, ImageFormat.Pnm, "it ends too early");

        byte[] data = new byte[header.SampleCount * header.BitDepth / 8];
        if (header.IsPlain)
            ReadPlain(path, stream, header, data);
        else if (header.IsBitmap)
            ReadBits(stream, header, data);
        else
            ReadRaw(path, stream, header, data);
        return new PixelImage(header.Width, header.Height, header.Channels, header.BitDepth, data);
    }

    private static void ReadPlain(string path, Stream stream, PnmHeader header, byte[] data)
    {
        for (int i = 0; i < header.SampleCount; i++)
        {
            int value = header.IsBitmap
                ? 1 - PnmHeader.ReadNumber(path, stream, maximum: 1, digits: 1)
                : PnmHeader.ReadNumber(path, stream, header.Maximum);
            Store(data, i, value, header);
        }
    }

    // A set bit is black; each row fills whole bytes.
    private static void ReadBits(Stream stream, PnmHeader header, byte[] data)
    {
        byte[] row = new byte[(header.Width + 7) / 8];
        for (int y = 0, i = 0; y < header.Height; y++)
        {
            stream.ReadExactly(row);
            for (int x = 0; x < header.Width; x++, i++)
                data[i] = (row[x / 8] >> (7 - x % 8) & 1) == 1 ? (byte)0 : (byte)255;
        }
    }

    private static void ReadRaw(string path, Stream stream, PnmHeader header, byte[] data)
    {
        stream.ReadExactly(data);
        bool isWord = header.BitDepth == 16;
        for (int i = 0; i < header.SampleCount; i++)
        {
            int value = isWord ? data[2 * i] << 8 | data[2 * i + 1] : data[i];
            if (value > header.Maximum)
                throw ImageRefusal.Damaged(path, ImageFormat.Pnm, $"sample {value} is above its maximum "
                    + $"{header.Maximum}");
            Store(data, i, value, header);
        }
    }

    private static void Store(byte[] data, int index, int value, PnmHeader header)
    {
        if (header.BitDepth == 8)
            data[index] = (byte)((value * 255 + header.Maximum / 2) / header.Maximum);
        else
            MemoryMarshal.Cast<byte, ushort>(data.AsSpan())[index] = (ushort)(
                (value * 65535L + header.Maximum / 2) / header.Maximum);
    }
}

/// <summary>The first lines of a PBM, PGM or PPM file.</summary>
internal readonly record struct PnmHeader(char Kind, int Width, int Height, int Maximum)
{
    public bool IsPlain => Kind <= '3';

    public bool IsBitmap => Kind is '1' or '4';

    public int Channels => Kind is '3' or '6' ? 3 : 1;

    public int BitDepth => Maximum > 255 ? 16 : 8;

    public long SampleCount => (long)Width * Height * Channels;

    public long RawBytes => IsBitmap ? (Width + 7L) / 8 * Height : SampleCount * BitDepth / 8;

    /// <summary>Reads from the first byte of the file; the stream is left at the first sample.</summary>
    public static PnmHeader Read(string path, Stream stream)
    {
        stream.ReadByte();
        char kind = (char)stream.ReadByte();
        int width = ReadNumber(path, stream, int.MaxValue);
        int height = ReadNumber(path, stream, int.MaxValue);
        ImageRefusal.ThrowIfTooLarge(path, width, height);
        int maximum = kind is '1' or '4' ? 1 : ReadNumber(path, stream, 65535);
        if (maximum < 1)
            throw ImageRefusal.Damaged(path, ImageFormat.Pnm, "its greatest sample is 0");
        return new PnmHeader(kind, width, height, maximum);
    }

    /// <summary>Reads a decimal number and the one byte behind it, past blanks and comments before it.</summary>
    /// <param name="digits">The most digits to take; 1 leaves the byte behind the digit unread.</param>
    public static int ReadNumber(string path, Stream stream, int maximum, int digits = 10)
    {
        int next = stream.ReadByte();
        while (next is ' ' or '\t' or '\n' or '\r' or 0x0B or 0x0C or '#')
        {
            while (next is '#' && stream.ReadByte() is not ('\n' or '\r' or -1))
            {
                // the rest of a comment
            }

            next = stream.ReadByte();
        }

        if (next is < '0' or > '9')
            throw ImageRefusal.Damaged(path, ImageFormat.Pnm, next < 0 ? "it ends too early" : "a number is missing");
        long number = next - '0';
        for (int i = 1; i < digits && (next = stream.ReadByte()) is >= '0' and <= '9'; i++)
            number = number * 10 + next - '0';
        return number <= maximum
            ? (int)number
            : throw ImageRefusal.Damaged(path, ImageFormat.Pnm, $"the number {number} is above {maximum}");
    }
}
