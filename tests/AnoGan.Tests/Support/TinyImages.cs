using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using AnoGan.Images;

namespace AnoGan.Tests.Support;

/// <summary>Pictures of a few pixels, and files made byte by byte from their format's definition.</summary>
internal static class TinyImages
{
    public static PixelImage Grey8(int width, int height, params byte[] samples) => new(width, height, 1, 8, samples);

    public static PixelImage Rgb8(int width, int height, params byte[] samples) => new(width, height, 3, 8, samples);

    public static PixelImage Grey16(int width, int height, params ushort[] samples) =>
        new(width, height, 1, 16, MemoryMarshal.AsBytes<ushort>(samples).ToArray());

    public static PixelImage Constant(int width, int height, byte level)
    {
        byte[] samples = new byte[width * height];
        Array.Fill(samples, level);
        return Grey8(width, height, samples);
    }

    public static ushort[] Words(PixelImage image) => MemoryMarshal.Cast<byte, ushort>(image.Data).ToArray();

    /// <summary>A PNG whose rows are given as stored, without their filter byte.</summary>
    public static byte[] Png(int width, int height, byte bitDepth, byte colourType, params byte[][] rows)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = bitDepth;
        header[9] = colourType;
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (byte[] row in rows)
                zlib.Write([0, .. row]);
        }

        return
        [
            0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", header),
            .. Chunk("IDAT", pixels.ToArray()), .. Chunk("IEND", []),
        ];
    }

    /// <summary>A PNG with the checksum of every chunk made right, as far as chunks can be told.</summary>
    public static byte[] MendChecksums(byte[] png)
    {
        byte[] mended = [.. png];
        for (long at = 8; at + 12 <= mended.Length;)
        {
            long end = at + 8 + BinaryPrimitives.ReadUInt32BigEndian(mended.AsSpan((int)at));
            if (end + 4 > mended.Length)
                break;
            BinaryPrimitives.WriteUInt32BigEndian(mended.AsSpan((int)end), Crc(mended[(int)(at + 4)..(int)end]));
            at = end + 4;
        }

        return mended;
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(type), .. data];
        byte[] chunk = new byte[body.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        body.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(body.Length + 4), Crc(body));
        return chunk;
    }

    // CRC-32 as Annex D of the PNG specification defines it, bit by bit.
    private static uint Crc(byte[] bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int k = 0; k < 8; k++)
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }

        return ~crc;
    }
}
