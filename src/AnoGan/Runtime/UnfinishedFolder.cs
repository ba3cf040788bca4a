using IoPath = System.IO.Path;

namespace AnoGan.Runtime;

/// <summary>By what unfinished work is known, so that nothing else is ever deleted in its place.</summary>
/// <param name="Work">What is unfinished, as in "an interrupted training".</param>
/// <param name="Entries">All names that its folder may hold.</param>
internal sealed record UnfinishedKind(string Work, IReadOnlyList<string> Entries);

/// <summary>
/// Where a long run keeps its work until the folder that it makes appears whole: "runs/part.unfinished" for
/// "runs/part", or ".unfinished" inside a folder that is there and empty, which may be a mount point. One process at a
/// time holds it.
/// </summary>
internal sealed class UnfinishedFolder : IDisposable
{
    /// <summary>The end of its name; its whole name inside an empty target.</summary>
    public const string Suffix = ".unfinished";

    private const string LockName = ".lock";

    private readonly FileLock _lock;
    private readonly string _ancestor;

    private UnfinishedFolder(string path, string ancestor, FileLock held) =>
        (Path, _ancestor, _lock) = (path, ancestor, held);

    /// <summary>Full path of the folder.</summary>
    public string Path { get; }

    /// <summary>Where the folder for a target is, or would be.</summary>
    /// <param name="target">The folder to make in the end.</param>
    public static string PathFor(string target)
    {
        string full = IoPath.TrimEndingDirectorySeparator(IoPath.GetFullPath(target));
        string beside = full + Suffix;
        string inside = IoPath.Combine(full, Suffix);
        return Directory.Exists(inside) || (!Directory.Exists(beside) && Directory.Exists(full) && IsEmpty(full))
            ? inside
            : beside;
    }

    /// <summary>
    /// Refuses a folder that holds other things than work of a kind, or one that another process works in.
    /// </summary>
    /// <param name="target">The folder to make in the end.</param>
    /// <param name="kind">The kind of the work.</param>
    /// <exception cref="AnoGanException">The folder must not be touched.</exception>
    public static void Check(string target, UnfinishedKind kind)
    {
        string path = PathFor(target);
        if (File.Exists(path))
            throw new AnoGanException($"{path}: is a file, expected nothing or an interrupted {kind.Work}; move it "
                + $"away, or name another folder than {target}");
        if (!Directory.Exists(path))
            return;
        string? foreign = Directory.EnumerateFileSystemEntries(path).Select(entry => IoPath.GetFileName(entry)!)
            .Where(name => name != LockName && !kind.Entries.Contains(name) && !WholeFile.IsTemporary(name))
            .Order(StringComparer.Ordinal).FirstOrDefault();
        if (foreign is not null)
            throw new AnoGanException($"{path}: holds {foreign}, which is not of an interrupted {kind.Work}; move it "
                + $"away, or name another folder than {target}");
        string lockPath = IoPath.Combine(path, LockName);
        if (!File.Exists(lockPath))
            return;
        using FileLock? held = FileLock.TryTake(lockPath);
        if (held is null)
            throw Held(target, path);
    }

    /// <summary>Whether a folder that exists holds nothing, unfinished work apart.</summary>
    /// <param name="folder">The folder.</param>
    public static bool IsEmpty(string folder) =>
        Directory.EnumerateFileSystemEntries(folder).All(entry => IsOurs(IoPath.GetFileName(entry)));

    /// <summary>Whether a name inside a target is that of unfinished work.</summary>
    /// <param name="name">The name without a path.</param>
    public static bool IsOurs(string name) =>
        name == Suffix || name.StartsWith(StagedFolder.Prefix, StringComparison.Ordinal);

    /// <summary>
    /// Whether a folder that exists is where a run keeps its work, or kept it until it was interrupted.
    /// </summary>
    /// <param name="folder">The folder.</param>
    public static bool IsOne(string folder) =>
        folder.EndsWith(Suffix, StringComparison.Ordinal) && File.Exists(IoPath.Combine(folder, LockName));

    /// <summary>Makes the folder, or takes over what a run that ended left of it.</summary>
    /// <param name="target">The folder to make in the end.</param>
    /// <param name="kind">The kind of the work.</param>
    /// <exception cref="AnoGanException">
    /// Another process works on the same target, something else stands in the folder, or it cannot be written.
    /// </exception>
    public static UnfinishedFolder Open(string target, UnfinishedKind kind)
    {
        Check(target, kind);
        string path = PathFor(target), ancestor = IoPath.GetDirectoryName(path)!;
        while (!Directory.Exists(ancestor))
            ancestor = IoPath.GetDirectoryName(ancestor)!;
        try
        {
            Directory.CreateDirectory(path);
            return FileLock.TryTake(IoPath.Combine(path, LockName)) is { } held
                ? new UnfinishedFolder(path, ancestor, held)
                : throw Held(target, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{target}: cannot be written ({e.Message}); free space, change its "
                + "permissions, or name another folder", e);
        }
    }

    /// <summary>Deletes all that an earlier run left.</summary>
    /// <exception cref="AnoGanException">Something cannot be deleted.</exception>
    public void Clear()
    {
        try
        {
            foreach (string entry in
                Directory.GetFileSystemEntries(Path).Where(entry => IoPath.GetFileName(entry) != LockName))
            {
                if (Directory.Exists(entry) && new DirectoryInfo(entry).LinkTarget is null)
                    Directory.Delete(entry, recursive: true);
                else
                    File.Delete(entry);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{Path}: what an earlier run left cannot be deleted ({e.Message}); delete the "
                + "folder, or change its permissions", e);
        }
    }

    /// <summary>
    /// Deletes the work that led to what stands at the target now; what cannot be deleted is no reason to fail.
    /// </summary>
    /// <param name="warning">Told of it in one line.</param>
    public void ClearAfterwards(Action<string>? warning)
    {
        try
        {
            Clear();
        }
        catch (AnoGanException e)
        {
            warning?.Invoke(e.Message);
        }
    }

    /// <summary>
    /// Lets go of the folder, which stays only if there is work in it, or if it could not be removed.
    /// </summary>
    public void Dispose()
    {
        try
        {
            if (Directory.GetFileSystemEntries(Path) is [var only] && IoPath.GetFileName(only) == LockName)
            {
                // With it go the folders above that were made for it and hold nothing else.
                if (OperatingSystem.IsWindows())
                    _lock.Dispose(); // which deletes no file that is open
                File.Delete(only);
                for (string folder = Path; folder != _ancestor; folder = IoPath.GetDirectoryName(folder)!)
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

    private static AnoGanException Held(string target, string path) =>
        new($"{target}: another anogan process is at work on it and holds {path}; wait until it ends, or name another "
            + "folder");
}
