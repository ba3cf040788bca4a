using System.Diagnostics;
using System.Globalization;
using AnoGan.Data;
using AnoGan.Evaluation;
using AnoGan.Models;
using AnoGan.Report;
using AnoGan.Results;
using AnoGan.Runtime;
using AnoGan.Scoring;
using static TorchSharp.torch;

namespace AnoGan.Baselines;

/// <summary>
/// From a folder of normal images and a folder of images to score to a results folder, without a model. libtorch must
/// be loaded.
/// </summary>
public static class BaselineRun
{
    // More patches change components little; each of them costs a comparison with every tile of the nearest image.
    private const int PcaPatches = 20_000, NearestPatches = 4000;

    // 2^26 values are 256 MiB in float32, and keep principal components of larger patches a matter of minutes.
    private const int MaximumValues = 1 << 26;

    /// <summary>Checks the request and the folders without loading an image or libtorch.</summary>
    /// <param name="request">The request.</param>
    /// <param name="warning">
    /// Told what the user should know of the folders of images, in a line each; null for nobody.
    /// </param>
    /// <returns>The files of both folders, in ordinal order of their relative path.</returns>
    /// <exception cref="AnoGanException">
    /// A value, a folder of images, or the place of the results will not do.
    /// </exception>
    public static (IReadOnlyList<ImageFile> Train, IReadOnlyList<ImageFile> Test) Plan(
        BaselineRequest request, Action<string>? warning = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        KeptApart.CheckFolder(nameof(request.Out), request.Out, "the folder of images", request.Train);
        KeptApart.CheckFolder(nameof(request.Out), request.Out, "the folder of images", request.Test);
        if (KeptApart.IsWithin(request.Test, request.Train))
            warning?.Invoke($"{request.Test}: lies inside {request.Train}, so that its images are learnt from too, "
                + "and their scores say little of new ones; name folders that share no images");
        else if (KeptApart.IsWithin(request.Train, request.Test))
            warning?.Invoke($"{request.Train}: lies inside {request.Test}, so that its images are scored as new ones "
                + "though they were learnt from; name folders that share no images");
        RunFolder.Look(request.Out, () => ResultsPlace.Check(request.Out, request.Overwrite));
        int threads = request.UsedThreads;
        string? masks = request.Preparation.Roi?.Folder;
        IReadOnlyList<ImageFile> train = RegionFolder.Give(masks, PictureFolder.ListNormal(
                request.Train, request.Pages, threads, request.Strict, request.AllFolders, warning)),
            test = RegionFolder.Give(
                masks, PictureFolder.List(request.Test, request.Pages, threads, request.Strict, warning));
        RegionFolder.RefuseShared(masks, train, test);
        return (train, test);
    }

    /// <summary>Reads the training images, makes the baseline, scores all test images and writes the results.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The time to record as the start, in UTC.</param>
    /// <param name="events">What to tell meanwhile.</param>
    /// <param name="cancellation">
    /// Stops with an <see cref="OperationCanceledException"/>, leaving nothing behind.
    /// </param>
    /// <exception cref="AnoGanException">A mistake that the user can mend.</exception>
    public static ScoreSummary Execute(
        BaselineRequest request, DateTimeOffset now, RunEvents events, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        var notes = new RunNotes(events);
        (IReadOnlyList<ImageFile> trainFiles, IReadOnlyList<ImageFile> testFiles) = Plan(request, notes.Warn);
        request = request.For(trainFiles);
        string? normalLabel = LabelSummary.FindNormalLabel(testFiles, request.NormalLabel);
        TorchDevice.SetThreads(request.UsedThreads);
        Device device = ComputeSettings.Device(request.Device);
        ImageSet images = TrainingImages.Load(trainFiles, request.Reading, events, cancellation);
        HeldOutSplit split = HeldOutSplit.OfTraining(images, request.HoldOut, request.Seed);

        events.Stage?.Invoke($"fitting to {split.Training.Count} images, {split.HeldOut.Count} held out");
        ImageSet training = images.Subset(split.Training);
        ImageRows rows = RowsOf(training, request, device, cancellation);
        using Baseline baseline = Make(request, training, rows, device, events, cancellation);
        var clock = Stopwatch.StartNew();
        var calibration = BaselineCalibration.Run(
            baseline, images, split, request.FalsePositiveRate, request.Train, cancellation);
        WarnOfCalibration(request, DifferentPictures.Count(images.Originals), calibration, notes);
        var run = new RunManifest
        {
            Started = now,
            Method = request.Method.ToString().ToLowerInvariant(),
            Baseline = Facts(request, images, split, rows, baseline),
            Images = FolderName.Of(request.Test),
            Pages = request.Pages,
            Stride = request.Tiles?.Stride,
            Roi = request.Preparation.Roi?.ToString(),
            RoiFolder = request.Preparation.Roi?.Folder is { } masks ? FolderName.Of(masks) : null,
            Threads = request.UsedThreads,
            Device = device.ToString(),
            HeatmapScale = calibration.HeatmapScale,
            FullPictures = request.WritesFullPictures,
            FalsePositiveRate = calibration.Rate,
            Threshold = calibration.Threshold,
            NormalScores = calibration.HeldOutScores.Count > 0 ? calibration.HeldOutScores : null,
            ScoredImages = 0,
            FailedImages = 0,
            ElapsedSeconds = clock.Elapsed.TotalSeconds,
            Versions = RuntimeVersions.Collect(),
            Parts = new RunParts { Pictures = request.WritesPictures, Report = request.WritesReport },
        };
        ImageChecks checks = Checks(request, images);
        FileScorer<float[]> scorer = Scorer(request, images, baseline, calibration);
        using var results = ResultsFolder.OpenOnce(request.Out, request.Overwrite, events);
        try
        {
            results.Begin(run, testFiles, checks.Expected);
            events.Stage?.Invoke($"scoring {testFiles.Count} images");
            foreach (IReadOnlyList<ScoredImage> scored in scorer.Score(testFiles, cancellation))
            {
                checks.Check(scored, events);
                results.Add(scored);
                events.Images?.Invoke(results.Done.Images, testFiles.Count);
            }

            checks.Conclude(results.Done, notes);
            return results.Commit(
                notes.Warnings, request.WritesReport ? staging => ReportPage.WriteFor(staging, normalLabel) : null);
        }
        catch (Exception e) when (ResultsFolder.CanEnd(e))
        {
            throw results.Ended(e);
        }
    }

    // What a baseline is made from: all training images, or random patches of them.
    private static ImageRows RowsOf(
        ImageSet training, BaselineRequest request, Device device, CancellationToken cancellation)
    {
        if (request.Tiles is null)
            return new ImageRows(training, device);
        int wished = request.Method == BaselineMethod.Pca ? PcaPatches : NearestPatches;
        int count = Math.Min(wished, MaximumValues / training.Shape.Length);
        return new ImageRows(
            training.Sample(count, SeededRandom.Derive(request.Seed, "baseline-patches"), cancellation), device);
    }

    private static Baseline Make(
        BaselineRequest request, ImageSet training, ImageRows rows, Device device, RunEvents events,
        CancellationToken cancellation)
    {
        if (request.Method == BaselineMethod.Features)
            return PretrainedBaseline.Of(training, request.Seed, device, events.Images, cancellation);
        if (request.Method == BaselineMethod.Nearest)
            return NearestImage.Of(rows, device, cancellation);
        PcaModel pca = PcaModel.Fit(rows, request.Components, device, cancellation);
        if (pca.Components < request.Components)
            events.Warning?.Invoke($"{pca.Components} components in place of {request.Components}: {rows.Count} "
                + $"{(request.Tiles is null ? "images" : "patches")} of {rows.Length} values vary in no more "
                + "directions");
        return pca;
    }

    private static FileScorer<float[]> Scorer(
        BaselineRequest request, ImageSet images, Baseline baseline, BaselineCalibration calibration) =>
        new(
            new SquareScorer<float[]>(
                baseline, new BaselineRule(images.Shape, baseline.HalfDistance), images.Shape, request.UsedThreads,
                baseline.Compare),
            images.Shape, request.Fit, request.Preparation, images.ColourCount == 0, request.UsedThreads,
            calibration.Judge, baseline.ViewSize);

    private static ImageChecks Checks(BaselineRequest request, ImageSet images)
    {
        (int smallest, int largest) = images.SourceSides;
        bool wasSaid = DarkPictures.Warning(images.GreatestWord, request.Preparation) is not null;
        return new ImageChecks
        {
            Images = request.Test,
            Strict = request.Strict,
            Expected = new PictureExpectations(
                new TrainingSides(smallest, largest), images.Channels == 3 && images.ColourCount > 0,
                wasSaid || request.Preparation.MakesLevels),
        };
    }

    private static void WarnOfCalibration(
        BaselineRequest request, int count, BaselineCalibration calibration, RunNotes notes)
    {
        if (calibration.Rate is null && request.HoldOut > 0)
            notes.Warn($"{count} images are too few to hold some out ({3 * HeldOutSplit.MinHeldOut} are needed): the "
                + "scores have no p-values and no verdicts");
        if (calibration.Rate > request.FalsePositiveRate)
            notes.Warn(string.Create(CultureInfo.InvariantCulture, $"{calibration.HeldOutScores.Count} held-out "
                + $"images cannot vouch for a false-positive rate of {request.FalsePositiveRate}: verdicts are given "
                + $"at {calibration.Rate:G3}; hold out more images, or raise --fpr"));
    }

    private static BaselineFacts Facts(
        BaselineRequest request, ImageSet images, HeldOutSplit split, ImageRows rows, Baseline baseline) =>
        new()
        {
            TrainingFolder = FolderName.Of(request.Train),
            ContentHash = images.ContentHash,
            TrainingImages = split.Training.Count,
            HeldOutImages = split.HeldOut.Count,
            Size = request.Tiles is null ? request.Size : null,
            Patch = request.Tiles is null ? null : request.Size,
            Stride = request.Tiles?.Stride,
            Patches = request.Tiles is null ? null : rows.Count,
            Preparation = request.Preparation,
            Channels = images.Channels,
            Fit = request.Fit,
            Components = (baseline as PcaModel)?.Components,
            Seed = request.Seed,
        };
}
