using System.CommandLine;
using AnoGan.Baselines;
using AnoGan.Data;
using AnoGan.Evaluation;
using AnoGan.Results;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan baseline TRAIN TEST --out DIR --method pca|nearest|features</c></summary>
internal static class BaselineCommand
{
    public static Command Create() => TableCommand.Of("baseline", """
        Scores images without a model, for comparison: report.html, scores.csv, heatmaps/, overlays/, reconstructions/, run.json.
        Example: anogan baseline photos/good photos/test --out runs/pca --method pca
        """, ScoreTables.Baseline, request => request.Validate(), Run);

    private static int Run(BaselineRequest request, CommandLine line, CancellationToken cancellation)
    {
        (IReadOnlyList<ImageFile> train, IReadOnlyList<ImageFile> test) = BaselineRun.Plan(request, line.WarningOfPlan);
        string? normalLabel = LabelSummary.FindNormalLabel(test, request.NormalLabel);
        string plan = $"would score {test.Count} images of {request.Test} against {train.Count} of {request.Train} "
            + $"and write the results to {request.Out}";
        ScoreSummary? summary = line.Compute(
            plan, events => BaselineRun.Execute(request, DateTimeOffset.UtcNow, events, cancellation));
        if (summary is not null)
            ScoreReport.Write(summary, normalLabel, line.Output);
        return ExitCode.Done;
    }
}
