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

        events.Stage?.Invoke($"reading {files.Count} images");
        ImageSet images = Load(request, files, events, cancellation);
        var spec = new NetworkSpec(request.Size, images.Channels, request.Latent, request.Width);
        HeldOutSplit split = HeldOutSplit.Draw(images.Count, request.HoldOut, SeededRandom.Derive(request.Training.Seed, "held-out"));
        bool isHeldOut = split.HeldOut.Count > 0;
        WarnOfFewImages(split.Training.Count, isHeldOut, request, events);

        events.Stage?.Invoke($"training on {split.Training.Count} images, {split.HeldOut.Count} held out");
        TrainProgress? last = null;
        using TrainedNetworks networks = WganTrainer.Train(images.Subset(split.Training), spec, request.Training, device, step =>
        {
            last = step;
            events.Step?.Invoke(step);
        }, cancellation);

        ImageSet normal = images.Subset(isHeldOut ? split.HeldOut : [.. split.Training.Take(HeldOutSplit.MaxHeldOut)]);
        events.Stage?.Invoke($"calibrating on {normal.Count} images");
        Calibration calibration = Calibrate(normal, spec, networks, request, device, isHeldOut, events, cancellation);

        (int smallest, int largest) = images.SourceSides;
        var manifest = new ModelManifest
        {
            Format = ModelManifest.FormatName,
            FormatVersion = ModelManifest.CurrentVersion,
            Created = now,
            Network = spec,
            Fit = request.Fit,
            Training = request.Training,
            Facts = new TrainingFacts(last!.Step, last.ElapsedSeconds, request.Threads, device.ToString(), last.WassersteinEstimate, last.Penalty),
            Data = new DataFacts(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Images))),
                split.Training.Count, split.HeldOut.Count, request.HoldOut, images.Skipped.Count, images.ColourCount, smallest, largest, images.ContentHash),
            Search = request.Search,
            Calibration = calibration,
            Versions = RuntimeVersions.Collect(),
            Files = new Dictionary<string, string>(),
        };
        ModelDirectory.Save(request.Model, manifest, networks, request.Overwrite);
        return manifest;
    }

    private static ImageSet Load(TrainRequest request, IReadOnlyList<ImageFile> files, RunEvents events, CancellationToken cancellation)
    {
        var options = new ImageSetOptions
        {
            Size = request.Size,
            Channels = request.Channels,
            Fit = request.Fit,
            CacheMegabytes = request.CacheMegabytes,
            Threads = request.Threads,
            Strict = request.Strict,
        };
        ImageSet images = ImageSet.Load(files, options, new ImageCount(done => events.Images?.Invoke(done, files.Count)), cancellation);
        foreach (SkippedImage skipped in images.Skipped)
            events.Warning?.Invoke($"skipped {skipped.Reason}");
        if (images.Skipped.Count > 0)
            events.Warning?.Invoke($"{images.Skipped.Count} of {files.Count} images were skipped; use --strict to stop instead");
        return images;
    }

    private static void WarnOfFewImages(int count, bool isHeldOut, TrainRequest request, RunEvents events)
    {
        if (count < 100)
            events.Warning?.Invoke($"only {count} training image{(count == 1 ? "" : "s")}: the model will know little of what normal can look like; some hundreds are better");
        if (!isHeldOut && request.HoldOut > 0)
            events.Warning?.Invoke($"{count} images are too few to hold some out ({3 * HeldOutSplit.MinHeldOut} are needed); the model is calibrated on its training images, so new normal images will score higher than it expects");
        if (count < request.Training.Batch)
            events.Warning?.Invoke($"fewer images ({count}) than a batch holds ({request.Training.Batch}): a batch repeats some");
    }

    private static Calibration Calibrate(
        ImageSet normal, NetworkSpec spec, TrainedNetworks networks, TrainRequest request, Device device, bool isHeldOut,
        RunEvents events, CancellationToken cancellation)
    {
        networks.Critic.SetTrainable(false);
        networks.MoveTo(device);
        var search = new BatchSearch(spec, networks.Average, networks.Critic, request.Search, device);
        Calibration calibration = Calibrator.Run(normal, search, request.Search.Lambda, isHeldOut, events.Images, cancellation);
        networks.MoveTo(CPU);
        return calibration;
    }

    // Unlike Progress<T>, it reports at once and on the thread that made the progress.
    private sealed class ImageCount(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
