using AnoGan.Runtime;

namespace AnoGan.Results;

/// <summary>
/// Finds paths that name the same file in other letters: ü as one character or as u and two dots (archives made on
/// macOS), backslashes for slashes, ./ in front, blanks around. What is written the same always goes first, for on
/// Linux the others may be files of their own.
/// </summary>
internal sealed class PathIndex
{
    private readonly HashSet<string> _paths;
    private readonly ILookup<string, string> _byKey;

    public PathIndex(IEnumerable<string> paths)
    {
        _paths = new HashSet<string>(paths, StringComparer.Ordinal);
        _byKey = _paths.ToLookup(Key, StringComparer.Ordinal);
    }

    /// <summary>
    /// The path itself where it is among them, or else the only one that names the same; null where there is none, or
    /// several.
    /// </summary>
    public string? Find(string path)
    {
        if (_paths.Contains(path))
            return path;
        string[] alike = [.. _byKey[Key(path)].Take(2)];
        return alike.Length == 1 ? alike[0] : null;
    }

    /// <summary>What all ways to write a path have in common.</summary>
    public static string Key(string path)
    {
        string key = UnicodeText.Compose(path).Trim(' ', '\t', '\u00A0').Replace('\\', '/');
        while (key.StartsWith("./", StringComparison.Ordinal))
            key = key[2..];
        return key;
    }

    /// <summary>Rows with the paths of others where they name the same, one to one; the rest keep theirs.</summary>
    public static IReadOnlyList<ScoreRow> WriteAlike(IReadOnlyList<ScoreRow> rows, IEnumerable<string> paths)
    {
        var taken = new HashSet<string>(paths, StringComparer.Ordinal);
        HashSet<string> own = [.. rows.Select(row => row.Path)];
        PathIndex others = new(taken.Where(path => !own.Contains(path))),
            rest = new(own.Where(path => !taken.Contains(path)));
        string Written(string path) =>
            !taken.Contains(path) && others.Find(path) is { } other && rest.Find(other) == path ? other : path;
        return [.. rows.Select(row => row with { Path = Written(row.Path) })];
    }
}
