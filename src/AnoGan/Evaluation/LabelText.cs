using AnoGan.Runtime;

namespace AnoGan.Evaluation;

/// <summary>Labels that people wrote: what looks the same is the same label.</summary>
internal static class LabelText
{
    /// <summary>
    /// A label without blanks around it, composed by Unicode, so that ü is one character however it was written.
    /// </summary>
    /// <param name="label">The label as it was written.</param>
    public static string Of(string label) => UnicodeText.Compose(label).Trim(' ', '\t', '\u00A0');

    /// <summary>Rows with such labels.</summary>
    /// <param name="rows">The rows.</param>
    public static IReadOnlyList<ScoreRow> Tidy(IReadOnlyList<ScoreRow> rows) =>
        [.. rows.Select(row => row with { Label = Of(row.Label) })];

    /// <summary>
    /// Two labels that differ in nothing but the case of letters, as the beginning of a warning; null where there are
    /// none.
    /// </summary>
    /// <param name="rows">The rows.</param>
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
