namespace AnoGan.Runtime;

/// <summary>
/// A folder that appears whole or not at all: files are written to a hidden folder on the same disk, and
/// <see cref="Commit"/> renames it. Disposing without a commit leaves nothing behind.
/// </summary>
internal sealed class StagedFolder : IDisposable
{
    private readonly string _target;
    private readonly bool _targetExists;

    /// <summary>Makes the hidden folder.</summary>
    /// <param name="target">The folder to make; it does not exist yet, or is empty.</param>
    /// <exception cref="AnoGanException">Something stands at <paramref name="target"/>.</exception>
    public StagedFolder(string target)
    {
        _target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        _targetExists = Directory.Exists(_target);
        if (File.Exists(_target))
            throw new AnoGanException($"{target}: is a file; name a folder that does not exist yet");
        if (_targetExists && Directory.EnumerateFileSystemEntries(_target).Any())
            throw new AnoGanException($"{target}: the folder is not empty; name a new one, or empty it first");

        // An empty folder may be a mount point or the shell's own: it is filled, not replaced.
        string ancestor = _target;
        while (!Directory.Exists(ancestor))
            ancestor = Path.GetDirectoryName(ancestor)!;
        StagingPath = Path.Combine(ancestor, $".{Path.GetFileName(_target)}.{Path.GetRandomFileName()}");
        Directory.CreateDirectory(StagingPath);
    }

    /// <summary>Where to write until the commit.</summary>
    public string StagingPath { get; }

    /// <summary>Full path of the folder to make.</summary>
    public string TargetPath => _target;

    /// <summary>Shows the files at their place.</summary>
    public void Commit()
    {
        if (_targetExists)
        {
            foreach (string entry in Directory.GetFileSystemEntries(StagingPath))
                Directory.Move(entry, Path.Combine(_target, Path.GetFileName(entry)));
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(_target)!);
        Directory.Move(StagingPath, _target);
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
}
