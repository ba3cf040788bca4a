using System.Diagnostics;
using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Runtime;
using AnoGan.Scoring;
using AnoGan.Training.TensorBoard;
using static TorchSharp.torch;

namespace AnoGan.Training;

/// <summary>From a folder of normal images to a model directory. libtorch must be loaded.</summary>
public static class TrainRun
{
    /// <summary>Checks the request and the folders without loading an image or libtorch.</summary>
    /// <param name="request">The request.</param>
    /// <param name="warning">
    /// Told what the user should know of the folder of images, in a line each; null for nobody.
    /// </param>
    /// <returns>The image files, in ordinal order of their relative path.</returns>
    /// <exception cref="AnoGanException">
    /// A value, the folder of images, or the place of the model will not do; or an interrupted training stands there,
    /// and the request says neither to go on with it nor to overwrite it.
    /// </exception>
    public static IReadOnlyList<ImageFile> Plan(TrainRequest request, Action<string>? warning = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        KeptApart.CheckFolder("--model", request.Model, "the folder of images", request.Images);
        if (request.EventsPath is { } eventsPath)
            KeptApart.CheckOutside("--tensorboard", eventsPath, "the folder of images", request.Images);
        RunFolder.Look(request.Model, () =>
        {
            if (!IsFinished(request))
                StagedFolder.CheckTarget(request.Model, request.Overwrite ? ModelDirectory.Kind : null);
            UnfinishedFolder.Check(request.Model, TrainKeeper.Kind);
            if (!request.Resume && !request.Overwrite && TrainKeeper.IsInterrupted(request.Model))
                throw new AnoGanException($"{UnfinishedFolder.PathFor(request.Model)}: an interrupted training stands "
                    + "here; go on with --resume, or begin again with --overwrite");
        });
        if (request.EventsFolder is not null && !IsFinished(request))
            RunFolder.Look(request.EventsFolder, () => request.Events!.Check(replaces: request.Overwrite));
        return PictureFolder.ListNormal(
            request.Images, request.Pages, ComputeSettings.Threads(request.Threads), request.Strict, request.AllFolders,
            warning);
    }

    /// <summary>Whether <see cref="Execute"/> would go on with what an interrupted run left.</summary>
    /// <param name="request">The request.</param>
    public static bool IsInterrupted(TrainRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Resume && !IsFinished(request) && TrainKeeper.IsInterrupted(request.Model);
    }

    /// <summary>Loads, trains, calibrates and saves; or goes on with what an interrupted run left.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The time to record as the model's, in UTC.</param>
    /// <param name="events">What to tell meanwhile.</param>
    /// <param name="cancellation">Stops between two steps, with a checkpoint.</param>
    /// <returns>The manifest of the model that was written, or of the one that was finished before.</returns>
    /// <exception cref="AnoGanException">A mistake that the user can mend; checkpoints stay.</exception>
    /// <exception cref="RunStoppedException">Training was stopped and has a checkpoint.</exception>
    /// <exception cref="OperationCanceledException">It was stopped before there was anything to keep.</exception>
    public static ModelManifest Execute(
        TrainRequest request, DateTimeOffset now, RunEvents events, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        var clock = Stopwatch.StartNew();
        IReadOnlyList<ImageFile> files = Plan(request, events.Warning);
        using UnfinishedFolder unfinished = UnfinishedFolder.Open(request.Model, TrainKeeper.Kind);
        TrainingSetup? earlier = Earlier(request, unfinished);
        int threads = ComputeSettings.Threads(request.Threads, earlier?.Threads, events);
        TorchDevice.SetThreads(threads);
        Device device = ComputeSettings.Device(request.Device, earlier?.Device);

        events.Coming?.Invoke(StagesAfter("reading", request));
        ImageSet images = TrainingImages.Load(files, request.Reading(threads), events, cancellation);
        HeldOutSplit split = HeldOutSplit.Draw(
            images.Originals, request.HoldOut, SeededRandom.Derive(request.Training.Seed, "held-out"));
        Precision precision = ComputeSettings.Precision(request.Precision, earlier?.Training.Precision, device, events);
        TrainingSetup setup = SetupOf(request, images, split, threads, device, precision);
        if (IsFinished(request))
            return Finished(request, setup, unfinished, events);

        EventFolder? eventFiles = request.Events;
        if (!request.Resume)
        {
            Quietly.Do(() => eventFiles?.Remove());
            unfinished.Clear();
        }

        using TrainKeeper keeper = RunFolder.Keep(
            unfinished,
            () =>
                new TrainKeeper(
                    unfinished, setup, request.CheckpointEvery, events,
                    eventFiles is null ? null : step => new TrainingBoard(eventFiles, step, () => now + clock.Elapsed))
        );
        try
        {
            WarnOfFewImages(images, split, request, events);
            using TrainedNetworks networks = TrainedFrom(
                images, request, setup, split, keeper, device, events, cancellation);
            networks.MoveTo(device);
            var search = new ImageSearch(networks, setup.Network, setup.Search, device);
            (NormalMetric metric, Calibration calibration) = Calibrate(
                images, split, search, request, events, cancellation);
            networks.MoveTo(CPU);

            ModelManifest manifest = TrainedManifest.Of(setup, keeper, calibration, now);
            ModelDirectory.Save(
                request.Model, manifest, networks, metric, request.Overwrite, keeper.StagingPath, keeper.Folder);
            if (request.Overwrite)
                eventFiles?.RemoveEarlier(events.Warning);
            unfinished.ClearAfterwards(events.Warning);
            return manifest;
        }
        catch (OperationCanceledException e) when (keeper.Written is not null)
        {
            throw new RunStoppedException($"stopped after {keeper.WrittenInWords}; the same command with --resume "
                + "goes on from there", e, cancellation);
        }
        catch (AnoGanException e) when (keeper.Written is not null)
        {
            throw new AnoGanException($"{e.Message}; the last good checkpoint, of {keeper.WrittenInWords}, stays in "
                + $"{unfinished.Path}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string kept = keeper.Written is null ? "" : $"; the last good checkpoint, of {keeper.WrittenInWords}, "
                + "stays there, and --resume goes on from it";
            throw new AnoGanException($"{unfinished.Path}: the training cannot be kept ({e.Message}); free space or "
                + $"name another folder{kept}", e);
        }
    }

    /// <summary>
    /// Whether a training is to go on that made its model before, so that nothing is left to do if it is the same.
    /// </summary>
    /// <param name="request">The request; a model is replaced only where it says so.</param>
    public static bool IsFinished(TrainRequest request) =>
        request is { Resume: true }
        && ModelDirectory.IsThere(request.Model)
        && !(request.Overwrite && TrainKeeper.IsInterrupted(request.Model));

    // The setup of the training that is resumed, or that is finished; null where this one begins.
    private static TrainingSetup? Earlier(TrainRequest request, UnfinishedFolder unfinished) =>
        !request.Resume ? null
        : TrainKeeper.SetupIn(unfinished) is { } setup ? setup
        : IsFinished(request) ? ManifestReader.Read(ModelDirectory.RequireManifest(request.Model)).Manifest.Setup
        : null;

    private static ModelManifest Finished(
        TrainRequest request, TrainingSetup setup, UnfinishedFolder unfinished, RunEvents events)
    {
        using TrainedModel model = ModelDirectory.Load(request.Model);
        TrainingSetup finished = model.Manifest.Setup;
        if (TrainKeeper.SetupIn(unfinished) is { } interrupted && interrupted.DifferenceFrom(finished) is not null)
            throw new AnoGanException($"{request.Model}: a finished model stands here, and in {unfinished.Path} an "
                + "interrupted training that is to replace it; give --overwrite beside --resume to go on with that");
        if (setup.DifferenceFrom(finished) is { } difference)
            throw new AnoGanException($"{request.Model}: a finished model stands here, and this training is another "
                + $"one: {difference}; name another folder, or replace the model with --overwrite in place of "
                + "--resume");
        events.Stage?.Invoke($"{request.Model} is finished: nothing was left to train");
        unfinished.ClearAfterwards(events.Warning);
        return model.Manifest;
    }

    private static TrainingSetup SetupOf(
        TrainRequest request, ImageSet images, HeldOutSplit split, int threads, Device device, Precision precision)
    {
        (int smallest, int largest) = images.SourceSides;
        return new TrainingSetup
        {
            Network = new NetworkSpec(request.Size, images.Channels, request.Latent, request.Width),
            Preparation = request.Preparation,
            Tiles = request.Tiles,
            Fit = request.Fit,
            Training = request.Training with { Precision = precision },
            Search = request.Search with { Precision = request.Training.EncoderSteps > 0 ? precision : Precision.Fp32 },
            Threads = threads,
            Device = device.ToString(),
            CacheMegabytes = request.Tiles is null ? null : request.CacheMegabytes,
            Data = new DataFacts(
                FolderName.Of(request.Images), split.Training.Count, split.HeldOut.Count, request.HoldOut,
                images.Skipped.Count, images.ColourCount, smallest, largest, images.ContentHash)
            {
                Pages = request.Pages,
            },
        };
    }

    private static TrainedNetworks TrainedFrom(
        ImageSet images, TrainRequest request, TrainingSetup setup, HeldOutSplit split, TrainKeeper keeper,
        Device device, RunEvents events, CancellationToken cancellation)
    {
        IImageBatches training = images.Subset(split.Training);
        string beginning = keeper.From is null ? "" : $", going on from {keeper.WrittenInWords}";
        events.Coming?.Invoke(StagesAfter("training", request));
        events.Stage?.Invoke($"training on {split.Training.Count} images, {split.HeldOut.Count} held out{beginning}");
        events.Note?.Invoke($"watch {TrainingRecord.SamplesName}/, {TrainingRecord.ReconstructionsName}/ and "
            + $"{TrainingRecord.CurvesName} in {keeper.Folder}");
        TrainedNetworks networks = keeper.From is { Phase: TrainingPhase.Encoder } from
            ? NetworksOf(setup.Network, from)
            : Networks();
        try
        {
            networks.Freeze();
            if (setup.Training.EncoderSteps == 0)
                return networks;
            events.Coming?.Invoke(StagesAfter("encoder", request));
            events.Stage?.Invoke("training the encoder");
            TrainingHooks<EncoderState> hooks = keeper.EncoderHooks(networks);
            networks.MoveTo(device);
            Encoder encoder = EncoderTrainer.Train(
                training, setup.Network, networks.Average, networks.Critic, setup.Training, device, hooks, cancellation
            );
            networks.MoveTo(CPU);
            return networks with { Encoder = encoder };
        }
        catch
        {
            networks.Dispose();
            throw;
        }

        TrainedNetworks Networks()
        {
            IImageBatches? heldOut = split.HeldOut.Count == 0 ? null : images.Subset(split.HeldOut);
            using var watch = new TrainingWatch(setup.Network, setup.Training, training, heldOut, device);
            keeper.Diary.Begin(setup, watch.TrainingImages);
            return WganTrainer.Train(
                training, setup.Network, setup.Training, device, keeper.NetworkHooks(watch, cancellation), cancellation
            );
        }
    }

    private static TrainedNetworks NetworksOf(NetworkSpec spec, TrainingSnapshot snapshot)
    {
        using var random = new Generator(0);
        TrainedNetworks networks = TrainedNetworks.Create(spec, random);
        WganState.Fill(networks, snapshot);
        return networks;
    }

    private static (NormalMetric Metric, Calibration Calibration) Calibrate(
        ImageSet images, HeldOutSplit split, ImageSearch search, TrainRequest request, RunEvents events,
        CancellationToken cancellation)
    {
        ulong seed = request.Training.Seed;
        bool isHeldOut = split.HeldOut.Count > 0;
        IReadOnlyList<int> normal = split.Calibrating;
        MetricSplit metricSplit = MetricSplit.Draw(
            [.. split.Training.Select(place => images.Originals[place])], search.HasEncoder,
            SeededRandom.Derive(seed, "metric"));
        int[] Places(IReadOnlyList<int> of) => [.. of.Select(place => split.Training[place])];

        events.Stage?.Invoke($"learning how {metricSplit.Metric.Count} training images spread");
        NormalMetric metric = Calibrator.FitMetric(
            images.Subset(Places(metricSplit.Metric)), search, seed, events.Images, cancellation);
        events.Coming?.Invoke([]);
        events.Stage?.Invoke($"calibrating on {normal.Count} {(isHeldOut ? "held-out" : "training")} images");
        Calibration calibration = Calibrator.Run(
            images.Subset(Places(metricSplit.Scale)), images.Subset(normal), search, metric, isHeldOut,
            FolderName.Of(request.Images), seed, events.Images, cancellation);
        return (metric, calibration);
    }

    private static string[] StagesAfter(string stage, TrainRequest request)
    {
        string[] stages =
        [
            "reading",
            "training",
            .. (IEnumerable<string>)(request.Training.EncoderSteps > 0 ? ["encoder"] : []),
            "calibration",
        ];
        return stages[(Array.IndexOf(stages, stage) + 1)..];
    }

    private static void WarnOfFewImages(ImageSet normal, HeldOutSplit split, TrainRequest request, RunEvents events)
    {
        int count = split.Training.Count, different = DifferentPictures.Count(normal.Originals);
        if (count < 100)
            events.Warning?.Invoke($"only {count} training image{(count == 1 ? "" : "s")}: the model will know little "
                + "of what normal can look like; some hundreds are better");
        if (split.HeldOut.Count == 0 && request.HoldOut > 0)
        {
            string images =
                different == 1 ? "different image is"
                : different < count ? "different images are"
                : "images are";
            events.Warning?.Invoke(
                $"{different} {images} too few to hold some out ({3 * HeldOutSplit.MinHeldOut} are "
                    + "needed); "
                    + "the model is calibrated on its training images, and gives no p-values and no verdicts");
        }

        if (count < request.Training.Batch)
            events.Warning?.Invoke($"fewer images ({count}) than a batch holds ({request.Training.Batch}): a batch "
                + "repeats some");
    }
}
