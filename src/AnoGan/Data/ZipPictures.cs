using System.IO.Compression;
using AnoGan.Images;

namespace AnoGan.Data;

/// <summary>A zip archive: stored and deflated entries, of any size (zip64).</summary>
internal sealed class ZipPictures : PictureArchive
{
    public ZipPictures(string path)
        : base(path)
    {
        var zip = new ZipArchive(File.AsStream(), ZipArchiveMode.Read);
        var entries = new Entries(path);
        var pictures = new List<ArchivedPicture>();
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            if (entry.FullName.EndsWith('/'))
                entries.TakeFolder(entry.FullName);
            else if (entries.TakeFile(entry.FullName) is { } name)
                pictures.Add(new Picture(this, name, entry));
        }

        (Pictures, OtherFiles, Inner) = (pictures, entries.OtherFiles, entries.Inner);
    }

    private sealed class Picture(ZipPictures archive, string name, ZipArchiveEntry entry)
        : ArchivedPicture(archive.FullPath, name)
    {
        private const int FirstBytes = 1 << 20;

        // The type of a file in the upper bits of Unix's mode, which stands in the upper half of the attributes.
        private const int TypeShift = 28, RegularFile = 8, Unknown = 0;

        public override long Bytes => entry.Length;

        public override DateTime Modified => archive.File.Modified;

        public override ImageSource Read()
        {
            if (entry.IsEncrypted)
                throw Unsupported("an encrypted entry", "pack it again without a password");
            if ((uint)entry.ExternalAttributes >> TypeShift is not (RegularFile or Unknown))
                throw Unsupported("a link or a device", "pack what it leads to");
            CheckLength(entry.Length);
            byte[] bytes;
            try
            {
                lock (entry.Archive)
                    bytes = Unpack();
            }
            catch (Exception e) when (IsDamage(e))
            {
                throw Damaged(Detail(e), e);
            }

            return bytes.Length != entry.Length ? throw Damaged("it unpacks to another length than it declares")
                : ZipChecksum.Of(bytes) != entry.Crc32 ? throw Damaged("its checksum is another one")
                : new ImageSource(FullPath, bytes);
        }

        // At most one byte more than the entry declares, and never much more memory than there are bytes.
        private byte[] Unpack()
        {
            using Stream stream = entry.Open();
            byte[] bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min(entry.Length, FirstBytes));
            int length = 0;
            while (true)
            {
                length += stream.ReadAtLeast(bytes.AsSpan(length), bytes.Length - length, throwOnEndOfStream: false);
                if (length < bytes.Length)
                    return bytes[..length];
                if (length == entry.Length)
                    return stream.ReadByte() < 0 ? bytes : [];
                Array.Resize(ref bytes, (int)Math.Min(entry.Length, 2L * length));
            }
        }
    }
}

/// <summary>The CRC-32 of zip archives, which .NET reads and does not check.</summary>
internal static class ZipChecksum
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Step((uint)value, bits: 8))];

    /// <summary>The checksum of bytes (APPNOTE 4.4.7).</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
            crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint Step(uint crc, int bits) =>
        bits == 0 ? crc : Step((crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1, bits - 1);
}
