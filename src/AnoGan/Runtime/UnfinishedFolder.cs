namespace AnoGan.Runtime;

/// <summary>
/// Where a long run keeps its work until the folder that it makes appears whole: "runs/part.unfinished" for "runs/part", or
/// ".unfinished" inside a folder that is there and empty, which may be a mount point. One process at a time holds it.
/// </summary>
internal sealed class UnfinishedFolder : IDisposable
{
    /// <summary>The end of its name; its whole name inside an empty target.</summary>
    public const string Suffix = ".unfinished";

    private const string LockName = ".lock";

    private readonly FileLock _lock;
    private readonly string _ancestor;

    private UnfinishedFolder(string path, string ancestor, FileLock held) => (Path, _ancestor, _lock) = (path, ancestor, held);

    /// <summary>Full path of the folder.</summary>
    public string Path { get; }

    /// <summary>Where the folder for a target is, or would be.</summary>
    /// <param name="target">The folder to make in the end.</param>
    public static string PathFor(string target)
    {
        string full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(target));
        string beside = full + Suffix;
        return !Directory.Exists(beside) && Directory.Exists(full) && IsEmpty(full) ? System.IO.Path.Combine(full, Suffix) : beside;
    }

    /// <summary>Whether an earlier run left work for a target.</summary>
    /// <param name="target">The folder to make in the end.</param>
    public static bool HoldsWork(string target)
    {
        string path = PathFor(target);
        return Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any(entry => System.IO.Path.GetFileName(entry) != LockName);
    }

    /// <summary>Whether a folder that exists holds nothing, unfinished work apart.</summary>
    /// <param name="folder">The folder.</param>
    public static bool IsEmpty(string folder) => Directory.EnumerateFileSystemEntries(folder).Select(System.IO.Path.GetFileName)
        .All(name => name == Suffix || name!.StartsWith(StagedFolder.Prefix, StringComparison.Ordinal));

    /// <summary>Makes the folder, or takes over what a run that ended left of it.</summary>
    /// <param name="target">The folder to make in the end.</param>
    /// <exception cref="AnoGanException">Another process works on the same target, or the folder cannot be written.</exception>
    public static UnfinishedFolder Open(string target)
    {
        string path = PathFor(target), ancestor = System.IO.Path.GetDirectoryName(path)!;
        while (!Directory.Exists(ancestor))
            ancestor = System.IO.Path.GetDirectoryName(ancestor)!;
        try
        {
            Directory.CreateDirectory(path);
            return FileLock.TryTake(System.IO.Path.Combine(path, LockName)) is { } held
                ? new UnfinishedFolder(path, ancestor, held)
                : throw new AnoGanException($"{target}: another anogan process is at work on it and holds {path}; wait until it ends, or name another folder");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{target}: cannot be written ({e.Message}); free space, change its permissions, or name another folder", e);
        }
    }

    /// <summary>Deletes all that an earlier run left.</summary>
    public void Clear()
    {
        foreach (string entry in Directory.GetFileSystemEntries(Path).Where(entry => System.IO.Path.GetFileName(entry) != LockName))
        {
            if (Directory.Exists(entry) && new DirectoryInfo(entry).LinkTarget is null)
                Directory.Delete(entry, recursive: true);
            else
                File.Delete(entry);
        }
    }

    /// <summary>Lets go of the folder, which stays only if there is work in it, or if it could not be removed.</summary>
    public void Dispose()
    {
        try
        {
            if (Directory.GetFileSystemEntries(Path) is [var only] && System.IO.Path.GetFileName(only) == LockName)
            {
                // With it go the folders above that were made for it and hold nothing else.
                File.Delete(only);
                for (string folder = Path; folder != _ancestor; folder = System.IO.Path.GetDirectoryName(folder)!)
                    Directory.Delete(folder);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // An empty folder that stays behind is no reason to fail.
        }
        finally
        {
            _lock.Dispose();
        }
    }
}
