namespace AnoGan.Evaluation;

/// <summary>How many, and some of many paths, for one line.</summary>
internal static class PathList
{
    private const int Shown = 5;

    /// <summary>How many of what there are.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">The word for one, which an s makes the word for several.</param>
    public static string Count(int count, string one) => count == 1 ? $"1 {one}" : $"{count} {one}s";

    /// <summary>The first few paths, and how many more there are.</summary>
    /// <param name="paths">The paths.</param>
    public static string First(IReadOnlyCollection<string> paths)
    {
        string first = string.Join(", ", paths.Take(Shown).Select(path => VisibleText.Of(path)));
        return paths.Count > Shown ? $"{first} and {paths.Count - Shown} more" : first;
    }
}
