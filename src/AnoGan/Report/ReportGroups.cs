using System.Globalization;
using AnoGan.Report.Charts;

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
            groups.Add("scored images", content.Labels, ChartSeries.Ink, hasLabel: false);
        return groups;
    }

    // There are no more colours than eyes can tell apart: of many labels the largest are shown, and the rest together.
    private void AddLabels(ReportContent content)
    {
        IReadOnlyList<LabelScores> labels = content.Labels;
        LabelScores[] others =
        [
            .. labels.Where(content.IsOther)
                .OrderByDescending(label => label.Scores.Count)
                .ThenBy(label => label.Label, StringComparer.Ordinal),
        ];
        int apart = others.Length <= OtherColours ? others.Length : OtherColours - 1;

        Add(content.NormalLabel!, [labels.Single(label => label.Label == content.NormalLabel)], NormalColour);
        int colour = FirstOtherColour;
        foreach (LabelScores label in others.Take(apart).OrderBy(label => label.Label, StringComparer.Ordinal))
            Add(label.Label, [label], colour++);
        if (apart < others.Length)
            Add(
                string.Create(CultureInfo.InvariantCulture, $"{others.Length - apart:#,0} other labels"),
                others[apart..], colour);
        if (content.NormalLabel!.Length > 0 && labels.FirstOrDefault(label => label.Label.Length == 0) is { } none)
            Add("no label", [none], ChartSeries.Faint, hasLabel: false);
    }

    private void Add(string name, IReadOnlyList<LabelScores> labels, int colour, bool hasLabel = true)
    {
        double[] scores = [.. labels.SelectMany(label => label.Scores)];
        Histogram.Add(new HistogramGroup(Name(name, scores.Length), scores) { Colour = colour });
        foreach (LabelScores label in hasLabel ? labels : [])
            _colours[label.Label] = colour;
    }

    // The count has to be seen behind a long label too.
    private static string Name(string label, int count)
    {
        string visible = label.Length == 0 ? "(none)" : VisibleText.Of(label);
        return $"{(visible.Length <= LongestLabel ? visible : $"{visible[..(LongestLabel - 1)]}…")} "
            + $"({count.ToString(CultureInfo.InvariantCulture)})";
    }
}
