namespace AnoGan.Data;

/// <summary>
/// Refuses to write where something is read: a run must not take what it made for what it was given, nor replace it.
/// </summary>
internal static class KeptApart
{
    /// <summary>
    /// Refuses a file or folder to write that is the folder that is read, or lies in it, links resolved.
    /// </summary>
    /// <param name="what">What is read, in words with an article: "the folder of images".</param>
    /// <exception cref="AnoGanException">It is there, or that cannot be told.</exception>
    public static void CheckOutside(string property, string target, string what, string read)
    {
        if (!IsWithin(target, read))
            return;
        throw AreSame(target, read)
            ? AnoGanException.Of(property, $" {target}: is {what} itself, which is only read; name a place outside of "
                + "it")
            : AnoGanException.Of(property, $" {target}: lies inside {what} {read}, which is only read; name a place "
                + "outside of it");
    }

    /// <summary>
    /// Refuses a folder to make as <see cref="CheckOutside"/> does, and one that holds what is read, for it may be
    /// replaced.
    /// </summary>
    /// <exception cref="AnoGanException">One is, or lies in, the other, or that cannot be told.</exception>
    public static void CheckFolder(string property, string target, string what, string read)
    {
        CheckOutside(property, target, what, read);
        CheckHoldsNot(property, target, what, read);
    }

    /// <summary>Refuses a folder to make that holds a file or folder that is read, for it may be replaced.</summary>
    /// <exception cref="AnoGanException">It holds it, or that cannot be told.</exception>
    public static void CheckHoldsNot(string property, string target, string what, string read)
    {
        if (IsWithin(read, target))
            throw AnoGanException.Of(property, $" {target}: holds {what} {read}, which is only read; name a folder "
                + "beside it");
    }

    /// <summary>Whether two paths, which need not exist, lead to the same file.</summary>
    /// <exception cref="AnoGanException">That cannot be told.</exception>
    public static bool AreSame(string target, string read) => Look(target, () => RealPath.AreSame(target, read));

    /// <summary>Whether what is written to a path would be a file or folder or lie in it.</summary>
    /// <exception cref="AnoGanException">That cannot be told.</exception>
    public static bool IsWithin(string target, string folder) => Look(target, () => RealPath.IsWithin(target, folder));

    private static bool Look(string target, Func<bool> look)
    {
        try
        {
            return look();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{target}: cannot be looked at ({e.Message}); change its permissions, or name "
                + "another place", e);
        }
    }
}

/// <summary>Paths with every symbolic link resolved, so that one folder has one name.</summary>
internal static class RealPath
{
    // Whether names that differ in case alone are one file is up to each disk; these systems mostly say so.
    public static readonly StringComparison Comparison =
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
