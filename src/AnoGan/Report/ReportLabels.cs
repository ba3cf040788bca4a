using System.Globalization;
using System.Text;
using AnoGan.Evaluation;
using AnoGan.Method;

namespace AnoGan.Report;

/// <summary>The table of labels: how many images, how they score, and how many are called anomalous.</summary>
internal static class ReportLabels
{
    private const double Width = 240, Middle = 11;

    /// <summary>The table; nothing where images have no labels.</summary>
    public static string Render(ReportContent content)
    {
        LabelScores[] labels =
        [
            .. content.Labels.OrderByDescending(label => label.Label == content.NormalLabel)
                .ThenBy(label => label.Label, StringComparer.Ordinal),
        ];
        if (labels.Length == 0 || (labels.Length == 1 && labels[0].Label.Length == 0))
            return "";

        bool hasPixels = content.Metrics?.PixelAuroc is not null, hasVerdicts = content.Run.Threshold is not null;
        var table = new StringBuilder(
            "<div class=\"scroll\" role=\"region\" aria-label=\"Labels\" tabindex=\"0\"><table class=\"labels\">"
                + "<caption class=\"unseen\">Labels</caption><thead><tr><th scope=\"col\">label</th>");
        table.Append(Head("images")).Append(Head("median score"));
        if (hasVerdicts)
            table.Append(Head("called anomalous"));
        if (content.HasBothKinds)
            table.Append(Head($"AUROC against {Html.Of(content.NormalLabel!)}"));
        if (hasPixels)
            table.Append(Head("pixel AUROC")).Append(Head("AUPRO"));
        table.Append("<th scope=\"col\">scores: middle half, median, 5 to 95 %</th></tr></thead><tbody>");
        ScoreSpan span = ScoreSpan.Of(content);
        ReportGroups colours = ReportGroups.Of(content);
        double[] normal = content.HasBothKinds ? content.ScoresOf(isNormal: true) : [];
        foreach (LabelScores label in labels)
            table.Append(
                Row(content, label, normal, span, colours.ColourOf(label.Label), hasVerdicts, hasPixels));
        return table.Append("</tbody></table></div>").ToString();
    }

    private static string Row(
        ReportContent content, LabelScores label, double[] normal, ScoreSpan span, int? colour, bool hasVerdicts,
        bool hasPixels)
    {
        double[] scores = [.. label.Scores.Order()];
        var cells = new StringBuilder($"<tr><td>{(label.Label.Length == 0 ? "(none)" : Html.Of(label.Label))}</td>");
        cells.Append(Number(Html.Of(scores.Length))).Append(Number(Html.Of(Quantile.Of(scores, 0.5))));
        if (hasVerdicts)
            cells.Append(Number($"{Html.Of(label.Called)} ({Html.Percent((double)label.Called / scores.Length)})"));
        if (content.HasBothKinds)
            cells.Append(Number(Html.Measure(content.IsOther(label) ? Roc.Area(normal, scores) : null)));

        ClassMetrics? metrics = content.Metrics?.Classes.GetValueOrDefault(label.Label);
        if (hasPixels)
            cells.Append(Number(Html.Measure(metrics?.PixelAuroc))).Append(Number(Html.Measure(metrics?.Aupro)));
        string style = colour is { } place ? $"group-{place}" : "";
        return $"{cells}<td class=\"{style}\">{Range(scores, span, content.Run.Threshold)}</td></tr>";
    }

    private static string Range(double[] scores, ScoreSpan span, double? threshold)
    {
        double At(double score) =>
            Math.Round(4 + (Width - 8) * Math.Clamp((score - span.From) / (span.To - span.From), 0, 1), 1);
        double[] quantiles = Array.ConvertAll([0.05, 0.25, 0.5, 0.75, 0.95], share => Quantile.Of(scores, share));
        double[] x = Array.ConvertAll(quantiles, At);
        string line = threshold is { } value
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"<line class=\"threshold\" x1=\"{At(value)}\" x2=\"{At(value)}\" y1=\"0\" y2=\"{2 * Middle}\"/>")
            : "";
        string words =
            $"5 % below {Html.Of(quantiles[0])}, a quarter below {Html.Of(quantiles[1])}, half below "
            + $"{Html.Of(quantiles[2])}, three quarters below {Html.Of(quantiles[3])}, 95 % below "
            + $"{Html.Of(quantiles[4])}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<svg class=\"range\" viewBox=\"0 0 {Width} {2 * Middle}\" preserveAspectRatio=\"none\" role=\"img\" "
                + $"aria-label=\"{words}\">{line}"
                + $"<line class=\"whisker\" x1=\"{x[0]}\" x2=\"{x[4]}\" y1=\"{Middle}\" y2=\"{Middle}\"/>"
                + $"<rect class=\"box\" x=\"{x[1]}\" y=\"5\" width=\"{Math.Max(x[3] - x[1], 0.5)}\" height=\"12\"/>"
                + $"<line class=\"median\" x1=\"{x[2]}\" x2=\"{x[2]}\" y1=\"3\" y2=\"19\"/></svg>");
    }

    private static string Head(string text) => $"<th scope=\"col\" class=\"number\">{text}</th>";

    private static string Number(string text) => $"<td class=\"number\">{text}</td>";
}
