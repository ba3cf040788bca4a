using AnoGan.Evaluation;
using AnoGan.Results;

namespace AnoGan.Cli.Commands;

/// <summary>What a scoring run prints: where the results are, how labels separate, and the highest scores.</summary>
internal static class ScoreReport
{
    /// <summary>Prints the summary; numbers that the method does not have are left out.</summary>
    /// <param name="folder">The results folder.</param>
    /// <param name="summary">The run.</param>
    /// <param name="normalLabel">The label that counts as normal, or null.</param>
    /// <param name="output">Where to.</param>
    public static void Write(string folder, ScoreSummary summary, string? normalLabel, TextWriter output)
    {
        (string Path, string Label, AnomalyScore Score)[] scored =
            [.. summary.Rows.Where(row => row.Score is not null).Select(row => (row.Path, row.Label, row.Score!))];
        RunManifest run = summary.Manifest;
        output.WriteLine($"results    {VisibleText.Of(folder)}");
        output.WriteLine($"scored     {scored.Length} of {summary.Rows.Count} images in {run.ElapsedSeconds:F1} s on "
            + $"{run.Device}");
        if (run.Threshold is { } threshold)
            output.WriteLine(
                $"verdicts   {scored.Count(s => s.Score.IsAnomaly)} of {scored.Length} images above "
                    + $"{threshold:G4}: anomalies at a false-positive rate of {run.FalsePositiveRate:G3}");
        if (
            normalLabel is not null
            && LabelSummary.From([.. scored.Select(s => (s.Label, s.Score))], normalLabel) is { } labels)
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
        foreach (
            (string path, _, AnomalyScore score) in scored
                .OrderByDescending(s => s.Score.Score)
                .ThenBy(s => s.Path, StringComparer.Ordinal)
                .Take(5))
            output.WriteLine($"  {score.Score:G4}  {VisibleText.Of(path)}");
        if (ResultsLayout.HasReport(folder))
            output.WriteLine($"report     {VisibleText.Of(Path.Combine(folder, ResultsLayout.Report))}");
    }
}
