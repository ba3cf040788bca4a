using System.IO.Compression;
using System.Text;

namespace AnoGan.Tests.Support;

/// <summary>Zip archives made byte by byte from APPNOTE, so that they can say what no packer would.</summary>
internal static class TinyZip
{
    /// <summary>An entry.</summary>
    internal sealed record Entry(string Name, byte[] Content)
    {
        public bool IsDeflated { get; init; }

        /// <summary>0 stored, 8 deflated; null for what it is.</summary>
        public int? Method { get; init; }

        /// <summary>Bit 0 for an encrypted entry.</summary>
        public int Flags { get; init; } = 1 << 11;

        /// <summary>Its length as declared; null for what it is.</summary>
        public uint? Length { get; init; }

        public uint? Checksum { get; init; }

        /// <summary>Unix's mode.</summary>
        public uint Mode { get; init; }
    }

    public static byte[] Of(params Entry[] entries)
    {
        using var file = new MemoryStream();
        using var directory = new MemoryStream();
        foreach (Entry entry in entries)
        {
            byte[] name = Encoding.UTF8.GetBytes(entry.Name);
            byte[] data = entry.IsDeflated ? Deflated(entry.Content) : entry.Content;
            byte[] fields =
            [
                20, 0, .. Short(entry.Flags), .. Short(entry.Method ?? (entry.IsDeflated ? 8 : 0)), 0, 0, 0x21, 0x5D,
                .. Word(entry.Checksum ?? Crc(entry.Content)), .. Word((uint)data.Length),
                .. Word(entry.Length ?? (uint)entry.Content.Length), .. Short(name.Length), 0, 0,
            ];
            directory.Write([
                .. "PK\x01\x02"u8, 20, 3, .. fields, 0, 0, 0, 0, 0, 0, .. Word(entry.Mode << 16),
                .. Word((uint)file.Length), .. name,
            ]);
            file.Write([.. "PK\x03\x04"u8, .. fields, .. name, .. data]);
        }

        uint start = (uint)file.Length;
        directory.WriteTo(file);
        file.Write([
            .. "PK\x05\x06"u8, 0, 0, 0, 0, .. Short(entries.Length), .. Short(entries.Length),
            .. Word((uint)directory.Length), .. Word(start), 0, 0,
        ]);
        return file.ToArray();
    }

    private static byte[] Deflated(byte[] content)
    {
        using var deflated = new MemoryStream();
        using (var stream = new DeflateStream(deflated, CompressionLevel.Optimal, leaveOpen: true))
            stream.Write(content);
        return deflated.ToArray();
    }

    // CRC-32 bit by bit, as APPNOTE 4.4.7 names it.
    private static uint Crc(byte[] bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }

        return ~crc;
    }

    private static byte[] Short(int value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] Word(uint value) => BitConverter.GetBytes(value);
}

/// <summary>Tar archives made byte by byte from POSIX, in ustar's form.</summary>
internal static class TinyTar
{
    /// <summary>An entry.</summary>
    internal sealed record Entry(string Name, byte[] Content)
    {
        /// <summary>
        /// 0 file, 1 hard link, 2 link, 3 device, 5 folder, 6 pipe, x notes in pax's form on the next one.
        /// </summary>
        public char Type { get; init; } = '0';

        /// <summary>Its length as declared; null for what it is.</summary>
        public long? Length { get; init; }
    }

    /// <summary>A file whose path stands in pax's notes in front of it.</summary>
    public static Entry[] Pax(string path, byte[] content)
    {
        int length = Encoding.UTF8.GetByteCount(path) + 7;
        length += $"{length + $"{length}".Length}".Length;
        return
        [
            new Entry("notes", Encoding.UTF8.GetBytes($"{length} path={path}\n")) { Type = 'x' },
            new Entry("short", content),
        ];
    }

    public static byte[] Of(params Entry[] entries) => [.. Cut(entries), .. new byte[1024]];

    /// <summary>Without the two blocks of zeros at the end.</summary>
    public static byte[] Cut(params Entry[] entries)
    {
        using var file = new MemoryStream();
        foreach (Entry entry in entries)
        {
            byte[] head = new byte[512];
            Encoding.UTF8.GetBytes(entry.Name).CopyTo(head, 0);
            Encoding.ASCII.GetBytes("0000644\0000000000\0000000000\0").CopyTo(head, 100);
            Encoding.ASCII.GetBytes(Convert.ToString(entry.Length ?? entry.Content.Length, 8).PadLeft(11, '0'))
                .CopyTo(head, 124);
            Encoding.ASCII.GetBytes("00000000000").CopyTo(head, 136);
            head[156] = (byte)entry.Type;
            Encoding.ASCII.GetBytes("ustar\000").CopyTo(head, 257);
            head.AsSpan(148, 8).Fill((byte)' ');
            Encoding.ASCII.GetBytes(Convert.ToString(head.Sum(value => value), 8).PadLeft(6, '0') + "\0 ")
                .CopyTo(head, 148);
            file.Write(head);
            file.Write(entry.Content);
            file.Write(new byte[(512 - entry.Content.Length % 512) % 512]);
        }

        return file.ToArray();
    }
}
