using System.CommandLine;
using AnoGan.Demo;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan demo-data --out DIR</c></summary>
internal static class DemoDataCommand
{
    public static Command Create() => TableCommand.Of("demo-data", """
        Draws pictures of a machined part to try anogan on: train/good, test/good, test/DEFECT and ground_truth/DEFECT.
        Example: anogan demo-data --out runs/demo
        """, EvaluateTables.Demo, options => options.Validate(), Run);

    private static int Run(DemoOptions options, CommandLine line, CancellationToken cancellation)
    {
        DemoSummary summary = DemoDataset.Write(options, cancellation);
        foreach (DemoFolder folder in summary.Folders)
            line.Output.WriteLine($"{folder.Count,6}  {VisibleText.Of(summary.OutputFolder)}/{folder.Name}");
        return ExitCode.Done;
    }
}
