using System.Globalization;
using AnoGan.Report.Charts;
using AnoGan.Results;

namespace AnoGan.Report;

/// <summary>What the histogram shows apart, each group in the one colour that it has everywhere on the page.</summary>
internal sealed class ReportGroups
{
    private const int NormalColour = 1, FirstOtherColour = 2, OtherColours = 4, HeldOutColour = 6, LongestLabel = 24;

    private readonly Dictionary<string, int> _colours = new(StringComparer.Ordinal);

    private ReportGroups()
    {
    }

    /// <summary>
    /// The groups: held-out images, those of the normal label, up to four of other labels, those without a label.
    /// </summary>
    public List<HistogramGroup> Histogram { get; } = [];

    /// <summary>The colour of a label; null where it is not shown apart from others.</summary>
    public int? ColourOf(string label) => _colours.TryGetValue(label, out int colour) ? colour : null;

    /// <summary>Sorts the scores into groups.</summary>
    public static ReportGroups Of(ReportContent content)
    {
        var groups = new ReportGroups();
        if (content.Run.NormalScores is { Count: > 0 } heldOut)
            groups.Histogram.Add(
                new HistogramGroup(Name("held-out normal", heldOut.Count), heldOut) { Colour = HeldOutColour });
        if (content.HasBothKinds)
            groups.AddLabels(content);
        else
            groups.Add("scored images", [.. content.Scored], ChartSeries.Ink, hasLabel: false);
        return groups;
    }

    // There are no more colours than eyes can tell apart: of many labels the largest are shown, and the rest together.
    private void AddLabels(ReportContent content)
    {
        IGrouping<string, ScoreRow>[] labels = [.. content.Scored.GroupBy(row => row.Label)];
        IGrouping<string, ScoreRow>[] others =
        [
            .. labels.Where(label => label.Key != content.NormalLabel && label.Key.Length > 0)
                .OrderByDescending(label => label.Count())
                .ThenBy(label => label.Key, StringComparer.Ordinal),
        ];
        int apart = others.Length <= OtherColours ? others.Length : OtherColours - 1;

        Add(content.NormalLabel!, [.. labels.Single(label => label.Key == content.NormalLabel)], NormalColour);
        int colour = FirstOtherColour;
        foreach (IGrouping<string, ScoreRow> label in
            others.Take(apart).OrderBy(label => label.Key, StringComparer.Ordinal))
            Add(label.Key, [.. label], colour++);
        if (apart < others.Length)
            Add(
                string.Create(CultureInfo.InvariantCulture, $"{others.Length - apart:#,0} other labels"),
                [.. others.Skip(apart).SelectMany(label => label)], colour);
        if (content.NormalLabel!.Length > 0 && labels.FirstOrDefault(label => label.Key.Length == 0) is { } unlabelled)
            Add("no label", [.. unlabelled], ChartSeries.Faint, hasLabel: false);
    }

    private void Add(string name, ScoreRow[] rows, int colour, bool hasLabel = true)
    {
        Histogram.Add(
            new HistogramGroup(Name(name, rows.Length), [.. rows.Select(row => row.Score!.Value)]) { Colour = colour });
        foreach (ScoreRow row in hasLabel ? rows : [])
            _colours[row.Label] = colour;
    }

    // The count has to be seen behind a long label too.
    private static string Name(string label, int count)
    {
        string visible = label.Length == 0 ? "(none)" : VisibleText.Of(label);
        return $"{(visible.Length <= LongestLabel ? visible : $"{visible[..(LongestLabel - 1)]}…")} "
            + $"({count.ToString(CultureInfo.InvariantCulture)})";
    }
}
