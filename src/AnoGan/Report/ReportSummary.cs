using System.Globalization;
using System.Text;
using AnoGan.Evaluation;
using AnoGan.Results;

namespace AnoGan.Report;

/// <summary>The beginning of the page: what was scored, and what it came to.</summary>
internal static class ReportSummary
{
    private const int ShownHash = 12;

    /// <summary>What gave the scores of what, and when.</summary>
    public static string Origin(ReportContent content)
    {
        RunManifest run = content.Run;
        string by = run.Model is { } model
            ? $"Scored by the model <strong>{Html.Of(model)}</strong>"
            : $"Scored by the baseline <strong>{Html.Of(run.Method)}</strong>";
        string hash = run.ModelHash is { Length: > ShownHash } full ? $" ({Html.Of(full[..ShownHash])}…)" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{by}{hash} · <time>{run.Started:d MMMM yyyy, HH:mm} UTC</time> · "
                + $"<a href=\"#made\">options and versions</a>");
    }

    /// <summary>The verdicts in a sentence.</summary>
    public static string Verdict(ReportContent content)
    {
        int scored = content.Scored, called = content.Called;
        if (content.Run is not { Threshold: { } threshold, FalsePositiveRate: { } rate })
            return $"<strong>No verdicts</strong>: {Html.Count(scored, "image")} {(scored == 1 ? "is" : "are")} "
                + "ranked by score alone.";
        return $"<strong>{Html.Of(called)} of {Html.Count(scored, "image")}</strong> {(called == 1 ? "is" : "are")} "
            + $"called anomalous: above a score of {Html.Of(threshold)}, which at most {Html.Percent(rate)} of new "
            + "normal images are expected to exceed.";
    }

    /// <summary>The numbers.</summary>
    public static string Facts(ReportContent content)
    {
        var facts = new StringBuilder();
        int scored = content.Scored, called = content.Called;
        facts.Append(Html.Fact("images scored", Html.Of(scored)));
        if (content.Run.Threshold is not null && scored > 0)
        {
            string share = Html.Percent((double)called / scored);
            facts.Append(Html.Fact("called anomalous", $"{Html.Of(called)}<small>{share} of them</small>"));
        }

        if (content.HasBothKinds)
            facts.Append(Agreement(content));
        if (content.Run.FailedImages > 0)
            facts.Append(Html.Fact(
                "not scored",
                $"{Html.Of(content.Run.FailedImages)}<small>{ErrorsShown(content)} at the table's end</small>"));
        return facts.ToString();
    }

    /// <summary>What the user should know, and was warned of.</summary>
    public static string Warnings(ReportContent content)
    {
        List<string> warnings = [.. content.Run.Warnings];
        if (content.Run.FailedImages > 0)
            warnings.Add($"{Html.Count(content.Run.FailedImages, "image")} could not be scored");
        return warnings.Count == 0
            ? ""
            : "<ul class=\"warnings\" aria-label=\"Warnings\">"
                + string.Concat(warnings.Select(warning => $"<li>⚠ {Html.Of(warning)}</li>")) + "</ul>";
    }

    private static string ErrorsShown(ReportContent content) => content.ShownFailed < content.Failed
        ? $"the first {Html.Of(content.ShownFailed)} with their errors"
        : "with their errors";

    private static string Agreement(ReportContent content)
    {
        double[] normal = content.ScoresOf(isNormal: true), others = content.ScoresOf(isNormal: false);
        string counts =
            $"<small>{normal.Length} {Html.Of(content.NormalLabel!)} against {others.Length} others</small>";
        string interval = content.Metrics is { ImageAurocInterval: var (low, high) }
            ? string.Create(CultureInfo.InvariantCulture, $"<small>95 % interval {low:F3} to {high:F3}</small>")
            : "";
        string chance = Html.Measure((double)others.Length / (others.Length + normal.Length));
        string precision = Html.Measure(PrecisionRecall.Average(normal, others));
        string facts = Html.Fact("AUROC", Html.Measure(Roc.Area(normal, others)) + interval + counts)
            + Html.Fact("average precision", $"{precision}<small>{chance} by chance</small>");
        return content.Metrics is { PixelAuroc: { } pixelAuroc, Aupro: { } aupro }
            ? facts + Html.Fact("pixel AUROC", Html.Measure(pixelAuroc))
                + Html.Fact("AUPRO", Html.Measure(aupro) + "<small>overlap of regions</small>")
            : facts;
    }
}
