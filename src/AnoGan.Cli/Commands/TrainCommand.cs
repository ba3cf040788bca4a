using System.CommandLine;
using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Training;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan train IMAGES --model DIR</c></summary>
internal static class TrainCommand
{
    public static Command Create() => TableCommand.Of("train", """
        Learns what normal images look like: a WGAN-GP on a folder of normal images only.
        Example: anogan train photos/good --model runs/part
        Large pictures: anogan train scans/good --model runs/scan --patch 64 --scale 0.5 --prepare local-contrast
        """, TrainTable.Table, request => request.Validate(), Run);

    private static int Run(TrainRequest request, CommandLine line, CancellationToken cancellation)
    {
        IReadOnlyList<ImageFile> files = TrainRun.Plan(request, line.WarningOfPlan);
        bool isFinished = TrainRun.IsFinished(request);
        string plan = isFinished ? $"would find that {request.Model} is finished, if these are its options and images"
            : TrainRun.IsInterrupted(request) ? $"would resume the interrupted training of {request.Model}"
            : $"would train on {files.Count} images of {request.Images} and write the model to {request.Model}";
        ModelManifest? manifest = line.Compute(
            plan, events => TrainRun.Execute(request, DateTimeOffset.UtcNow, events, cancellation), request.Training);
        if (manifest is null)
            return ExitCode.Done;
        if (isFinished)
            line.Output.WriteLine($"{VisibleText.Of(request.Model)} was finished before: nothing was left to train");
        WriteSummary(request, manifest, line.Output);
        return ExitCode.Done;
    }

    private static void WriteSummary(TrainRequest request, ModelManifest manifest, TextWriter output)
    {
        (DataFacts data, NetworkSpec network) = (manifest.Setup.Data, manifest.Setup.Network);
        TrainingFacts facts = manifest.Facts;
        Calibration normal = manifest.Calibration;
        output.WriteLine($"model      {VisibleText.Of(request.Model)}");
        output.WriteLine($"images     {data.TrainingImages} trained on, {data.HeldOutImages} held out, "
            + $"{data.SkippedImages} skipped");
        output.WriteLine($"networks   {network.Size}×{network.Size}×{network.Channels}, width {network.Width}, latent "
            + $"{network.Latent}");
        if (manifest.Setup.Pretrained is { } pretrained)
            output.WriteLine($"features   also those of {VisibleText.Of(pretrained.Network)}, trained on photographs, "
                + $"at {pretrained.Size}×{pretrained.Size}");
        output.WriteLine($"training   {facts.Steps} steps in {facts.ElapsedSeconds:F0} s on {manifest.Setup.Device}, "
            + $"Wasserstein estimate {facts.WassersteinEstimate:F3}, penalty {facts.Penalty:F4}; encoder "
            + $"{facts.EncoderSteps} steps, segmenter {facts.DefectSteps}");
        if (manifest.Health is { } health)
            WriteHealth(health, output);
        if (TrainingRecord.PicturesOf(request.Model) is { Count: > 0 } pictures)
            output.WriteLine($"pictures   {string.Join(", ", pictures)} in {VisibleText.Of(request.Model)}");
        output.WriteLine($"normal     median residual {normal.MedianResidual:F4}, median score "
            + $"{normal.MedianScore:F3} ({(normal.IsHeldOut ? "held-out" : "training")} images)");
    }

    private static void WriteHealth(TrainingHealthFacts health, TextWriter output)
    {
        if (health.Warnings.Count == 0)
            output.WriteLine("health     ok");
        foreach (string warning in health.Warnings)
            output.WriteLine($"health     {warning}");
    }
}
