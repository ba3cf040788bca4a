namespace AnoGan.Runtime;

/// <summary>A lock that the operating system takes back from a process that died, however it died.</summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _stream;

    private FileLock(FileStream stream) => _stream = stream;

    /// <summary>Takes the lock if nobody holds it.</summary>
    /// <param name="path">The lock file, in a folder that exists.</param>
    /// <param name="mode">Whether the file is made where it is missing.</param>
    /// <returns>The lock, or null where another process, or another part of this one, holds it.</returns>
    /// <exception cref="IOException">The file cannot be opened for another reason.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static FileLock? TryTake(string path, FileMode mode = FileMode.OpenOrCreate)
    {
        try
        {
            return new FileLock(new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    // ERROR_SHARING_VIOLATION on Windows; on Unix EWOULDBLOCK, which is 11 on Linux and 35 elsewhere.
    private static bool IsHeld(IOException e) => e is not (FileNotFoundException or DirectoryNotFoundException)
        && (OperatingSystem.IsWindows() ? (e.HResult & 0xFFFF) == 32 : e.HResult is 11 or 35);
}
