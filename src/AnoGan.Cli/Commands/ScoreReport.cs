using AnoGan.Evaluation;
using AnoGan.Results;

namespace AnoGan.Cli.Commands;

/// <summary>What a scoring run prints: where the results are, how labels separate, and the highest scores.</summary>
internal static class ScoreReport
{
    private const int Highest = 5;

    /// <summary>Prints the summary; numbers that the method does not have are left out.</summary>
    /// <param name="summary">The run.</param>
    /// <param name="normalLabel">The label that counts as normal, or null.</param>
    /// <param name="output">Where to.</param>
    public static void Write(ScoreSummary summary, string? normalLabel, TextWriter output)
    {
        string folder = summary.Folder;
        RunManifest run = summary.Manifest;
        List<LabelledScore> labelled = [];
        var labelsOnce = new Dictionary<string, string>(StringComparer.Ordinal);
        List<(double Score, string Path)> highest = [];
        int anomalies = 0;
        foreach (ScoreRow row in summary.Stream())
        {
            if (row.Score is not { } score)
                continue;
            if (!labelsOnce.TryGetValue(row.Label, out string? label))
                labelsOnce.Add(row.Label, label = row.Label);
            labelled.Add(new LabelledScore(
                label, score, row.Residual ?? double.NaN, row.FeatureDistance ?? double.NaN));
            if (highest.Count < Highest || score >= highest[^1].Score)
                highest =
                [
                    .. highest.Append((Score: score, row.Path)).OrderByDescending(image => image.Score)
                        .ThenBy(image => image.Path, StringComparer.Ordinal).Take(Highest),
                ];
            anomalies += row.IsAnomaly == true ? 1 : 0;
        }

        output.WriteLine($"results    {VisibleText.Of(folder)}");
        output.WriteLine($"scored     {run.ScoredImages} of {summary.Images} images in {run.ElapsedSeconds:F1} s on "
            + $"{run.Device}");
        if (run.Threshold is { } threshold)
            output.WriteLine(
                $"verdicts   {anomalies} of {run.ScoredImages} images above "
                    + $"{threshold:G4}: anomalies at a false-positive rate of {run.FalsePositiveRate:G3}");
        if (normalLabel is not null && LabelSummary.From(labelled, normalLabel) is { } labels)
        {
            string residual = double.IsNaN(labels.ResidualAuroc) ? "" : $"; residual alone {labels.ResidualAuroc:F4}";
            string feature = double.IsNaN(labels.FeatureAuroc) ? "" : ", feature distance alone "
                + $"{labels.FeatureAuroc:F4}";
            output.WriteLine($"AUROC      {labels.ScoreAuroc:F4} ({labels.NormalImages} images of "
                + $"{VisibleText.Of(labels.NormalLabel)} against {labels.AnomalousImages} others){residual}{feature}");
            if (residual.Length > 0)
                output.WriteLine($"residual   median {labels.NormalResidual:F4} of "
                    + $"{VisibleText.Of(labels.NormalLabel)}, {labels.AnomalousResidual:F4} of the others");
        }

        output.WriteLine("highest scores");
        foreach ((double score, string path) in highest)
            output.WriteLine($"  {score:G4}  {VisibleText.Of(path)}");
        if (ResultsLayout.HasReport(folder))
            output.WriteLine($"report     {VisibleText.Of(Path.Combine(folder, ResultsLayout.Report))}");
    }
}
