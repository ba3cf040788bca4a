namespace AnoGan.Runtime;

/// <summary>
/// A folder that appears whole or not at all: files are written to a hidden folder on the same disk, and
/// <see cref="Commit"/> renames it. Disposing without a commit leaves nothing behind.
/// </summary>
internal sealed class StagedFolder : IDisposable
{
    private readonly string _target;
    private readonly bool _fills;
    private readonly bool _replaces;

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
        StagingPath = Path.Combine(ancestor, $".anogan.{Path.GetRandomFileName()}");
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
    public static void CheckTarget(string target, FolderKind? replaceable = null) => CheckTarget(target, replaceable, out _, out _);

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
            throw new AnoGanException($"{target}: cannot be written ({e.Message}); free space, change its permissions, or name another folder", e);
        }
    }

    /// <summary>Shows the files at their place.</summary>
    public void Commit()
    {
        if (_fills)
        {
            // An empty folder may be a mount point or the shell's own: it is filled, not replaced.
            foreach (string entry in Directory.GetFileSystemEntries(StagingPath))
                Directory.Move(entry, Path.Combine(_target, Path.GetFileName(entry)));
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(_target)!);
        string former = $"{StagingPath}.old";
        if (!_replaces)
        {
            Directory.Move(StagingPath, _target);
            return;
        }

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

    /// <summary>Removes what was not committed.</summary>
    public void Dispose() => DeleteQuietly(StagingPath);

    private static void DeleteQuietly(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What led here matters more to the user than a failure while tidying up.
        }
    }

    private static void CheckTarget(string target, FolderKind? replaceable, out bool fills, out bool replaces)
    {
        fills = replaces = false;
        if (File.Exists(target))
            throw new AnoGanException($"{target}: is a file; name a folder that does not exist yet");
        for (string? above = Path.GetDirectoryName(Path.GetFullPath(target)); above is not null; above = Path.GetDirectoryName(above))
        {
            if (File.Exists(above))
                throw new AnoGanException($"{target}: cannot be a folder, for {above} is a file; name another one");
        }

        if (!Directory.Exists(target))
            return;
        fills = !Directory.EnumerateFileSystemEntries(target).Any();
        if (fills)
            return;

        string? other = replaceable?.WhatElse(target);
        replaces = replaceable is not null && other is null;
        if (!replaces)
        {
            throw new AnoGanException(replaceable is null
                ? $"{target}: the folder is not empty; name a new one, or empty it first"
                : $"{target}: the folder is not empty and {other}, so it is not overwritten; name a new one");
        }
    }
}
