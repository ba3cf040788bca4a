using System.Buffers.Binary;
using System.Text;

namespace AnoGan.Tests.Support;

/// <summary>
/// A 64-bit ELF file of three sections, made byte by byte from the format's definition: nothing, the string table at
/// 0x40, and the version requirements at 0x100 (two files, with two and three versions); section headers at 0x200.
/// </summary>
internal static class HandBuiltElf
{
    public const int Strings = 0x40, Requirements = 0x100, Sections = 0x200;

    /// <summary>Where the entry of each version stands, in the order of the chains.</summary>
    public static readonly int[] Entries =
    [
        Requirements + 0x10, Requirements + 0x20, Requirements + 0x40, Requirements + 0x50, Requirements + 0x60,
    ];

    public static byte[] Build(params string[] versions)
    {
        byte[] file = new byte[Sections + 3 * 64];
        byte[] magic = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
        magic.CopyTo(file, 0);
        PutInt64(file, 0x28, Sections);
        PutInt16(file, 0x3a, 64);
        PutInt16(file, 0x3c, 3);

        // The string table: an empty string, the two files, then the versions.
        byte[] strings = Encoding.ASCII.GetBytes("\0liba.so\0libb.so\0" + string.Join('\0', versions) + '\0');
        strings.CopyTo(file, Strings);
        PutSection(file, 1, type: 3, Strings, strings.Length, link: 0);
        PutSection(file, 2, type: 0x6ffffffe, Requirements, 0x70, link: 1);

        int[] names = [.. versions.Select((_, i) => 17 + versions.Take(i).Sum(v => v.Length + 1))];
        PutNeed(file, Requirements, count: 2, fileName: 1, next: 0x30);
        PutEntry(file, Entries[0], names[0], flags: 0, next: 0x10);
        PutEntry(file, Entries[1], names[1], flags: 0, next: 0);
        PutNeed(file, Requirements + 0x30, count: 3, fileName: 9, next: 0);
        PutEntry(file, Entries[2], names[2], flags: 0, next: 0x10);
        PutEntry(file, Entries[3], names[3], flags: 1, next: 0x10);
        PutEntry(file, Entries[4], names[4], flags: 0, next: 0);
        return file;
    }

    public static void PutInt16(byte[] file, int at, int value) =>
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), (ushort)value);

    public static void PutInt32(byte[] file, int at, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);

    public static void PutInt64(byte[] file, int at, long value) =>
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(at), value);

    private static void PutSection(byte[] file, int index, uint type, int offset, int size, uint link)
    {
        int at = Sections + 64 * index;
        PutInt32(file, at + 4, type);
        PutInt64(file, at + 0x18, offset);
        PutInt64(file, at + 0x20, size);
        PutInt32(file, at + 0x28, link);
    }

    // Elf64_Verneed: version, count, file, first entry (relative), next need (relative).
    private static void PutNeed(byte[] file, int at, int count, uint fileName, uint next)
    {
        PutInt16(file, at, 1);
        PutInt16(file, at + 2, count);
        PutInt32(file, at + 4, fileName);
        PutInt32(file, at + 8, 0x10);
        PutInt32(file, at + 12, next);
    }

    // Elf64_Vernaux: hash, flags, other, name, next entry (relative).
    private static void PutEntry(byte[] file, int at, int name, int flags, uint next)
    {
        PutInt32(file, at, 0xC0FFEE);
        PutInt16(file, at + 4, flags);
        PutInt16(file, at + 6, 2);
        PutInt32(file, at + 8, (uint)name);
        PutInt32(file, at + 12, next);
    }
}
