namespace AnoGan.Runtime;

/// <summary>
/// Reads files whose size is bounded by their kind. Pipes, sockets and devices are never opened, for that could wait or
/// last for ever; nothing is set aside for more bytes than the file has.
/// </summary>
internal static class PlainFile
{
    /// <summary>
    /// The most bytes of a JSON file that this program reads: some 600,000 held-out images fit a model's.
    /// </summary>
    public const long MaximumJsonBytes = 64 << 20;

    /// <summary>The length of a file, or of the file that a link leads to.</summary>
    /// <returns>At least 1.</returns>
    /// <exception cref="AnoGanException">
    /// It is a folder, or contains nothing that can be read: empty, a pipe or a device.
    /// </exception>
    /// <exception cref="IOException">It is not there, or may not be looked at.</exception>
    public static long Length(string path)
    {
        if (Directory.Exists(path))
            throw new AnoGanException($"{path}: found a folder, expected a file; name a file");
        FileSystemInfo file = File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path);

        // Length 0 is also what pipes, sockets and devices report.
        return file is FileInfo { Exists: true, Length: 0 }
            ? throw new AnoGanException($"{path}: found an empty file, a pipe or a device, expected a file with "
                + "content; replace it")
            : ((FileInfo)file).Length;
    }

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="AnoGanException">It is a folder, empty, a pipe or a device.</exception>
    /// <exception cref="IOException">It is not there or may not be read.</exception>
    public static FileStream Open(string path)
    {
        Length(path);
        return File.OpenRead(path);
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="maximumBytes">The most that a file of its kind can have.</param>
    /// <param name="kind">What the file should be, as in "a model file".</param>
    /// <exception cref="AnoGanException">It is a folder, empty, a pipe, a device, or too long.</exception>
    /// <exception cref="IOException">It is not there, may not be read, or became shorter meanwhile.</exception>
    public static byte[] ReadAllBytes(string path, long maximumBytes, string kind)
    {
        long length = Length(path);
        if (length > maximumBytes)
            throw new AnoGanException($"{path}: found {length} bytes, expected at most {maximumBytes} for {kind}; "
                + "name another file");
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)length);
        using FileStream stream = File.OpenRead(path);
        stream.ReadExactly(bytes);
        return bytes;
    }
}
