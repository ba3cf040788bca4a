namespace AnoGan.Data;

/// <summary>Paths with every symbolic link resolved, so that one folder has one name.</summary>
internal static class RealPath
{
    // Whether names that differ in case alone are one file is up to each disk; these systems mostly say so.
    private static readonly StringComparison Comparison =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
            ? StringComparison.OrdinalIgnoreCase
            : StringComparison.Ordinal;

    /// <summary>Resolves the links in all parts of a path that exist.</summary>
    /// <exception cref="IOException">A link leads back to itself.</exception>
    public static string Of(string path)
    {
        string place = OfPlace(path);
        FileSystemInfo? target = LinkTarget(place);
        return target is null ? place : Of(target.FullName);
    }

    /// <summary>Whether two paths, which need not exist, lead to the same.</summary>
    /// <exception cref="IOException">A link leads back to itself.</exception>
    public static bool AreSame(string a, string b) => Of(a).Equals(Of(b), Comparison);

    /// <summary>
    /// Whether what is written to a path, which need not exist, would be a folder or lie in it: where a link at the end
    /// of the path leads, or beside the link itself.
    /// </summary>
    /// <exception cref="IOException">A link leads back to itself.</exception>
    public static bool IsWithin(string path, string folder)
    {
        string outer = Of(folder);
        string inside = Path.EndsInDirectorySeparator(outer) ? outer : outer + Path.DirectorySeparatorChar;
        return IsThere(Of(path)) || IsThere(OfPlace(path));

        bool IsThere(string real) => real.Equals(outer, Comparison) || real.StartsWith(inside, Comparison);
    }

    // Resolves all parts but the last.
    private static string OfPlace(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return Path.GetDirectoryName(full) is { } parent ? Path.Combine(Of(parent), Path.GetFileName(full)) : full;
    }

    private static FileSystemInfo? LinkTarget(string place)
    {
        try
        {
            return Directory.ResolveLinkTarget(place, returnFinalTarget: true);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // What is not there yet is no link.
        }
    }
}
