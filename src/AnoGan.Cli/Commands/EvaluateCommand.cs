using System.CommandLine;
using System.Globalization;
using AnoGan.Evaluation;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan evaluate RESULTS...</c></summary>
internal static class EvaluateCommand
{
    public static Command Create() => TableCommand.Of("evaluate", """
        Says how well scores agree with labels: a table on stdout, metrics.json in each results folder, and its report.html anew.
        Example: anogan evaluate runs/results --masks photos/ground_truth --min-auroc 0.95
        """, EvaluateTables.Evaluate, request => request.Validate(), Run);

    private static int Run(EvaluateRequest request, CommandLine line, CancellationToken cancellation)
    {
        IReadOnlyList<EvaluatedRun> runs = line.Show(events => EvaluateRun.Execute(request, events, cancellation));
        MetricsTable.Write([.. runs.Select(run => (run.Results, run.Metrics))], line.Output);
        foreach (EvaluatedRun run in runs)
        {
            if (run.MetricsPath is { } metrics)
                line.Output.WriteLine($"wrote {VisibleText.Of(metrics)}");
            if (run.ReportPath is { } report)
                line.Output.WriteLine($"wrote {VisibleText.Of(report)}");
        }

        if (!(runs[0].Metrics.ImageAuroc < request.MinAuroc))
            return ExitCode.Done;
        line.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"anogan: error: {VisibleText.Of(runs[0].Results)}: found an AUROC of {runs[0].Metrics.ImageAuroc}, "
                + $"expected at least {request.MinAuroc} as --min-auroc demands"));
        return ExitCode.BarMissed;
    }
}
