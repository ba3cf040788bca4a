using System.IO.Compression;
using System.Security.Cryptography;
using AnoGan.Runtime;

namespace AnoGan.Import;

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
        while (
            count < limit && content.Read(buffer, 0, (int)Math.Min(buffer.Length, limit - count)) is > 0 and int read)
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
