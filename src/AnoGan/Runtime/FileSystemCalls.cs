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
        if (OperatingSystem.IsWindows())
            return;
        int descriptor = Open(folder, 0);
        if (descriptor < 0)
            return;
        _ = Sync(descriptor);
        _ = Close(descriptor);
    }

    /// <summary>
    /// Waits until everything written to the disk of a folder is on it; files one by one would take far longer.
    /// </summary>
    /// <param name="folder">The folder; nothing happens where the system has no such call.</param>
    public static void FlushDisk(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;
        int descriptor = Open(folder, 0);
        if (descriptor < 0)
            return;
        _ = SyncDisk(descriptor);
        _ = Close(descriptor);
    }

    /// <summary>Lets two folders on one disk change places, so that there is no moment without either.</summary>
    /// <param name="one">A folder.</param>
    /// <param name="other">A folder.</param>
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

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "syncfs")]
    private static partial int SyncDisk(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(int oldFolder, string oldPath, int newFolder, string newPath, uint flags);
}
