namespace AnoGan.Runtime;

/// <summary>
/// A folder that appears whole or not at all: files are written to a hidden folder on the same disk, and
/// <see cref="Commit"/> renames it. Disposing without a commit leaves nothing behind; what a killed process leaves is
/// removed by the next one that writes to the same place.
/// </summary>
internal sealed class StagedFolder : IDisposable
{
    /// <summary>How the names of hidden folders begin.</summary>
    internal const string Prefix = ".anogan.";

    private const string LockSuffix = ".lock";

    private readonly string _target;
    private readonly bool _fills;
    private readonly bool _replaces;
    private readonly FileLock? _lock;

    /// <summary>Makes the hidden folder.</summary>
    /// <param name="target">The folder to make; it does not exist yet, or is empty.</param>
    /// <param name="replaceable">
    /// A folder of this kind may stand at the target and is replaced on commit. Null where nothing may be replaced.
    /// </param>
    /// <exception cref="AnoGanException">Something else stands at <paramref name="target"/>.</exception>
    public StagedFolder(string target, FolderKind? replaceable = null)
    {
        _target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        CheckTarget(target, replaceable, out _fills, out _replaces);

        string ancestor = _fills ? _target : Path.GetDirectoryName(_target) ?? _target;
        while (!Directory.Exists(ancestor))
            ancestor = Path.GetDirectoryName(ancestor)!;
        RemoveAbandoned(ancestor);

        // The lock is there before the folder and goes after it, so a folder without one has nobody.
        StagingPath = Path.Combine(ancestor, Prefix + Path.GetRandomFileName());
        _lock = FileLock.TryTake(StagingPath + LockSuffix);
        Directory.CreateDirectory(StagingPath);
    }

    /// <summary>
    /// Takes over a folder that holds the files already; it stays where it is unless it is committed.
    /// </summary>
    /// <param name="target">As in the other constructor.</param>
    /// <param name="replaceable">As in the other constructor.</param>
    /// <param name="stagingPath">The folder, on the same disk.</param>
    /// <exception cref="AnoGanException">Something else stands at <paramref name="target"/>.</exception>
    public StagedFolder(string target, FolderKind? replaceable, string stagingPath)
    {
        _target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        CheckTarget(target, replaceable, out _fills, out _replaces);
        StagingPath = stagingPath;
        Directory.CreateDirectory(StagingPath);
    }

    /// <summary>Where to write until the commit.</summary>
    public string StagingPath { get; }

    /// <summary>Full path of the folder to make.</summary>
    public string TargetPath => _target;

    /// <summary>Refuses early what the constructor would refuse, without making anything.</summary>
    /// <param name="target">As in the constructor.</param>
    /// <param name="replaceable">As in the constructor.</param>
    /// <exception cref="AnoGanException">Something else stands at <paramref name="target"/>.</exception>
    public static void CheckTarget(string target, FolderKind? replaceable = null) =>
        CheckTarget(target, replaceable, out _, out _);

    /// <summary>Refuses early a place where no folder can be made.</summary>
    /// <param name="target">As in the constructor.</param>
    /// <param name="replaceable">As in the constructor.</param>
    /// <exception cref="AnoGanException">The folder cannot be made.</exception>
    public static void CheckWritable(string target, FolderKind? replaceable = null)
    {
        try
        {
            new StagedFolder(target, replaceable).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{target}: cannot be written ({e.Message}); free space, change its "
                + "permissions, or name another folder", e);
        }
    }

    /// <summary>
    /// Shows the files at their place. What stood there before goes at the same moment, where the system can do so.
    /// </summary>
    public void Commit()
    {
        FileSystemCalls.FlushFolder(StagingPath);
        if (_fills)
        {
            Fill();
            return;
        }

        string parent = Path.GetDirectoryName(_target)!;
        Directory.CreateDirectory(parent);
        if (!_replaces)
            Directory.Move(StagingPath, _target);
        else if (FileSystemCalls.TryExchange(StagingPath, _target))
            DeleteQuietly(StagingPath);
        else
            Replace();
        FileSystemCalls.FlushFolder(parent);
    }

    /// <summary>Removes what was not committed.</summary>
    public void Dispose()
    {
        if (_lock is null)
            return;
        DeleteQuietly(StagingPath);
        if (OperatingSystem.IsWindows())
            _lock.Dispose(); // which deletes no file that is open
        DeleteQuietly(StagingPath + LockSuffix);
        _lock.Dispose();
    }

    // An empty folder may be a mount point or the shell's own: it is filled, not replaced. The manifests, by which it
    // is known to be whole, come last.
    private void Fill()
    {
        foreach (string entry in
            Directory.GetFileSystemEntries(StagingPath).OrderBy(entry => Path.GetExtension(entry) == ".json"))
            Directory.Move(entry, Path.Combine(_target, Path.GetFileName(entry)));
        FileSystemCalls.FlushFolder(_target);
    }

    private void Replace()
    {
        string former = $"{StagingPath}.old";
        Directory.Move(_target, former);
        try
        {
            Directory.Move(StagingPath, _target);
        }
        catch
        {
            Directory.Move(former, _target);
            throw;
        }

        DeleteQuietly(former);
    }

    private static void RemoveAbandoned(string ancestor)
    {
        IEnumerable<string> locks = Directory
            .GetFiles(ancestor, $"{Prefix}*{LockSuffix}")
            .Select(path => path[..^LockSuffix.Length]);
        IEnumerable<string> folders = Directory
            .GetDirectories(ancestor, Prefix + "*")
            .Where(folder => !folder.EndsWith(".old", StringComparison.Ordinal));
        foreach (string folder in folders.Union(locks))
        {
            // One that cannot be locked is somebody else's, or just gone.
            string lockPath = folder + LockSuffix;
            Quietly.Do(() =>
            {
                using FileLock? held = File.Exists(lockPath) ? FileLock.TryTake(lockPath, FileMode.Open) : null;
                if (held is null && File.Exists(lockPath))
                    return;
                DeleteQuietly(folder);
                DeleteQuietly(lockPath);
            });
        }
    }

    private static bool IsMountPoint(string folder)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return Array.Exists(DriveInfo.GetDrives(), drive => Path.TrimEndingDirectorySeparator(drive.Name) == full);
    }

    // What led here matters more to the user than a failure while tidying up.
    private static void DeleteQuietly(string path) => Quietly.Do(() =>
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        else
            File.Delete(path);
    });

    private static void CheckTarget(string target, FolderKind? replaceable, out bool fills, out bool replaces)
    {
        fills = replaces = false;
        if (File.Exists(target))
            throw new AnoGanException($"{target}: is a file; name a folder that does not exist yet");
        for (string? above = Path.GetDirectoryName(Path.GetFullPath(target)); above is not null;
            above = Path.GetDirectoryName(above))
        {
            if (File.Exists(above))
                throw new AnoGanException($"{target}: cannot be a folder, for {above} is a file; name another one");
        }

        if (!Directory.Exists(target))
            return;
        fills = UnfinishedFolder.IsEmpty(target);
        if (fills)
            return;

        string? other = replaceable?.WhatElse(target);
        replaces = replaceable is not null && other is null;
        if (replaces && IsMountPoint(target))
            throw new AnoGanException($"{target}: a mount point, and what it holds cannot be replaced in one rename; "
                + "name a folder inside it, or empty it");
        if (!replaces)
        {
            throw new AnoGanException(replaceable is null
                ? $"{target}: the folder is not empty; name a new one, or empty it first"
                : $"{target}: the folder is not empty and {other}, so it is not overwritten; name a new one");
        }
    }
}
