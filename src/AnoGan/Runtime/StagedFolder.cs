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
    /// The name of a file by which a folder of the same kind is known: such a folder may stand at the target and is
    /// replaced on commit. Null where nothing may be replaced.
    /// </param>
    /// <exception cref="AnoGanException">Something else stands at <paramref name="target"/>.</exception>
    public StagedFolder(string target, string? replaceable = null)
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
    public static void CheckTarget(string target, string? replaceable = null) => CheckTarget(target, replaceable, out _, out _);

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
        if (_replaces)
            Directory.Move(_target, former);
        Directory.Move(StagingPath, _target);
        if (_replaces)
            Directory.Delete(former, recursive: true);
    }

    /// <summary>Removes what was not committed.</summary>
    public void Dispose()
    {
        try
        {
            if (Directory.Exists(StagingPath))
                Directory.Delete(StagingPath, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The failure that led here matters more to the user than one while tidying up.
        }
    }

    private static void CheckTarget(string target, string? replaceable, out bool fills, out bool replaces)
    {
        fills = replaces = false;
        if (File.Exists(target))
            throw new AnoGanException($"{target}: is a file; name a folder that does not exist yet");
        if (!Directory.Exists(target))
            return;
        fills = !Directory.EnumerateFileSystemEntries(target).Any();
        replaces = !fills && replaceable is not null && File.Exists(Path.Combine(target, replaceable));
        if (fills || replaces)
            return;

        throw new AnoGanException(replaceable is null
            ? $"{target}: the folder is not empty; name a new one, or empty it first"
            : $"{target}: the folder is not empty and holds no {replaceable}, so it is not overwritten; name a new one");
    }
}
