using System.Buffers.Binary;

namespace AnoGan.Images;

/// <summary>Reads the headers of a TIFF's pages, its directories, for what libvips does not report of them.</summary>
internal sealed class TiffPages
{
    // Directories can be chained in a ring, and no real file has more.
    private const int MaximumPages = 1 << 16;
    private const int SubfileTag = 254, BitsTag = 258, CompressionTag = 259, ChannelsTag = 277, Short = 3;
    private const uint IsReducedCopy = 1, IsMask = 4;

    private readonly Stream _stream;
    private readonly bool _isBig;
    private readonly bool _isLittleEndian;

    private TiffPages(Stream stream)
    {
        _stream = stream;
        byte[] head = Bytes(4);
        _isLittleEndian = head[0] == 'I';
        _isBig = head[_isLittleEndian ? 2 : 3] == 43;
    }

    // Of one whose entries cannot be read it has what the format takes for granted.
    private sealed record Directory
    {
        public ulong Subfile { get; set; }

        public ulong Compression { get; set; } = 1;

        public ulong Bits { get; set; } = 1;

        public ulong Channels { get; set; } = 1;

        public ulong Next { get; set; }
    }

    /// <summary>
    /// The numbers of the pages that are pictures of their own, from 1: not those that say they are a reduced copy of
    /// another (a pyramid, a thumbnail) or a transparency mask. One that cannot be read is listed, to be refused.
    /// </summary>
    public static IReadOnlyList<int> Find(ImageSource source)
    {
        using Stream stream = source.Open();
        int[] pictures = [.. new TiffPages(stream).Pictures()];
        return pictures.Length > 0 ? pictures : [1];
    }

    /// <summary>The first of <see cref="Find"/>, before which a thumbnail may stand.</summary>
    public static int First(ImageSource source)
    {
        using Stream stream = source.Open();
        return new TiffPages(stream).Pictures().FirstOrDefault(1);
    }

    /// <summary>How many pixels a byte of a page's data can stand for at most; null where that is not known.</summary>
    public static double? MostPixelsOfByte(ImageSource source, int page, int width)
    {
        using Stream stream = source.Open();
        Directory? directory = new TiffPages(stream).Directories().Skip(page - 1).FirstOrDefault();
        double? bytesOfByte = directory?.Compression switch
        {
            1 => 2, // colour differences may be stored at half the resolution
            2 or 3 or 4 => width, // fax: a row takes a bit or more
            5 => PixelPromise.LzwRatio,
            6 or 7 => PixelPromise.JpegRatio,
            8 or 32946 => PixelPromise.DeflateRatio,
            32773 => 64, // PackBits: 128 bytes in 2
            _ => null,
        };
        return bytesOfByte * 8 / Math.Clamp(directory?.Bits * directory?.Channels ?? 1, 1, 256);
    }

    private IEnumerable<int> Pictures() =>
        Directories()
            .Index()
            .Where(page => (page.Item.Subfile & (IsReducedCopy | IsMask)) == 0)
            .Select(page => page.Index + 1);

    private IEnumerable<Directory> Directories()
    {
        ulong next = _isBig ? Number(Bytes(12).AsSpan(4)) : Number(Bytes(4));
        var visited = new HashSet<ulong>();
        while (next != 0 && visited.Add(next) && visited.Count <= MaximumPages)
        {
            Directory directory = TryRead(next);
            next = directory.Next;
            yield return directory;
        }
    }

    private Directory TryRead(ulong place)
    {
        var directory = new Directory();
        try
        {
            Read(directory, place);
        }
        catch (IOException)
        {
            // It ends before the directory does; there is no next one.
        }

        return directory;
    }

    private void Read(Directory directory, ulong place)
    {
        _stream.Position = (long)Math.Min(place, (ulong)_stream.Length);
        int length = _isBig ? 20 : 12;
        ulong count = Number(Bytes(_isBig ? 8 : 2));
        if (count > ushort.MaxValue)
            return;
        byte[] entries = Bytes((int)count * length);
        for (int at = 0; at < entries.Length; at += length)
        {
            bool isShort = Number(entries.AsSpan(at + 2, 2)) == Short;
            ulong value = Number(entries.AsSpan(at + (_isBig ? 12 : 8), isShort ? 2 : 4));
            switch (Number(entries.AsSpan(at, 2)))
            {
                case SubfileTag: directory.Subfile = value; break;
                case CompressionTag: directory.Compression = value; break;
                case ChannelsTag: directory.Channels = value; break;

                // Of three channels and more the entry says where their bits are listed: they have 8 or more.
                case BitsTag: directory.Bits = Number(entries.AsSpan(at + 4, 4)) <= 2 ? value : 8; break;
            }
        }

        directory.Next = Number(Bytes(_isBig ? 8 : 4));
    }

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        _stream.ReadExactly(bytes);
        return bytes;
    }

    private ulong Number(ReadOnlySpan<byte> bytes) => (bytes.Length, _isLittleEndian) switch
    {
        (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (2, false) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        (4, true) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        (4, false) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        (_, true) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        _ => BinaryPrimitives.ReadUInt64BigEndian(bytes),
    };
}
