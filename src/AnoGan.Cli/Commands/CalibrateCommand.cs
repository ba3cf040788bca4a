using System.CommandLine;
using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Scoring;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan calibrate IMAGES --model DIR</c></summary>
internal static class CalibrateCommand
{
    public static Command Create() => TableCommand.Of("calibrate", """
        Learns anew how normal images score, or adds false alarms to what is normal; the networks stay.
        Example: anogan calibrate photos/more-good --model runs/part --steps 50
                 anogan calibrate photos/false-alarms --model runs/part --add-normal
                 anogan calibrate --model runs/part --undo
        """, ScoreTables.Calibrate, request => request.Validate(), Run);

    private static int Run(CalibrateRequest request, CommandLine line, CancellationToken cancellation)
    {
        IReadOnlyList<ImageFile> files = CalibrateRun.Plan(request, line.WarningOfPlan);
        string target = request.Out ?? request.Model;
        string plan = (request.Undoes ? $"would take back what was last added to {request.Model}"
            : request.AddsNormal ? $"would add {files.Count} images of {request.Images} to {request.Model}"
            : $"would calibrate {request.Model} on {files.Count} images of {request.Images}")
            + $" and write the model to {target}";
        ModelManifest? manifest = line.Compute(
            plan, events => CalibrateRun.Execute(request, DateTimeOffset.UtcNow, events, cancellation));
        if (manifest is null)
            return ExitCode.Done;
        Calibration normal = manifest.Calibration;
        line.Output.WriteLine($"model      {VisibleText.Of(target)}");
        int images = normal.Added.Sum(addition => addition.Hashes.Count);
        if (request.Undoes)
        {
            string parts = PathList.Count(normal.Added.Count, "part");
            line.Output.WriteLine("added      " + (images == 0
                ? "none any more"
                : $"still {PathList.Count(images, "image")}, in {parts}"));
        }
        else if (request.AddsNormal)
        {
            AddedPictures added = normal.Added[^1];
            string anomalies = normal.IsHeldOut
                ? $": {added.AlarmsBefore} called anomalies before, {added.AlarmsAfter} with the others alone added"
                : "";
            line.Output.WriteLine($"added      {PathList.Count(added.Hashes.Count, "image")}{anomalies}"
                + (images > added.Hashes.Count ? $"; {images} in all" : ""));
        }

        line.Output.WriteLine($"normal     median residual {normal.MedianResidual:F4}, median score "
            + $"{normal.MedianScore:F3}; " + (normal.IsHeldOut
                ? $"p-values from {normal.ScoresOf(ScoreKind.Combined).Count} images"
                : "no p-values"));
        return ExitCode.Done;
    }
}
