using AnoGan.Runtime;

namespace AnoGan.Evaluation;

/// <summary>
/// Finds paths that name the same file in other letters: ü as one character or as u and two dots (archives made on
/// macOS), backslashes for slashes, ./ in front, blanks around. What is written the same always goes first, for on
/// Linux the others may be files of their own.
/// </summary>
internal sealed class PathIndex
{
    private readonly HashSet<string> _paths;
    private readonly ILookup<string, string> _byKey;

    /// <summary>Takes the paths to look among.</summary>
    /// <param name="paths">The paths; one that is there twice counts once.</param>
    public PathIndex(IEnumerable<string> paths)
    {
        _paths = new HashSet<string>(paths, StringComparer.Ordinal);
        _byKey = _paths.ToLookup(Key, StringComparer.Ordinal);
    }

    /// <summary>
    /// The path itself where it is among them, or else the only one that names the same; null where there is none, or
    /// several.
    /// </summary>
    /// <param name="path">The path as somebody wrote it.</param>
    public string? Find(string path)
    {
        if (_paths.Contains(path))
            return path;
        string[] alike = [.. _byKey[Key(path)].Take(2)];
        return alike.Length == 1 ? alike[0] : null;
    }

    /// <summary>What all ways to write a path have in common.</summary>
    /// <param name="path">The path.</param>
    public static string Key(string path)
    {
        string key = UnicodeText.Compose(path).Trim(' ', '\t', '\u00A0').Replace('\\', '/');
        while (key.StartsWith("./", StringComparison.Ordinal))
            key = key[2..];
        return key;
    }

    /// <summary>Rows with the paths of others where they name the same, one to one; the rest keep theirs.</summary>
    /// <param name="rows">The rows, each path once.</param>
    /// <param name="paths">The paths to write alike, each once.</param>
    public static IReadOnlyList<ScoreRow> WriteAlike(IReadOnlyList<ScoreRow> rows, IEnumerable<string> paths)
    {
        var taken = new HashSet<string>(paths, StringComparer.Ordinal);
        HashSet<string> own = [.. rows.Select(row => row.Path)];
        PathIndex others = new(taken.Where(path => !own.Contains(path))),
            rest = new(own.Where(path => !taken.Contains(path)));
        return
        [
            .. rows.Select(row =>
                taken.Contains(row.Path) || others.Find(row.Path) is not { } other || rest.Find(other) != row.Path
                    ? row
                    : row with
                    {
                        Path = other,
                    }
            ),
        ];
    }
}
