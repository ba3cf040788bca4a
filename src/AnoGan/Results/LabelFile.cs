using AnoGan.Runtime;

namespace AnoGan.Results;

/// <summary>Labels that come from a CSV file with the columns path and label instead of folder names.</summary>
internal static class LabelFile
{
    private const string PathColumn = "path", LabelColumn = "label";

    /// <summary>Gives each image the label that the file has for it.</summary>
    /// <param name="file">
    /// The CSV file; its paths are those of scores.csv, however their letters are composed and their slashes lean.
    /// Blanks around a label are no part of it.
    /// </param>
    /// <returns>The images in their order, with their new labels.</returns>
    /// <exception cref="AnoGanException">
    /// The file cannot be read, a label is empty, a path is there twice or belongs to no image, or an image has no
    /// label.
    /// </exception>
    public static IReadOnlyList<ScoreRow> Apply(string file, IReadOnlyList<ScoreRow> rows, string scores)
    {
        var known = new PathIndex(rows.Select(row => row.Path));
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        using (var table = new CsvTable(file, [PathColumn, LabelColumn]))
        {
            while (table.Read())
            {
                // Whoever writes labels may copy paths from scores.csv or from a listing of the folder.
                string cell = table.Whole(PathColumn), written = CellText.Read(cell);
                string path = known.Find(written) ?? known.Find(cell)
                    ?? throw table.Refuse($"path '{written}'", $"a path of {scores}", "mend the path or take the line "
                        + "out");
                string label = LabelText.Of(CellText.Read(table[LabelColumn]));
                if (label.Length == 0)
                    throw table.Refuse($"no label for {path}", "one");
                if (!labels.TryAdd(path, label))
                    throw table.Refuse($"{path} for the second time", "each path once", "take one of the lines out");
            }
        }

        string? missing = rows.Select(row => row.Path).FirstOrDefault(path => !labels.ContainsKey(path));
        if (missing is not null)
            throw new AnoGanException($"{file}: found no label for {missing}, expected one for each of the "
                + $"{rows.Count} images of {scores}; add a line for it");
        return [.. rows.Select(row => row with { Label = labels[row.Path] })];
    }
}

/// <summary>Labels that people wrote: what looks the same is the same label.</summary>
internal static class LabelText
{
    /// <summary>
    /// A label without blanks around it, composed by Unicode, so that ü is one character however it was written.
    /// </summary>
    public static string Of(string label) => UnicodeText.Compose(label).Trim(' ', '\t', '\u00A0');

    /// <summary>The rows with such labels.</summary>
    public static IReadOnlyList<ScoreRow> Tidy(IReadOnlyList<ScoreRow> rows) =>
        [.. rows.Select(row => row with { Label = Of(row.Label) })];

    /// <summary>
    /// Two labels that differ in nothing but the case of letters, as the beginning of a warning; null where there are
    /// none.
    /// </summary>
    public static string? Alike(IEnumerable<ScoreRow> rows)
    {
        string[]? alike = rows.Select(row => row.Label).Distinct()
            .GroupBy(label => label, StringComparer.OrdinalIgnoreCase)
            .Select(group => group.Order(StringComparer.Ordinal).ToArray()).FirstOrDefault(group => group.Length > 1);
        return alike is null
            ? null
            : $"found the labels {string.Join(" and ", alike)}, which count as different; write them alike if they "
                + "mean the same";
    }
}
