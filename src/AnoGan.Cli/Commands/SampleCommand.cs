using System.CommandLine;
using AnoGan.Data;
using AnoGan.Sampling;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan sample MODEL --out DIR</c></summary>
internal static class SampleCommand
{
    public static Command Create() => TableCommand.Of("sample", """
        Draws pictures with a model's generator: a grid, walks between them, and the nearest training images beside them.
        Example: anogan sample runs/part --out runs/samples --interpolate 8 --nearest photos/good
        """, ScoreTables.Sample, request => request.Validate(), Run);

    private static int Run(SampleRequest request, CommandLine line, CancellationToken cancellation)
    {
        IReadOnlyList<ImageFile> files = SampleRun.Plan(request, line.WarningOfPlan);
        string compared = request.Nearest is null ? ""
            : $", compare them with {files.Count} images of {request.Nearest}";
        string plan = $"would draw {request.Count} pictures with {request.Model}{compared} and write them to "
            + request.Out;
        SampleManifest? manifest = line.Compute(plan, events => SampleRun.Execute(request, events, cancellation));
        if (manifest is null)
            return ExitCode.Done;
        string walks = manifest.Interpolate > 0 ? $", {manifest.Interpolate} rows between them" : "";
        line.Output.WriteLine($"samples      {manifest.Count} pictures of seed {manifest.Seed}{walks}");
        if (manifest.Nearest is { } nearest)
            SampleReport.Write(nearest, line.Output);
        line.Output.WriteLine($"wrote {VisibleText.Of(request.Out)}");
        return ExitCode.Done;
    }
}
