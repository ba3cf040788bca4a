using System.Diagnostics;
using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Results;
using AnoGan.Runtime;
using AnoGan.Scoring;
using AnoGan.Training.TensorBoard;
using static TorchSharp.torch;

namespace AnoGan.Training;

/// <summary>From a folder of normal images to a model directory. libtorch must be loaded.</summary>
public static class TrainRun
{
    private const int StepsToWarm = 20;

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
        KeptApart.CheckFolder(nameof(request.Model), request.Model, "the folder of images", request.Images);
        if (request.EventsPath is { } eventsPath)
            KeptApart.CheckOutside(nameof(request.EventsFolder), eventsPath, "the folder of images", request.Images);
        RunFolder.Look(request.Model, () =>
        {
            if (!IsFinished(request))
                StagedFolder.CheckTarget(request.Model, request.Overwrite ? ModelDirectory.Kind : null);
            UnfinishedFolder.Check(request.Model, TrainingFolder.Kind);
            if (!request.Resume && !request.Overwrite && TrainingFolder.IsInterrupted(request.Model))
                throw new AnoGanException($"{UnfinishedFolder.PathFor(request.Model)}: an interrupted training stands "
                    + "here; go on with --resume, or begin again with --overwrite");
        });
        if (request.EventsFolder is not null && !IsFinished(request))
            RunFolder.Look(request.EventsFolder, () => request.Events!.Check(replaces: request.Overwrite));
        return RegionFolder.Give(request.Preparation.Roi?.Folder, PictureFolder.ListNormal(
            request.Images, request.Pages, ComputeSettings.Threads(request.Threads), request.Strict, request.AllFolders,
            warning));
    }

    /// <summary>Whether <see cref="Execute"/> would go on with what an interrupted run left.</summary>
    /// <param name="request">The request.</param>
    public static bool IsInterrupted(TrainRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Resume && !IsFinished(request) && TrainingFolder.IsInterrupted(request.Model);
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
        request = request.For(files);
        using UnfinishedFolder unfinished = UnfinishedFolder.Open(request.Model, TrainingFolder.Kind);
        TrainingSetup? earlier = Earlier(request, unfinished);
        int threads = ComputeSettings.Threads(request.Threads, earlier?.Threads, events);
        TorchDevice.SetThreads(threads);
        Device device = ComputeSettings.Device(request.Device, earlier?.Device);

        events.Coming?.Invoke(StagesAfter("reading", request.Training));
        TimeSpan before = clock.Elapsed;
        ImageSet images = TrainingImages.Load(files, request.Reading(threads), events, cancellation);
        double readingSeconds = (clock.Elapsed - before).TotalSeconds;
        HeldOutSplit split = HeldOutSplit.OfTraining(images, request.HoldOut, request.Training.Seed);
        Precision precision = ComputeSettings.Precision(request.Precision, earlier?.Training.Precision, device, events);
        TrainingSetup setup = request.SetupFor(images, split, threads, device.ToString(), precision);
        if (IsFinished(request))
            return Finished(request, setup, unfinished, events);

        EventFolder? eventFiles = request.Events;
        if (!request.Resume)
        {
            Quietly.Do(() => eventFiles?.Remove());
            unfinished.Clear();
        }

        using TrainingFolder folder = RunFolder.Keep(unfinished, () =>
            new TrainingFolder(
                unfinished, setup, request.CheckpointEvery, events,
                eventFiles is null ? null : step => new TrainingBoard(eventFiles, step, () => now + clock.Elapsed)));
        try
        {
            TrainingImages.WarnOfFew(images, split, request.HoldOut, setup.Training.Batch!.Value, events);
            var forecast = new TrainingForecast(setup, readingSeconds);
            using TrainedNetworks networks = Train(
                images, split, setup, folder, forecast, device, events, cancellation) with
            {
                Pretrained = setup.Pretrained?.Load(device),
            };
            var search = new ImageSearch(networks, setup.Network, setup.Search, device);
            (NormalMetric metric, Calibration calibration) = Calibrate(
                images, split, search, request, forecast, SecondsOfStep(folder), events, cancellation);
            networks.MoveTo(CPU);

            ModelManifest manifest = ManifestOf(setup, folder, calibration, now);
            manifest = ModelDirectory.Save(
                request.Model, manifest, networks, metric, request.Overwrite, folder.StagingPath, folder.Path);
            if (request.Overwrite)
                eventFiles?.RemoveEarlier(events.Warning);
            unfinished.ClearAfterwards(events.Warning);
            return manifest;
        }
        catch (OperationCanceledException e) when (folder.Last is not null)
        {
            throw new RunStoppedException($"stopped after {folder.LastInWords}; the same command with --resume goes "
                + "on from there", e, cancellation);
        }
        catch (AnoGanException e) when (folder.Last is not null)
        {
            throw new AnoGanException($"{e.Message}; the last good checkpoint, of {folder.LastInWords}, stays in "
                + $"{unfinished.Path}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string kept = folder.Last is null ? "" : $"; the last good checkpoint, of {folder.LastInWords}, stays "
                + "there, and --resume goes on from it";
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
        && !(request.Overwrite && TrainingFolder.IsInterrupted(request.Model));

    // The setup of the training that is resumed, or that is finished; null where this one begins.
    private static TrainingSetup? Earlier(TrainRequest request, UnfinishedFolder unfinished) =>
        !request.Resume ? null
        : TrainingFolder.SetupIn(unfinished) is { } setup ? setup
        : IsFinished(request) ? ManifestReader.Read(ModelDirectory.RequireManifest(request.Model)).Manifest.Setup
        : null;

    private static ModelManifest Finished(
        TrainRequest request, TrainingSetup setup, UnfinishedFolder unfinished, RunEvents events)
    {
        using TrainedModel model = ModelDirectory.Load(request.Model);
        TrainingSetup finished = model.Manifest.Setup;
        if (TrainingFolder.SetupIn(unfinished) is { } interrupted && interrupted.DifferenceFrom(finished) is not null)
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

    // All phases of the training, or the rest of them; the networks are frozen, on the device.
    private static TrainedNetworks Train(
        ImageSet images, HeldOutSplit split, TrainingSetup setup, TrainingFolder folder, TrainingForecast forecast,
        Device device, RunEvents events, CancellationToken cancellation)
    {
        IImageBatches training = images.Subset(split.Training);
        IImageBatches? heldOut = split.HeldOut.Count == 0 ? null : images.Subset(split.HeldOut);
        string beginning = folder.From is null ? "" : $", going on from {folder.LastInWords}";
        events.Coming?.Invoke(StagesAfter("training", setup.Training));
        events.Stage?.Invoke($"training on {split.Training.Count} images, {split.HeldOut.Count} held out{beginning}");
        events.Note?.Invoke($"watch {TrainingRecord.SamplesName}/, {TrainingRecord.ReconstructionsName}/ and "
            + $"{TrainingRecord.CurvesName} in {folder.Path}");
        TrainedNetworks networks = folder.From is { EncoderSteps: > 0 } from
            ? WganTraining.NetworksOf(from, setup.Network)
            : TrainNetworks(training, heldOut, setup, folder, forecast, device, events, cancellation);
        try
        {
            networks.MoveTo(device);
            if (setup.Training.EncoderSteps == 0)
                return networks;
            events.Coming?.Invoke(StagesAfter("encoder", setup.Training));
            events.Stage?.Invoke("training the encoder");
            events.Later?.Invoke(forecast.SecondsAfterEncoder(SecondsOfStep(folder)));
            networks = networks with
            {
                Encoder = folder.From is { SegmenterSteps: > 0 } later
                    ? EncoderTraining.EncoderOf(later, setup.Network, device)
                    : TrainEncoder(training, heldOut, networks, setup, folder, device, events, cancellation),
            };
            if (!setup.Training.HasSegmenter)
                return networks;
            events.Coming?.Invoke(StagesAfter("segmenter", setup.Training));
            events.Stage?.Invoke("training the segmenter on made defects");
            events.Later?.Invoke(forecast.SecondsAfterSegmenter(SecondsOfStep(folder)));
            return networks with
            {
                Segmenter = TrainSegmenter(
                    ForSegmenter(images.Subset(split.Training), setup.Training.Seed), heldOut, networks, setup, folder,
                    device, events, cancellation),
            };
        }
        catch
        {
            networks.Dispose();
            throw;
        }
    }

    private static TrainedNetworks TrainNetworks(
        IImageBatches training, IImageBatches? heldOut, TrainingSetup setup, TrainingFolder folder,
        TrainingForecast forecast, Device device, RunEvents events, CancellationToken cancellation)
    {
        (TrainingDiary diary, TrainingHealth health) = (folder.Diary, folder.Health);
        using var watch = new TrainingWatch(setup.Network, setup.Training, training, heldOut, device);
        diary.Begin(setup, watch.TrainingImages);
        using var wgan = WganTraining.Begin(training, setup.Network, setup.Training, device);
        if (folder.From is { } from)
            wgan.Restore(from);
        int begun = wgan.Steps;
        TrainStep? warm = null; // the first steps of a process are slower than all others
        while (!wgan.IsDone && !health.HasSettled)
        {
            if (cancellation.IsCancellationRequested)
                KeepLast();
            cancellation.ThrowIfCancellationRequested();
            TrainStep step = wgan.Step();
            health.Observe(step);

            // Now and then: is the training still worth its time, and what do its pictures look like?
            WatchCheck? check = watch.IsDue(step.Step) ? watch.Check(wgan.Networks) : null;
            diary.Add(step, check?.Measures);
            if (check is not null)
            {
                foreach (HealthWarning warning in health.Check(step.Step, check.Measures))
                {
                    diary.Add(warning);
                    events.Warning?.Invoke(warning.Text);
                }

                diary.Draw(step.Step, check.Samples, check.Reconstructions, watch.IntervalAt(step.Step));
                events.Check?.Invoke(
                    new TrainingCheck(step.Step, check.Measures.SampleDiversity, check.Measures.HeldOutResidual));
            }
            else if (step.Step == 1)
            {
                diary.Draw(1, watch.DrawSamples(wgan.Networks), null, watch.IntervalAt(1));
            }

            if (folder.IsDue(step.Step))
                folder.Write(wgan.Capture());
            warm = step.Step == begun + StepsToWarm ? step : warm;
            if (warm is not null && step.Step > warm.Step && (step.Step - begun) % StepsToWarm == 0)
                events.Later?.Invoke(forecast.SecondsAfterNetworks(
                    (step.ElapsedSeconds - warm.ElapsedSeconds) / (step.Step - warm.Step)));
            events.Step?.Invoke(step);
        }

        // Where time decides when a training ends, there was no check after its last step.
        if (!cancellation.IsCancellationRequested && !diary.HasPictures(wgan.Steps))
        {
            WatchCheck check = watch.Check(wgan.Networks);
            diary.Draw(wgan.Steps, check.Samples, check.Reconstructions, watch.IntervalAt(wgan.Steps));
        }

        KeepLast();
        return wgan.Finish();

        // Before its first step there is nothing to keep.
        void KeepLast()
        {
            if (wgan.Steps > 0 && !folder.Has(wgan.Steps, encoderSteps: 0))
                folder.Write(wgan.Capture());
        }
    }

    private static Encoder TrainEncoder(
        IImageBatches training, IImageBatches? heldOut, TrainedNetworks networks, TrainingSetup setup,
        TrainingFolder folder, Device device, RunEvents events, CancellationToken cancellation)
    {
        using var encoder = EncoderTraining.Begin(training, heldOut, setup.Network, networks, setup.Training, device);
        if (folder.From is { EncoderSteps: > 0 } from)
            encoder.Restore(from);
        RunPhase("encoder", encoder, folder.Last!.Step, folder, events, cancellation);
        return encoder.Finish();
    }

    private static Segmenter TrainSegmenter(
        IImageBatches training, IImageBatches? heldOut, TrainedNetworks networks, TrainingSetup setup,
        TrainingFolder folder, Device device, RunEvents events, CancellationToken cancellation)
    {
        using var segmenter = SegmenterTraining.Begin(
            training, heldOut, isTexture: setup.Tiles is not null, setup.Network, networks, setup.Training, device);
        if (folder.From is { SegmenterSteps: > 0 } from)
            segmenter.Restore(from);
        (IReadOnlyList<float[]> images, IReadOnlyList<DefectPicture> made) = segmenter.Examples();
        folder.Diary.ShowDefects(new TrainingSheets(setup.Network).Triples(images, made));
        RunPhase(
            "segmenter", segmenter, folder.Last!.Step + folder.EncoderSteps, folder, events, cancellation);
        return segmenter.Finish();
    }

    // All but those that are to say how what it measures is distributed.
    private static ImageSet ForSegmenter(ImageSet training, ulong seed)
    {
        var apart = training.DrawMetric(hasEncoder: true, seed).Folds[0].ToHashSet();
        int[] others = [.. Enumerable.Range(0, training.Count).Where(index => !apart.Contains(index))];
        return others.Length == 0 ? training : training.Subset(others);
    }

    private static void RunPhase(
        string name, ITrainingPhase phase, int earlierSteps, TrainingFolder folder, RunEvents events,
        CancellationToken cancellation)
    {
        TrainStep last = folder.Last!;
        int kept = phase.Steps; // before its first step it has nothing that the last checkpoint has not
        while (!phase.IsDone)
        {
            if (cancellation.IsCancellationRequested)
                KeepLast();
            cancellation.ThrowIfCancellationRequested();
            double loss = phase.Step();
            folder.Diary.AddStep(name, earlierSteps, phase.Steps, loss);
            if (folder.IsDue(phase.Steps))
                KeepLast();
            events.PhaseSteps?.Invoke(name, phase.Steps, phase.TotalSteps);
        }

        KeepLast();

        void KeepLast()
        {
            if (phase.Steps == kept)
                return;
            folder.Write(phase.Capture(last, folder.EncoderSteps));
            kept = phase.Steps;
        }
    }

    private static (NormalMetric Metric, Calibration Calibration) Calibrate(
        ImageSet images, HeldOutSplit split, ImageSearch search, TrainRequest request, TrainingForecast forecast,
        double secondsOfStep, RunEvents events, CancellationToken cancellation)
    {
        ulong seed = request.Training.Seed;
        bool isHeldOut = split.HeldOut.Count > 0;
        IReadOnlyList<int> normal = split.Calibrating;
        ImageSet training = images.Subset(split.Training);
        MetricSplit metricSplit = training.DrawMetric(search.HasEncoder, seed);
        events.Stage?.Invoke($"learning how {metricSplit.Metric.Count} training images spread");
        events.Later?.Invoke(forecast.SecondsAfterLearning(secondsOfStep));
        (NormalMetric metric, IReadOnlyList<ScalePart> scale) = Calibrator.FitMetric(
            training, metricSplit, search, seed, events.Images, cancellation);
        events.Coming?.Invoke([]);
        PretrainedScales? ofPretrained = Calibrator.FitPretrained(
            scale, search.Pretrained, Telling(forecast.SecondsAfterPretrained(secondsOfStep)), cancellation);
        Calibration calibration = Calibrator.Run(
            scale, images.Subset(normal), search, metric, ofPretrained, isHeldOut,
            FolderName.Of(request.Images), seed, Telling(forecast.SecondsAfterMeasuring(secondsOfStep), 0),
            cancellation);
        return (metric, calibration);

        // Each stage with how long those after it will take.
        RunEvents Telling(params double[] later)
        {
            int stage = 0;
            return events with
            {
                Stage = phrase =>
                {
                    events.Stage?.Invoke(phrase);
                    events.Later?.Invoke(later[stage++]);
                },
            };
        }
    }

    private static double SecondsOfStep(TrainingFolder folder) =>
        folder.Last is { } last ? last.ElapsedSeconds / last.Step : 0;

    private static ModelManifest ManifestOf(
        TrainingSetup setup, TrainingFolder folder, Calibration calibration, DateTimeOffset now)
    {
        TrainStep last = folder.Last!;
        return new ModelManifest
        {
            Format = ModelManifest.FormatName,
            FormatVersion = ModelManifest.CurrentVersion,
            Created = now,
            Setup = setup,
            Facts = new TrainingFacts(
                last.Step, last.ElapsedSeconds, last.WassersteinEstimate, last.Penalty, folder.EncoderSteps,
                folder.SegmenterSteps),
            Health = folder.Health.Facts,
            Calibration = calibration,
            Versions = RuntimeVersions.Collect(),
            Files = new Dictionary<string, string>(),
        };
    }

    private static string[] StagesAfter(string stage, TrainOptions training)
    {
        string[] stages =
        [
            "reading",
            "training",
            .. (IEnumerable<string>)(training.EncoderSteps > 0 ? ["encoder"] : []),
            .. (IEnumerable<string>)(training.HasSegmenter ? ["segmenter"] : []),
            "calibration",
        ];
        return stages[(Array.IndexOf(stages, stage) + 1)..];
    }
}
