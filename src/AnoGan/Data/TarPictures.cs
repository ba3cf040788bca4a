using System.Formats.Tar;
using AnoGan.Images;

namespace AnoGan.Data;

/// <summary>A tar archive without compression: v7, ustar, pax and gnu.</summary>
internal sealed class TarPictures : PictureArchive
{
    private const int Block = 512;

    public TarPictures(string path)
        : base(path)
    {
        using Stream stream = File.AsStream();
        RequireTar(path, stream);
        var entries = new Entries(path);
        var pictures = new List<ArchivedPicture>();
        long end = 0;
        using var reader = new TarReader(stream);
        while (reader.GetNextEntry() is { } entry)
        {
            if (Take(entries, entry) is { } picture)
                pictures.Add(picture);
            if (entry.DataOffset >= 0)
                end = entry.DataOffset + (entry.Length + Block - 1) / Block * Block;
            if (end > stream.Length || end < 0)
                throw new EndOfStreamException();
        }

        // What was cut between two entries lacks the blocks of zeros that stand at the end.
        if (stream.Length < end + Block)
            throw new EndOfStreamException();
        (Pictures, OtherFiles, Links, Inner) = (pictures, entries.OtherFiles, entries.Links, entries.Inner);
    }

    private static void RequireTar(string path, Stream stream)
    {
        Span<byte> head = stackalloc byte[ImageSignature.Length];
        int length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        if (head[..length] is [0x1F, 0x8B, ..] or [(byte)'B', (byte)'Z', (byte)'h', ..] or [0xFD, (byte)'7', ..]
            or [0x28, 0xB5, 0x2F, 0xFD, ..])
            throw ImageRefusal.Of(path, "a compressed archive", "a tar archive without compression",
                "uncompress it first");
    }

    private Picture? Take(Entries entries, TarEntry entry)
    {
        switch (entry.EntryType)
        {
            case TarEntryType.Directory or TarEntryType.DirectoryList:
            case TarEntryType.V7RegularFile when entry.Name.EndsWith('/'):
                entries.TakeFolder(entry.Name);
                return null;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                return entries.TakeFile(entry.Name) is { } name
                    ? new Picture(this, name, entry.DataOffset, entry.Length)
                    : null;
            case TarEntryType.SymbolicLink or TarEntryType.HardLink or TarEntryType.Fifo
                or TarEntryType.CharacterDevice or TarEntryType.BlockDevice:
                entries.TakeLink(entry.Name);
                return null;
            case TarEntryType.MultiVolume:
                throw new NotSupportedException("one of several volumes");
            default:
                return null; // notes of the program that packed it
        }
    }

    // Read by its place, so that many threads can at once.
    private sealed class Picture(TarPictures archive, string name, long offset, long length)
        : ArchivedPicture(archive.FullPath, name)
    {
        public override long Bytes => length;

        public override DateTime Modified => archive.File.Modified;

        public override ImageSource Read()
        {
            CheckLength(length);
            byte[] bytes = GC.AllocateUninitializedArray<byte>((int)length);
            try
            {
                for (int done = 0; done < bytes.Length;)
                {
                    int read = archive.File.Read(bytes.AsSpan(done), offset + done);
                    done += read > 0 ? read : throw Damaged("the archive became shorter");
                }
            }
            catch (Exception e) when (ImageRefusal.IsIo(e))
            {
                throw ImageRefusal.Io(FullPath, "read", e);
            }

            return new ImageSource(FullPath, bytes);
        }
    }
}
