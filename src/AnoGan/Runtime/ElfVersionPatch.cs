using System.Buffers.Binary;
using System.Text;

namespace AnoGan.Runtime;

/// <summary>
/// Marks one symbol-version requirement of a 64-bit little-endian ELF library as weak, so that the dynamic linker
/// accepts a system that does not provide that version. Only for versions that no relocation of the library needs.
/// </summary>
internal static class ElfVersionPatch
{
    private const int SectionHeaderSize = 64;
    private const uint VersionRequirementSection = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort WeakFlag = 0x2; // VER_FLG_WEAK

    /// <summary>Sets the weak flag on every requirement of one version, in place.</summary>
    /// <param name="version">The version's name, for example <c>GLIBCXX_3.4.32</c>.</param>
    /// <returns>How many requirements bear that name (0: the library does not ask for it).</returns>
    /// <exception cref="ArgumentException">
    /// The bytes are no 64-bit little-endian ELF file, or its tables are broken.
    /// </exception>
    public static int MarkWeak(Span<byte> library, string version)
    {
        if (library.Length < SectionHeaderSize || !library[..6].SequenceEqual("\u007fELF\u0002\u0001"u8))
            throw new ArgumentException("not a 64-bit little-endian ELF file", nameof(library));

        try
        {
            long sections = ReadInt64(library, 0x28);
            int count = ReadUInt16(library, 0x3c);
            int marked = 0;
            for (int i = 0; i < count; i++)
            {
                Span<byte> section = Slice(library, sections + (long)i * SectionHeaderSize, SectionHeaderSize);
                if (ReadUInt32(section, 4) != VersionRequirementSection)
                    continue;

                uint linked = ReadUInt32(section, 0x28);
                Span<byte> stringSection = Slice(library, sections + linked * SectionHeaderSize, SectionHeaderSize);
                Span<byte> requirements = Slice(library, ReadInt64(section, 0x18), ReadInt64(section, 0x20));
                Span<byte> strings = Slice(library, ReadInt64(stringSection, 0x18), ReadInt64(stringSection, 0x20));
                marked += MarkSection(requirements, strings, Encoding.ASCII.GetBytes(version));
            }

            return marked;
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw new ArgumentException("the ELF tables point outside the file", nameof(library), e);
        }
    }

    // One Verneed per needed file, each followed by its chain of Vernaux; all links are relative offsets, 0 ends a
    // chain.
    private static int MarkSection(Span<byte> requirements, Span<byte> strings, ReadOnlySpan<byte> version)
    {
        int marked = 0;
        Span<byte> need = requirements;
        while (true)
        {
            Span<byte> entry = need[(int)ReadUInt32(need, 8)..];
            while (true)
            {
                Span<byte> name = strings[(int)ReadUInt32(entry, 8)..];
                if (name.Length > version.Length && name.StartsWith(version) && name[version.Length] == 0)
                {
                    ushort flags = ReadUInt16(entry, 4);
                    BinaryPrimitives.WriteUInt16LittleEndian(entry[4..], (ushort)(flags | WeakFlag));
                    marked++;
                }

                uint nextEntry = ReadUInt32(entry, 12);
                if (nextEntry == 0)
                    break;
                entry = entry[(int)nextEntry..];
            }

            uint nextNeed = ReadUInt32(need, 12);
            if (nextNeed == 0)
                return marked;
            need = need[(int)nextNeed..];
        }
    }

    private static Span<byte> Slice(Span<byte> bytes, long offset, long length) =>
        bytes.Slice(checked((int)Math.Min(offset, int.MaxValue)), checked((int)Math.Min(length, int.MaxValue)));

    private static ushort ReadUInt16(ReadOnlySpan<byte> bytes, int offset) =>
        BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    private static uint ReadUInt32(ReadOnlySpan<byte> bytes, int offset) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static long ReadInt64(ReadOnlySpan<byte> bytes, int offset) =>
        BinaryPrimitives.ReadInt64LittleEndian(bytes[offset..]);
}
