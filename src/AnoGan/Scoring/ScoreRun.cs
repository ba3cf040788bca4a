using System.Globalization;
using AnoGan.Data;
using AnoGan.Evaluation;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Report;
using AnoGan.Results;
using AnoGan.Runtime;
using static TorchSharp.torch;

namespace AnoGan.Scoring;

/// <summary>From a model and a folder of images to a results folder. libtorch must be loaded.</summary>
public static class ScoreRun
{
    /// <summary>Checks the request and the folders without loading an image or libtorch.</summary>
    /// <param name="request">The request.</param>
    /// <param name="warning">
    /// Told what the user should know of the folder of images, in a line each; null for nobody.
    /// </param>
    /// <returns>The image files, in ordinal order of their relative path.</returns>
    /// <exception cref="AnoGanException">
    /// A value, the folder of images, or the place of the results will not do; or an interrupted scoring stands there,
    /// and the request says neither to go on with it nor to overwrite it.
    /// </exception>
    public static IReadOnlyList<ImageFile> Plan(ScoreRequest request, Action<string>? warning = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        KeptApart.CheckFolder(nameof(request.Out), request.Out, "the folder of images", request.Images);
        KeptApart.CheckHoldsNot(nameof(request.Out), request.Out, "the model", request.Model);
        RunFolder.Look(request.Out, () =>
        {
            if (!IsFinished(request))
                ResultsWriter.Check(request.Out, request.Overwrite);
            UnfinishedFolder.Check(request.Out, ScoreKeeper.Kind);
            if (!request.Overwrite && (!request.Resume || ResultsWriter.IsThere(request.Out)) && ScoreKeeper.IsInterrupted(request.Out))
            {
                throw new AnoGanException($"{UnfinishedFolder.PathFor(request.Out)}: an interrupted scoring stands "
                    + "here; " + (request.Resume
                    ? $"it is to replace {request.Out}: give --overwrite beside --resume to go on with it"
                    : "go on with --resume, or begin again with --overwrite"));
            }
        });
        ModelDirectory.RequireManifest(request.Model);
        return PictureFolder.List(
            request.Images, request.Pages, ComputeSettings.Threads(request.Threads), request.Strict, warning);
    }

    /// <summary>Whether <see cref="Execute"/> would go on with what an interrupted run left.</summary>
    /// <param name="request">The request.</param>
    public static bool IsInterrupted(ScoreRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Resume && !IsFinished(request) && ScoreKeeper.IsInterrupted(request.Out);
    }

    /// <summary>
    /// Loads the model, scores all images and writes the results; or goes on with what an interrupted run left.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The time to record as the start, in UTC.</param>
    /// <param name="events">What to tell meanwhile.</param>
    /// <param name="cancellation">Stops between two steps of a search; images that are done are kept.</param>
    /// <returns>The run that was made, or the one that was finished before.</returns>
    /// <exception cref="AnoGanException">A mistake that the user can mend.</exception>
    /// <exception cref="RunStoppedException">Scoring was stopped, and some images are done.</exception>
    /// <exception cref="OperationCanceledException">It was stopped before there was anything to keep.</exception>
    public static ScoreSummary Execute(
        ScoreRequest request, DateTimeOffset now, RunEvents events, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        var notes = new RunNotes(events);
        IReadOnlyList<ImageFile> files = Plan(request, notes.Warn);
        string? normalLabel = LabelSummary.FindNormalLabel(files, request.NormalLabel);
        using UnfinishedFolder unfinished = UnfinishedFolder.Open(request.Out, ScoreKeeper.Kind);
        ScoreSetup? earlier = Earlier(request, unfinished);
        int threads = ComputeSettings.Threads(request.Threads, earlier?.Threads, events);
        TorchDevice.SetThreads(threads);
        Device device = ComputeSettings.Device(request.Device, earlier?.Device);
        using TrainedModel model = ModelDirectory.Load(request.Model);
        SearchOptions search = SearchOf(request, model, earlier?.Search, device, notes.Events);
        TileOptions? tiles = TileStride.Adjust(model.Manifest, request.Stride, request.Model);
        var rule = new ScoreRule(model, search, request.Kind, request.FalsePositiveRate, tiles?.Stride);
        if (request.WritesTiles && tiles is null)
            throw new AnoGanException(
                $"{request.Model}: a model of whole pictures, which has no tiles; leave --tiles "
                    + "out, or train with --patch");
        RegionRule? regions = request.FindsDefects
            ? DefectRule.For(model.Manifest.Calibration, request, notes.Events)
            : null;
        ScoreSetup setup = SetupOf(request, model, search, tiles, rule, threads, device);
        if (IsFinished(request))
            return FinishedScores.Read(request, setup, files, unfinished, events);

        WarnOfCalibration(request, search, tiles, model.Manifest, rule, notes);
        double scale = model.Manifest.Calibration.HeatmapScale;
        var scorer = Scorer(model, search, tiles, rule, device, threads, events);
        if (!request.Resume)
            unfinished.Clear();
        ScoreKeeper keeper = RunFolder.Keep(unfinished, () => new ScoreKeeper(unfinished, setup, files, now));
        try
        {
            int done = keeper.Done.Images;
            List<ScoreSummary.Row> rows = FinishedScores.Rows(keeper.ResultsPath, done);
            FinishedScores.RequireScores(request, rows);
            using var writer = new ResultsWriter(
                request.Out, request.Overwrite, OptionsOf(request, threads, files.Count, scale, regions),
                keeper.ResultsPath, keeper.Done);
            events.Stage?.Invoke(
                done == 0
                    ? $"scoring {files.Count} images"
                    : $"scoring {files.Count - done} of " + $"{files.Count} images, going on after {done}");
            rows.AddRange(
                Collector(request, model, keeper, notes, events)
                    .Collect(Scored(scorer, [.. files.Skip(done)], threads, device, cancellation), files.Count, writer)
            );
            RunManifest manifest = ManifestOf(request, setup, rule, regions, scale, keeper, rows) with
            {
                Warnings = notes.Warnings,
            };
            writer.Commit(manifest, request.WritesReport ? staging => ReportPage.WriteFor(staging, normalLabel) : null);
            keeper.Dispose();
            unfinished.ClearAfterwards(events.Warning);
            return new ScoreSummary(manifest, rows);
        }
        catch (OperationCanceledException e) when (keeper.Done.ScoredImages > 0)
        {
            throw new RunStoppedException($"stopped after {keeper.Done.Images} of {files.Count} images; the same "
                + "command with --resume goes on from there", e, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{request.Out}: the results cannot be written ({e.Message}); free space or "
                + $"name another folder{Kept(keeper, files, unfinished)}", e);
        }
        catch (AnoGanException e) when (keeper.Done.ScoredImages > 0)
        {
            throw new AnoGanException(e.Message + Kept(keeper, files, unfinished), e);
        }
        finally
        {
            keeper.Dispose();
            if (keeper.Done.ScoredImages == 0)
                unfinished.ClearAfterwards(events.Warning);
        }
    }

    /// <summary>
    /// Whether a scoring is to go on that wrote its results before, so that nothing is left to do if it is the same.
    /// </summary>
    /// <param name="request">The request; results are replaced only where it says so.</param>
    public static bool IsFinished(ScoreRequest request) =>
        request is { Resume: true }
        && ResultsWriter.IsThere(request.Out)
        && !(request.Overwrite && ScoreKeeper.IsInterrupted(request.Out));

    private static string Kept(ScoreKeeper keeper, IReadOnlyList<ImageFile> files, UnfinishedFolder unfinished) =>
        keeper.Done.ScoredImages > 0
            ? $"; {keeper.Done.Images} of {files.Count} images are kept in {unfinished.Path}, and --resume goes on "
                + "after "
                + "them"
            : "";

    // The setup of the scoring that is resumed, or that is finished; null where this one begins.
    private static ScoreSetup? Earlier(ScoreRequest request, UnfinishedFolder unfinished) =>
        !request.Resume ? null
        : IsFinished(request) ? ScoreSetup.Of(request.Out, RunManifest.Read(request.Out, FinishedScores.Remedy))
        : ScoreKeeper.SetupIn(unfinished);

    private static SearchOptions SearchOf(
        ScoreRequest request, TrainedModel model, SearchOptions? earlier, Device device, RunEvents events)
    {
        // Scores that depend on the search compare only with a calibration that was computed in the same numbers.
        bool dependsOnSearch = ScoreRule.DependsOnSearch(ModelDirectory.HasEncoder(model.Manifest), request.Kind);
        Precision? set = earlier?.Precision ?? (dependsOnSearch ? model.Manifest.Calibration.Search.Precision : null);
        SearchOptions search = request.AdjustSearch(model.Manifest.Calibration.Search) with
        {
            Precision = ComputeSettings.Precision(request.Precision, set, device, events),
        };
        return !request.MeasuresBatch ? search
            : earlier is not null ? search with { Batch = earlier.Batch }
            : BatchMeasurement.Choose(model, search, device, events);
    }

    // One batch is searched while that before it is written, unless the search leaves no CPU to write with: taking
    // cores from
    // its threads, which wait for each other, then costs a tenth of the time. The number of threads is one of each
    // thread's own.
    private static IEnumerable<IReadOnlyList<ScoredImage>> Scored(
        IImageScorer scorer, IReadOnlyList<ImageFile> files, int threads, Device device, CancellationToken cancellation
    ) =>
        device.type == TorchSharp.DeviceType.CPU && threads >= Environment.ProcessorCount
            ? scorer.Score(files, cancellation)
            : Ahead.Of(stop =>
            {
                TorchDevice.SetThreads(threads);
                return scorer.Score(files, stop);
            }, most: 1, cancellation);

    private static ScoreSetup SetupOf(
        ScoreRequest request, TrainedModel model, SearchOptions search, TileOptions? tiles, ScoreRule rule, int threads,
        Device device) =>
        new()
        {
            ModelHash = model.Hash,
            Search = search,
            Stride = tiles?.Stride,
            Kind = request.Kind,
            FalsePositiveRate = rule.Rate,
            DefectMinArea = request.FindsDefects ? request.MinArea : null,
            WritesTiles = request.WritesTiles,
            WritesPictures = request.WritesPictures,
            WritesReport = request.WritesReport,
            Threads = threads,
            Device = device.ToString(),
            Pages = request.Pages,
        };

    private static ResultsOptions OptionsOf(
        ScoreRequest request, int threads, int images, double scale, RegionRule? regions) =>
        new()
        {
            HeatmapScale = scale,
            Threads = threads,
            Regions = regions,
            WritesTiles = request.WritesTiles,
            Thumbnails = request.WritesReport ? StripSize.For(images) : null,
        };

    private static RunManifest ManifestOf(
        ScoreRequest request, ScoreSetup setup, ScoreRule rule, RegionRule? regions, double scale, ScoreKeeper keeper,
        List<ScoreSummary.Row> rows) =>
        new()
        {
            Started = keeper.Started,
            Method = RunManifest.AnoGanMethod,
            Model = FolderName.Of(request.Model),
            ModelHash = setup.ModelHash,
            Images = FolderName.Of(request.Images),
            Pages = setup.Pages,
            Search = setup.Search,
            Stride = setup.Stride,
            DefectThreshold = regions?.Threshold,
            DefectMinArea = regions?.MinArea,
            Threads = setup.Threads,
            Device = setup.Device,
            HeatmapScale = scale,
            Score = setup.Kind,
            FalsePositiveRate = setup.FalsePositiveRate,
            Threshold = rule.Threshold,
            NormalScores = rule.NormalScores,
            ScoredImages = rows.Count(row => row.Score is not null),
            FailedImages = rows.Count(row => row.Score is null),
            ElapsedSeconds = keeper.ElapsedSeconds,
            Versions = RuntimeVersions.Collect(),
        };

    private static ScoreCollector Collector(
        ScoreRequest request, TrainedModel model, ScoreKeeper keeper, RunNotes notes, RunEvents events) =>
        new()
        {
            Images = request.Images,
            Strict = request.Strict,
            Sides = new TrainingSides(model.Manifest.Setup.Data.SmallestSide, model.Manifest.Setup.Data.LargestSide),
            Preparation = model.Manifest.Setup.Preparation,
            ExpectsColour = model.Manifest.Setup.Network.Channels == 3 && model.Manifest.Setup.Data.ColourImages > 0,
            WritesPictures = request.WritesPictures,
            Events = events,
            Notes = notes,
            Keeper = keeper,
        };

    private static IImageScorer Scorer(
        TrainedModel model, SearchOptions search, TileOptions? tiles, ScoreRule rule, Device device, int threads,
        RunEvents events) =>
        tiles is null
            ? new ImageScorer(model, search, rule, device, threads)
            : new TiledImageScorer(model, search, tiles.Stride, rule, device) { Tiles = events.Tiles };

    private static void WarnOfCalibration(
        ScoreRequest request, SearchOptions search, TileOptions? tiles, ModelManifest manifest, ScoreRule rule,
        RunNotes notes)
    {
        if (tiles?.Stride != manifest.Calibration.Stride)
            notes.Warn(
                $"a stride of {tiles?.Stride} pixels where the model was calibrated with "
                    + $"{manifest.Calibration.Stride}: there are no p-values and no verdicts; redo it with `anogan "
                    + "calibrate "
                    + $"--stride {tiles?.Stride}`");
        if (
            !ScoreRule.Fits(
                manifest, search, ScoreRule.DependsOnSearch(ModelDirectory.HasEncoder(manifest), request.Kind)))
        {
            string affected = rule.Rate is null ? "there are no p-values and no verdicts" : "of the columns only "
                + "score, p_value and is_anomaly compare with it, which do not depend on the search";
            notes.Warn("the search options differ from those the model was calibrated with: its calibration no "
                + $"longer fits, {affected}; redo it with `anogan calibrate` and the same options");
        }

        if (!manifest.Calibration.IsHeldOut)
            notes.Warn("the model was calibrated on its training images: there are no p-values and no verdicts; give "
                + "it other normal images with `anogan calibrate`");
        else if (rule.Rate > request.FalsePositiveRate)
            notes.Warn(string.Create(CultureInfo.InvariantCulture, $"{manifest.Calibration.Scores.Count} held-out "
                + $"images cannot vouch for a false-positive rate of {request.FalsePositiveRate}: verdicts are given "
                + $"at {rule.Rate:G3}; calibrate with more images, or raise --fpr"));
    }
}
