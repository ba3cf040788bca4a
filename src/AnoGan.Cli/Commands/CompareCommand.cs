using System.CommandLine;
using AnoGan.Evaluation;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan compare BASELINE NEW</c></summary>
internal static class CompareCommand
{
    public static Command Create() => TableCommand.Of("compare", """
        Says what changed between two runs over the same images: scores, their order, verdicts, AUROC.
        Exits with code 3 where a gate (--tolerance, --max-flips, --max-auroc-drop, --min-auroc) is exceeded. With any
        gate, an image that is missing in NEW or has lost its score fails too; added images are only reported.
        Example: anogan compare baseline/scores.csv runs/results --tolerance 0.001 --max-flips 0 --junit junit.xml
        """, EvaluateTables.Compare, request => request.Validate(), Run);

    private static int Run(CompareRequest request, CommandLine line, CancellationToken cancellation)
    {
        RunComparison comparison = line.Show(events => CompareRun.Execute(request, events), onlyWarnings: true);
        line.Output.WriteLine($"baseline   {VisibleText.Of(request.Baseline)}");
        line.Output.WriteLine($"new        {VisibleText.Of(request.New)}");
        ComparisonReport.Write(comparison, line.Output);
        foreach (string written in new[] { request.Json, request.JUnit }.OfType<string>())
            line.Output.WriteLine($"wrote {VisibleText.Of(written)}");
        foreach (GateOutcome missed in comparison.Gates.Where(gate => !gate.Passed))
            line.Error.WriteLine($"anogan: error: {VisibleText.Of(request.New)}: {VisibleText.Of(missed.Message)}");
        return comparison.Passed ? ExitCode.Done : ExitCode.BarMissed;
    }
}
