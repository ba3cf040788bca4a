using System.CommandLine;
using AnoGan.Data;
using AnoGan.Models;
using AnoGan.Scoring;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan calibrate IMAGES --model DIR</c></summary>
internal static class CalibrateCommand
{
    public static Command Create() => TableCommand.Of("calibrate", """
        Learns anew how normal images score, with other search options or other normal images; the networks stay.
        Example: anogan calibrate photos/more-good --model runs/part --steps 50
        """, ScoreTables.Calibrate, request => request.Validate(), Run);

    private static int Run(CalibrateRequest request, CommandLine line, CancellationToken cancellation)
    {
        IReadOnlyList<ImageFile> files = CalibrateRun.Plan(request, line.WarningOfPlan);
        string target = request.Out ?? request.Model;
        string plan = $"would calibrate {request.Model} on {files.Count} images of {request.Images} and write the "
            + $"model to {target}";
        ModelManifest? manifest = line.Compute(plan, events => CalibrateRun.Execute(request, events, cancellation));
        if (manifest is null)
            return ExitCode.Done;
        Calibration normal = manifest.Calibration;
        line.Output.WriteLine($"model      {VisibleText.Of(target)}");
        line.Output.WriteLine($"normal     median residual {normal.MedianResidual:F4}, median score "
            + $"{normal.MedianScore:F3}; "
            + (normal.IsHeldOut ? $"p-values from {normal.Scores.Count} images" : "no p-values"));
        return ExitCode.Done;
    }
}
