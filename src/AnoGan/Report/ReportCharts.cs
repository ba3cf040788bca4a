using AnoGan.Evaluation;
using AnoGan.Method;
using AnoGan.Report.Charts;

namespace AnoGan.Report;

/// <summary>The charts: how scores spread, and how well they tell the kinds apart.</summary>
internal static class ReportCharts
{
    /// <summary>The charts as figures.</summary>
    public static string Render(ReportContent content)
    {
        if (content.Scored == 0)
            return "";
        // Letters would be too small if the wide one were shrunk to a phone.
        LineChart histogram = Histogram(content);
        string kind = content.HasBothKinds ? "" : " alone";
        string spread = $"<figure class=\"wide{kind}\">{Svg(histogram, 640)}</figure>"
            + $"<figure class=\"narrow\">{Svg(histogram, 340)}</figure>";
        if (!content.HasBothKinds)
            return spread;

        double[] normal = content.ScoresOf(isNormal: true), others = content.ScoresOf(isNormal: false);
        return $"{spread}<figure>{Svg(RocChart(normal, others), 320)}</figure>"
            + $"<figure>{Svg(PrecisionChart(normal, others), 320)}</figure>";
    }

    private static string Svg(LineChart chart, int width) => chart.ToSvg(width, 340);

    private static LineChart Histogram(ReportContent content)
    {
        List<HistogramGroup> groups = ReportGroups.Of(content).Histogram;
        ScoreSpan span = ScoreSpan.Of(content);
        string threshold = content.Run.Threshold is { } value ? $", with the threshold at {Html.Of(value)}" : "";
        return new HistogramChart
        {
            Title = "How scores spread",
            Description = $"Histogram of the scores of {string.Join(", ", groups.Select(group => group.Name))}"
                + $"{threshold}; scores from {Html.Of(span.Least)} to {Html.Of(span.Greatest)}.",
            X = new ChartAxis("score" + (span.IsCut ? "; the outermost bars count what lies beyond" : ""))
            {
                Min = span.From,
                Max = span.To,
            },
            Groups = groups,
            Marks = content.Run.Threshold is { } mark && mark >= span.From && mark <= span.To
                ? [new ChartMark(mark, $"threshold {Html.Of(mark)}")]
                : [],
        }.ToLineChart();
    }

    private static LineChart RocChart(double[] normal, double[] others)
    {
        string area = Html.Measure(Roc.Area(normal, others));
        return new LineChart
        {
            Title = $"ROC: AUROC {area}",
            Description = $"Receiver operating characteristic: share of the {others.Length} anomalous images found "
                + $"over the share of the {normal.Length} normal images falsely called anomalous. Area {area}.",
            X = Share("false-positive rate"),
            Y = Share("anomalies found"),
            Series =
            [
                Line("chance", [new CurvePoint(0, 0), new CurvePoint(1, 1)], ChartSeries.Faint),
                Line("score", Roc.Curve(normal, others), ChartSeries.Ink),
            ],
        };
    }

    private static LineChart PrecisionChart(double[] normal, double[] others)
    {
        string area = Html.Measure(PrecisionRecall.Average(normal, others));
        double chance = (double)others.Length / (others.Length + normal.Length);
        return new LineChart
        {
            Title = $"Precision-recall: AP {area}",
            Description = "Precision-recall curve: share of true anomalies among the images called anomalous, over "
                + $"the share of the {others.Length} anomalous images found. Average precision {area}.",
            X = Share("recall: anomalies found"),
            Y = Share("precision"),
            Series =
            [
                Line("chance", [new CurvePoint(0, chance), new CurvePoint(1, chance)], ChartSeries.Faint),
                Line("score", PrecisionRecall.Curve(normal, others), ChartSeries.Ink),
            ],
        };
    }

    private static ChartAxis Share(string label) => new(label) { Min = 0, Max = 1 };

    private static ChartSeries Line(string name, IReadOnlyList<CurvePoint> points, int colour) =>
        new(name, [.. points.Select(point => point.X)], [.. points.Select(point => point.Y)]) { Colour = colour };
}

/// <summary>
/// The scores that charts show: all of them, unless a few lie so far out that the others would be a line.
/// </summary>
/// <param name="Least">The least score.</param>
/// <param name="Greatest">The greatest.</param>
/// <param name="From">Where charts begin.</param>
/// <param name="To">Where charts end.</param>
internal sealed record ScoreSpan(double Least, double Greatest, double From, double To)
{
    // In lengths of the middle 96 % of the scores.
    private const double Reach = 1.5;

    /// <summary>Whether charts leave something out.</summary>
    public bool IsCut => From > Least || To < Greatest;

    /// <summary>Looks at scored and held-out images, at least one, and at the threshold.</summary>
    public static ScoreSpan Of(ReportContent content)
    {
        double[] scores =
        [
            .. content.Labels.SelectMany(label => label.Scores).Concat(content.Run.NormalScores ?? []).Order(),
        ];
        double low = Quantile.Of(scores, 0.02), high = Quantile.Of(scores, 0.98), reach = Reach * (high - low);
        double from = Math.Max(scores[0], low - reach), to = Math.Min(scores[^1], high + reach);
        if (content.Run.Threshold is { } threshold)
            (from, to) = (Math.Min(from, threshold), Math.Max(to, threshold));
        return new ScoreSpan(scores[0], scores[^1], from, to > from ? to : from + 1);
    }
}
