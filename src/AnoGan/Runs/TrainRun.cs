using AnoGan.Data;
using AnoGan.Models;
using AnoGan.Networks;
using AnoGan.Runtime;
using AnoGan.Scoring;
using AnoGan.Training;
using static TorchSharp.torch;

namespace AnoGan.Runs;

/// <summary>From a folder of normal images to a model directory. libtorch must be loaded.</summary>
public static class TrainRun
{
    /// <summary>Checks the request and the folders without loading an image or libtorch.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The image files, in ordinal order of their relative path.</returns>
    /// <exception cref="AnoGanException">A value, the folder of images, or the place of the model will not do.</exception>
    public static IReadOnlyList<ImageFile> Plan(TrainRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        StagedFolder.CheckTarget(request.Model, request.Overwrite ? ModelDirectory.Kind : null);
        return ImageFolder.List(request.Images);
    }

    /// <summary>Loads, trains, calibrates and saves.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The time to record as the model's, in UTC.</param>
    /// <param name="events">What to tell meanwhile.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>, leaving nothing behind.</param>
    /// <returns>The manifest of the model that was written.</returns>
    /// <exception cref="AnoGanException">A mistake that the user can mend.</exception>
    public static ModelManifest Execute(
        TrainRequest request, DateTimeOffset now, RunEvents events, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        IReadOnlyList<ImageFile> files = Plan(request);
        StagedFolder.CheckWritable(request.Model, request.Overwrite ? ModelDirectory.Kind : null);
        TorchDevice.SetThreads(request.Threads);
        Device device = TorchDevice.Resolve(request.Device);

        NormalImages normal = request.Tiles is { } tiles
            ? new PatchImages(TrainingImages.Load(files, request.PatchReading, request.Preparation, events, cancellation), tiles.Stride)
            : new WholeImages(TrainingImages.Load(files, request.Reading, events, cancellation));
        IFileImages images = normal.All;
        var spec = new NetworkSpec(request.Size, images.Channels, request.Latent, request.Width);
        HeldOutSplit split = HeldOutSplit.Draw(images.Count, request.HoldOut, SeededRandom.Derive(request.Training.Seed, "held-out"));
        WarnOfFewImages(split.Training.Count, isHeldOut: split.HeldOut.Count > 0, request, events);

        events.Stage?.Invoke($"training on {split.Training.Count} images, {split.HeldOut.Count} held out");
        TrainProgress? last = null;
        using TrainedNetworks networks = Train(normal.Subset(split.Training), spec, request, device, events with
        {
            Step = step =>
            {
                last = step;
                events.Step?.Invoke(step);
            },
        }, cancellation);

        networks.MoveTo(device);
        var search = new ImageSearch(networks, spec, request.Search, device);
        (NormalMetric metric, Calibration calibration) = Calibrate(normal, split, search, request, events, cancellation);
        networks.MoveTo(CPU);

        (int smallest, int largest) = images.SourceSides;
        var manifest = new ModelManifest
        {
            Format = ModelManifest.FormatName,
            FormatVersion = ModelManifest.CurrentVersion,
            Created = now,
            Network = spec,
            Preparation = request.Preparation,
            Tiles = request.Tiles,
            Fit = request.Fit,
            Training = request.Training,
            Facts = new TrainingFacts(last!.Step, last.ElapsedSeconds, request.Threads, device.ToString(), last.WassersteinEstimate, last.Penalty),
            Data = new DataFacts(FolderName.Of(request.Images),
                split.Training.Count, split.HeldOut.Count, request.HoldOut, images.Skipped.Count, images.ColourCount, smallest, largest, images.ContentHash),
            Search = request.Search,
            Calibration = calibration,
            Versions = RuntimeVersions.Collect(),
            Files = new Dictionary<string, string>(),
        };
        ModelDirectory.Save(request.Model, manifest, networks, metric, request.Overwrite);
        return manifest;
    }

    private static TrainedNetworks Train(
        IImageBatches training, NetworkSpec spec, TrainRequest request, Device device, RunEvents events, CancellationToken cancellation)
    {
        TrainedNetworks networks = WganTrainer.Train(training, spec, request.Training, device, events.Step, cancellation);
        try
        {
            networks.Freeze();
            if (request.Training.EncoderSteps == 0)
                return networks;
            events.Stage?.Invoke("training the encoder");
            networks.MoveTo(device);
            Encoder encoder = EncoderTrainer.Train(
                training, spec, networks.Average, networks.Critic, request.Training, device, events.EncoderSteps, cancellation);
            networks.MoveTo(CPU);
            return networks with { Encoder = encoder };
        }
        catch
        {
            networks.Dispose();
            throw;
        }
    }

    private static (NormalMetric Metric, Calibration Calibration) Calibrate(
        NormalImages images, HeldOutSplit split, ImageSearch search, TrainRequest request, RunEvents events, CancellationToken cancellation)
    {
        ulong seed = request.Training.Seed;
        bool isHeldOut = split.HeldOut.Count > 0;
        IReadOnlyList<int> normal = isHeldOut ? split.HeldOut : [.. split.Training.Take(HeldOutSplit.MaxHeldOut)];
        MetricSplit metricSplit = MetricSplit.Draw(split.Training.Count, search.HasEncoder, SeededRandom.Derive(seed, "metric"));
        int[] Places(IReadOnlyList<int> of) => [.. of.Select(place => split.Training[place])];

        events.Stage?.Invoke($"learning how {metricSplit.Metric.Count} training images spread");
        NormalMetric metric = images.FitMetric(Places(metricSplit.Metric), search, seed, events, cancellation);
        events.Stage?.Invoke($"calibrating on {normal.Count} {(isHeldOut ? "held-out" : "training")} images");
        Calibration calibration = images.Calibrate(
            Places(metricSplit.Scale), normal, isHeldOut, FolderName.Of(request.Images), search, metric, seed, events, cancellation);
        return (metric, calibration);
    }

    private static void WarnOfFewImages(int count, bool isHeldOut, TrainRequest request, RunEvents events)
    {
        if (count < 100)
            events.Warning?.Invoke($"only {count} training image{(count == 1 ? "" : "s")}: the model will know little of what normal can look like; some hundreds are better");
        if (!isHeldOut && request.HoldOut > 0)
            events.Warning?.Invoke($"{count} images are too few to hold some out ({3 * HeldOutSplit.MinHeldOut} are needed); the model is calibrated on its training images, and gives no p-values and no verdicts");
        if (count < request.Training.Batch)
            events.Warning?.Invoke($"fewer images ({count}) than a batch holds ({request.Training.Batch}): a batch repeats some");
    }
}
