using System.Runtime.InteropServices;

namespace AnoGan.Images;

/// <summary>
/// PBM, PGM and PPM, plain (P1 to P3) and raw (P4 to P6), as the Netpbm manual defines them. Samples are scaled from
/// 0..maximum to the whole range of 8 bits, or of 16 where the maximum is above 255.
/// </summary>
internal static class PnmDecoder
{
    public static ImageHeader ReadHeader(string path)
    {
        using FileStream stream = File.OpenRead(path);
        PnmHeader header = PnmHeader.Read(path, stream);
        return new ImageHeader(header.Width, header.Height, header.Channels, header.BitDepth);
    }

    public static PixelImage Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
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

    private static void ReadPlain(string path, FileStream stream, PnmHeader header, byte[] data)
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
    private static void ReadBits(FileStream stream, PnmHeader header, byte[] data)
    {
        byte[] row = new byte[(header.Width + 7) / 8];
        for (int y = 0, i = 0; y < header.Height; y++)
        {
            stream.ReadExactly(row);
            for (int x = 0; x < header.Width; x++, i++)
                data[i] = (row[x / 8] >> (7 - x % 8) & 1) == 1 ? (byte)0 : (byte)255;
        }
    }

    private static void ReadRaw(string path, FileStream stream, PnmHeader header, byte[] data)
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
