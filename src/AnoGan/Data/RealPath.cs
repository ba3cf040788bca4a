namespace AnoGan.Data;

/// <summary>Paths with every symbolic link resolved, so that one folder has one name.</summary>
internal static class RealPath
{
    /// <summary>Resolves the links in all parts of a path.</summary>
    /// <exception cref="IOException">A link leads back to itself.</exception>
    public static string Of(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        string? parent = Path.GetDirectoryName(full);
        if (parent is null)
            return full;

        string place = Path.Combine(Of(parent), Path.GetFileName(full));
        FileSystemInfo? target = Directory.ResolveLinkTarget(place, returnFinalTarget: true);
        return target is null ? place : Of(target.FullName);
    }
}
