using System.Globalization;
using AnoGan.Evaluation;
using AnoGan.Report.Charts;

namespace AnoGan.Report;

/// <summary>The charts: how scores spread, and how well they tell the kinds apart.</summary>
internal static class ReportCharts
{
    /// <summary>The charts as figures.</summary>
    public static string Render(ReportContent content)
    {
        if (!content.Scored.Any())
            return "";
        // Letters would be too small if the wide one were shrunk to a phone.
        LineChart histogram = Histogram(content);
        string kind = content.HasBothKinds ? "" : " alone";
        string spread = $"<figure class=\"wide{kind}\">{Svg(histogram, 640)}</figure><figure "
            + $"class=\"narrow\">{Svg(histogram, 340)}</figure>";
        if (!content.HasBothKinds)
            return spread;

        double[] normal = content.ScoresOf(isNormal: true), others = content.ScoresOf(isNormal: false);
        return $"{spread}<figure>{Svg(Roc(normal, others), 320)}</figure><figure>{Svg(Precision(normal, others), 320)}</figure>";
    }

    private static string Svg(LineChart chart, int width) => chart.ToSvg(width, 340, isStandalone: false);

    private static LineChart Histogram(ReportContent content)
    {
        List<HistogramGroup> groups = ReportGroups.Of(content).Histogram;
        ScoreSpan span = ScoreSpan.Of(content);
        string threshold = content.Run.Threshold is { } value ? $", with the threshold at {Html.Of(value)}" : "";
        return new HistogramChart
        {
            Title = "How scores spread",
            Description = "Histogram of the scores of "
                + $"{string.Join(", ", groups.Select(group => group.Name))}{threshold}; scores from "
                + $"{Html.Of(span.Least)} to {Html.Of(span.Greatest)}.",
            X = new ChartAxis("score" + (span.IsCut ? "; the outermost bars hold what lies beyond" : ""))
            {
                Min = span.From,
                Max = span.To,
            },
            Groups = groups,
            Marks =
                content.Run.Threshold is { } mark && mark >= span.From && mark <= span.To
                    ? [new ChartMark(mark, $"threshold {Html.Of(mark)}")]
                    : [],
        }.ToLineChart();
    }

    private static LineChart Roc(double[] normal, double[] others)
    {
        string area = Auroc.Compute(normal, others).ToString("F4", CultureInfo.InvariantCulture);
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
                Line("score", RocCurve.Compute(normal, others), ChartSeries.Ink),
            ],
        };
    }

    private static LineChart Precision(double[] normal, double[] others)
    {
        string area = AveragePrecision.Compute(normal, others).ToString("F4", CultureInfo.InvariantCulture);
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
                Line("score", PrecisionRecallCurve.Compute(normal, others), ChartSeries.Ink),
            ],
        };
    }

    private static ChartAxis Share(string label) => new(label) { Min = 0, Max = 1 };

    private static ChartSeries Line(string name, IReadOnlyList<CurvePoint> points, int colour) =>
        new(name, [.. points.Select(point => point.X)], [.. points.Select(point => point.Y)]) { Colour = colour };
}
