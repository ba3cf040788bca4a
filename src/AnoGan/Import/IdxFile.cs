using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using AnoGan.Images;
using AnoGan.Runtime;

namespace AnoGan.Import;

/// <summary>
/// A file in the IDX format of MNIST, Fashion-MNIST and the like, read whole: magic, one size a dimension (big-endian
/// 32-bit), then unsigned bytes. It may be compressed with gzip, which is seen by content.
/// </summary>
internal sealed class IdxFile
{
    private const uint ImagesMagic = 0x00000803, LabelsMagic = 0x00000801;

    // The most bytes that one array can have.
    private const long MaximumBytes = 0x7FFFFFC7;

    private IdxFile(string path, int[] sizes, byte[] values, string hash)
    {
        Path = path;
        Sizes = sizes;
        Values = values;
        Hash = hash;
    }

    /// <summary>The path that was read.</summary>
    public string Path { get; }

    /// <summary>Count, rows and columns of images, or the count of labels; all at least 1.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>Number of images or labels.</summary>
    public int Count => Sizes[0];

    /// <summary>The bytes after the header: [count, rows, columns] grey levels, or [count] labels.</summary>
    public ReadOnlyMemory<byte> Values { get; }

    /// <summary>SHA-256 of the file as it lies on the disk, compressed or not, in lower-case hexadecimal.</summary>
    public string Hash { get; }

    /// <summary>Reads images of unsigned bytes (magic 0x00000803).</summary>
    /// <exception cref="AnoGanException">The file is missing, of another kind, damaged, empty or too large.</exception>
    public static IdxFile ReadImages(string path) => Read(path, ImagesMagic, "images");

    /// <summary>Reads labels of unsigned bytes (magic 0x00000801).</summary>
    /// <exception cref="AnoGanException">The file is missing, of another kind, damaged, empty or too large.</exception>
    public static IdxFile ReadLabels(string path) => Read(path, LabelsMagic, "labels");

    /// <summary>The values of one image or label.</summary>
    public ReadOnlySpan<byte> Item(int index)
    {
        int length = Values.Length / Count;
        return Values.Span.Slice(index * length, length);
    }

    private static IdxFile Read(string path, uint magic, string what)
    {
        if (Directory.Exists(path))
            throw new AnoGanException($"{path}: found a folder, expected an IDX file of {what}; name the file");
        try
        {
            var source = new IdxSource(path);
            int[] sizes = ReadHeader(source, magic, what);
            int headerLength = 4 * (1 + sizes.Length);
            long expected = headerLength + sizes.Aggregate(1L, (product, size) => product * size);

            // Nothing is set aside for what a header only claims: the bytes are counted first.
            long found = source.CountBytes(expected + 1);
            if (found < expected)
                throw new AnoGanException($"{path}: found {found} bytes, expected {expected} for {Shape(sizes)} "
                    + $"{what}; fetch the file again, it is cut short");
            if (found > expected)
                throw new AnoGanException($"{path}: found more than {expected} bytes, expected no more for "
                    + $"{Shape(sizes)} {what}; fetch the file again, it is damaged");

            using Stream content = source.Open();
            content.ReadExactly(new byte[headerLength]);
            byte[] values = new byte[expected - headerLength];
            content.ReadExactly(values);
            return new IdxFile(path, sizes, values, source.Hash());
        }
        catch (InvalidDataException e)
        {
            throw new AnoGanException($"{path}: found damaged gzip data ({e.Message}), expected a whole file; fetch "
                + "the file again", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{path}: cannot be read ({e.Message}); check that the path exists and its "
                + "permissions", e);
        }
    }

    private static int[] ReadHeader(IdxSource source, uint magic, string what)
    {
        byte[] header = new byte[16];
        using Stream content = source.Open();
        int length = content.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (length == 0)
            throw new AnoGanException($"{source.Path}: found an empty file, expected an IDX file of {what}; fetch the "
                + "file again");

        uint found = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (length >= 4 && found != magic && found is ImagesMagic or LabelsMagic)
            throw new AnoGanException($"{source.Path}: found {(found == LabelsMagic ? "labels" : "images")} (magic "
                + $"0x{found:X8}), expected {what} (0x{magic:X8}); name the file of images first, that of labels "
                + "second");
        if (length < 4 || found != magic)
            throw new AnoGanException($"{source.Path}: found magic "
                + $"0x{Convert.ToHexString(header, 0, Math.Min(length, 4))}, expected 0x{magic:X8} (IDX {what} of "
                + "unsigned bytes); name an IDX file, compressed with gzip or not");

        uint[] sizes = new uint[magic & 0xFF];
        if (length < 4 * (1 + sizes.Length))
            throw new AnoGanException($"{source.Path}: found {length} bytes, expected a header of "
                + $"{4 * (1 + sizes.Length)}; fetch the file again, it is cut short");
        for (int i = 0; i < sizes.Length; i++)
            sizes[i] = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4 * (1 + i)));
        CheckSizes(source.Path, sizes, what);
        return Array.ConvertAll(sizes, size => (int)size);
    }

    private static void CheckSizes(string path, uint[] sizes, string what)
    {
        if (sizes.Contains(0u))
            throw new AnoGanException($"{path}: found {Shape(sizes)} {what}, expected at least one of at least one "
                + "pixel; name a file that contains some");
        UInt128 total = sizes.Aggregate((UInt128)1, (product, size) => product * size);
        if (total > MaximumBytes - 16)
            throw new AnoGanException($"{path}: found a header of {Shape(sizes)} {what}, expected at most "
                + $"{MaximumBytes - 16} bytes of them; fetch the file again, its header is damaged");
        if (sizes is [_, var rows, var columns] && (UInt128)rows * columns > (ulong)ImageCodec.MaximumPixels)
            throw new AnoGanException($"{path}: found images of {rows}×{columns} pixels, expected at most "
                + $"{ImageCodec.MaximumPixels} pixels each; fetch the file again, its header is damaged");
    }

    private static string Shape<T>(IEnumerable<T> sizes) => string.Join('×', sizes);
}

/// <summary>A file that may be compressed with gzip and is read more than once.</summary>
internal sealed class IdxSource
{
    private readonly bool _isGzip;

    /// <summary>Looks at the file's first two bytes.</summary>
    /// <exception cref="AnoGanException">It is empty, a pipe or a device.</exception>
    /// <exception cref="IOException">It is not there.</exception>
    public IdxSource(string path)
    {
        Path = path;
        using FileStream file = PlainFile.Open(path);
        Span<byte> start = stackalloc byte[2];
        _isGzip = file.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2 && start[0] == 0x1F && start[1] == 0x8B;
    }

    /// <summary>The file's path.</summary>
    public string Path { get; }

    /// <summary>The content without compression, from its start.</summary>
    public Stream Open()
    {
        FileStream file = File.OpenRead(Path);
        return _isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>Length of the content without compression, counted up to a limit and held nowhere.</summary>
    /// <param name="limit">Where to stop, however much follows.</param>
    public long CountBytes(long limit)
    {
        using Stream content = Open();
        if (!_isGzip)
            return Math.Min(content.Length, limit);
        byte[] buffer = new byte[1 << 16];
        long count = 0;
        int read;
        while ((read = content.Read(buffer, 0, (int)Math.Min(buffer.Length, limit - count))) > 0)
            count += read;
        return count;
    }

    /// <summary>SHA-256 of the file as it lies on the disk, in lower-case hexadecimal.</summary>
    public string Hash()
    {
        using FileStream file = File.OpenRead(Path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
