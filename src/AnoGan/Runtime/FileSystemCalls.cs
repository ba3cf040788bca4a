using System.Runtime.InteropServices;

namespace AnoGan.Runtime;

/// <summary>What POSIX offers for files and .NET does not.</summary>
internal static partial class FileSystemCalls
{
    private const int CurrentFolder = -100, Exchange = 2;

    /// <summary>Waits until the names in a folder are on the disk; a file's content is flushed by its stream.</summary>
    /// <param name="folder">The folder; nothing happens where the system has no such call.</param>
    public static void FlushFolder(string folder)
    {
        if (!OperatingSystem.IsWindows())
            OnFolder(folder, Sync);
    }

    /// <summary>
    /// Waits until everything written to the disk of a folder is on it; files one by one would take far longer.
    /// </summary>
    /// <param name="folder">The folder; nothing happens where the system has no such call.</param>
    public static void FlushDisk(string folder)
    {
        if (OperatingSystem.IsLinux())
            OnFolder(folder, SyncDisk);
    }

    /// <summary>Lets two folders on one disk change places, so that there is no moment without either.</summary>
    /// <returns>Whether it was done; not where the system or the disk cannot.</returns>
    public static bool TryExchange(string one, string other)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            return Rename(CurrentFolder, one, CurrentFolder, other, Exchange) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    /// <summary>
    /// Gives a file a second name, so that its bytes are on the disk once; copies them where the disk or the system has
    /// no such names.
    /// </summary>
    /// <param name="file">The file, which no one changes in place.</param>
    /// <param name="name">The other name, which is free; its folder exists.</param>
    /// <exception cref="IOException">The file is missing or cannot be copied.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or the name not be written.</exception>
    public static void LinkOrCopy(string file, string name)
    {
        if (OperatingSystem.IsWindows() || Link(file, name) != 0)
            File.Copy(file, name);
    }

    private static void OnFolder(string folder, Func<int, int> sync)
    {
        int descriptor = Open(folder, 0);
        if (descriptor < 0)
            return;
        _ = sync(descriptor);
        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "syncfs")]
    private static partial int SyncDisk(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string file, string name);

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(int oldFolder, string oldPath, int newFolder, string newPath, uint flags);
}

/// <summary>A lock that the operating system takes back from a process that died, however it died.</summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _stream;

    private FileLock(FileStream stream) => _stream = stream;

    /// <summary>Takes the lock if nobody holds it.</summary>
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

    public void Dispose() => _stream.Dispose();

    // ERROR_SHARING_VIOLATION on Windows; on Unix EWOULDBLOCK, which is 11 on Linux and 35 elsewhere.
    private static bool IsHeld(IOException e) => e is not (FileNotFoundException or DirectoryNotFoundException)
        && (OperatingSystem.IsWindows() ? (e.HResult & 0xFFFF) == 32 : e.HResult is 11 or 35);
}

/// <summary>Clears up after something whose own end is what has to be reported.</summary>
internal static class Quietly
{
    /// <summary>Does it; what the disk does not allow is left as it is.</summary>
    public static void Do(Action clear)
    {
        try
        {
            clear();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What stays is no reason to fail.
        }
    }
}
