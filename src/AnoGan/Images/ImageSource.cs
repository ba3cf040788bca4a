namespace AnoGan.Images;

/// <summary>Where the bytes of a picture come from: a file, or memory. A path is the source of its file.</summary>
/// <param name="Name">The path of the file; of bytes in memory what messages call them.</param>
/// <param name="Bytes">All bytes, where they are in memory; null to read the file.</param>
internal sealed record ImageSource(string Name, byte[]? Bytes = null)
{
    /// <summary>
    /// The most bytes that are read into memory: a compressed picture is never longer than its pixels are, 2^27 of at
    /// most 4 bytes.
    /// </summary>
    public const long MaximumBytes = 4 * ImageCodec.MaximumPixels;

    public static implicit operator ImageSource(string path) => new(path);

    /// <summary>Opens it for reading, at its first byte.</summary>
    /// <exception cref="IOException">The file is not there or may not be read.</exception>
    public Stream Open() => Bytes is null ? File.OpenRead(Name) : new MemoryStream(Bytes, writable: false);

    /// <summary>All bytes, which are not to be changed.</summary>
    /// <exception cref="AnoGanException">There are more than are read.</exception>
    /// <exception cref="IOException">The file is not there or may not be read.</exception>
    public byte[] ReadAllBytes(ImageFormat format)
    {
        if (Bytes is not null)
            return Bytes;
        using FileStream stream = File.OpenRead(Name);
        if (stream.Length > MaximumBytes)
            throw ImageRefusal.Of(Name, $"a {format} file of {stream.Length} bytes", $"at most {MaximumBytes} bytes",
                "cut it into smaller pictures");
        byte[] file = GC.AllocateUninitializedArray<byte>((int)stream.Length);
        stream.ReadExactly(file);
        return file;
    }
}
