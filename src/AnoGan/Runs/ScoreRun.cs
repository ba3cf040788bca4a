using System.Diagnostics;
using AnoGan.Data;
using AnoGan.Models;
using AnoGan.Reporting;
using AnoGan.Runtime;
using AnoGan.Scoring;
using static TorchSharp.torch;

namespace AnoGan.Runs;

/// <summary>From a model and a folder of images to a results folder. libtorch must be loaded.</summary>
public static class ScoreRun
{
    /// <summary>Checks the request and the folders without loading an image or libtorch.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The image files, in ordinal order of their relative path.</returns>
    /// <exception cref="AnoGanException">A value, the folder of images, or the place of the results will not do.</exception>
    public static IReadOnlyList<ImageFile> Plan(ScoreRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        ResultsWriter.Check(request.Out, request.Overwrite);
        ModelDirectory.RequireManifest(request.Model);
        return ImageFolder.List(request.Images);
    }

    /// <summary>Loads the model, scores all images and writes the results.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The time to record as the start, in UTC.</param>
    /// <param name="events">What to tell meanwhile.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>, leaving nothing behind.</param>
    /// <exception cref="AnoGanException">A mistake that the user can mend.</exception>
    public static ScoreSummary Execute(
        ScoreRequest request, DateTimeOffset now, RunEvents events, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        IReadOnlyList<ImageFile> files = Plan(request);
        TorchDevice.SetThreads(request.Threads);
        Device device = TorchDevice.Resolve(request.Device);
        using TrainedModel model = ModelDirectory.Load(request.Model);
        SearchOptions search = request.AdjustSearch(model.Manifest.Search);
        TileOptions? tiles = TileStride.Adjust(model.Manifest, request.Stride, request.Model);
        var rule = new ScoreRule(model, search, request.Kind, request.FalsePositiveRate, tiles?.Stride);
        if (request.WritesTiles && tiles is null)
            throw new AnoGanException($"{request.Model}: a model of whole pictures, which has no tiles; leave --tiles out, or train with --patch");
        RegionRule? regions = request.FindsDefects ? DefectRule.For(model.Manifest.Calibration, request, events) : null;
        WarnOfCalibration(request, search, tiles, model.Manifest, rule, events);

        var clock = Stopwatch.StartNew();
        double scale = model.Manifest.Calibration.HeatmapScale;
        try
        {
            using var writer = new ResultsWriter(request.Out, request.Overwrite, scale, request.Threads, regions, request.WritesTiles);
            events.Stage?.Invoke($"scoring {files.Count} images");
            List<ScoreSummary.Row> rows = ScoreAll(request, model, Scorer(model, search, tiles, rule, device, request, events), files, writer, events, cancellation);
            int scored = rows.Count(row => row.Score is not null);
            var manifest = new RunManifest
            {
                Started = now,
                Method = RunManifest.AnoGanMethod,
                Model = FolderName.Of(request.Model),
                ModelHash = model.Hash,
                Images = FolderName.Of(request.Images),
                Search = search,
                Stride = tiles?.Stride,
                DefectThreshold = regions?.Threshold,
                DefectMinArea = regions?.MinArea,
                Threads = request.Threads,
                Device = device.ToString(),
                HeatmapScale = scale,
                Score = request.Kind,
                FalsePositiveRate = rule.Rate,
                Threshold = rule.Threshold,
                ScoredImages = scored,
                FailedImages = rows.Count - scored,
                ElapsedSeconds = clock.Elapsed.TotalSeconds,
                Versions = RuntimeVersions.Collect(),
            };
            writer.Commit(manifest);
            return new ScoreSummary(manifest, rows);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{request.Out}: the results cannot be written ({e.Message}); free space or name another folder", e);
        }
    }

    private static List<ScoreSummary.Row> ScoreAll(
        ScoreRequest request, TrainedModel model, IImageScorer scorer, IReadOnlyList<ImageFile> files, ResultsWriter writer, RunEvents events,
        CancellationToken cancellation)
    {
        DataFacts data = model.Manifest.Data;
        var collector = new ScoreCollector
        {
            Images = request.Images,
            Strict = request.Strict,
            Sides = new TrainingSides(data.SmallestSide, data.LargestSide),
            ExpectsColour = model.Manifest.Network.Channels == 3 && data.ColourImages > 0,
            WritesPictures = request.WritesPictures,
            Events = events,
        };
        return collector.Collect(scorer.Score(files, cancellation), files.Count, writer);
    }

    private static IImageScorer Scorer(
        TrainedModel model, SearchOptions search, TileOptions? tiles, ScoreRule rule, Device device, ScoreRequest request, RunEvents events) =>
        tiles is null
            ? new ImageScorer(model, search, rule, device, request.Threads)
            : new TiledImageScorer(model, search, tiles.Stride, rule, device) { Tiles = events.Tiles };

    private static void WarnOfCalibration(
        ScoreRequest request, SearchOptions search, TileOptions? tiles, ModelManifest manifest, ScoreRule rule, RunEvents events)
    {
        if (tiles?.Stride != manifest.Tiles?.Stride)
            events.Warning?.Invoke($"a stride of {tiles?.Stride} pixels where the model was calibrated with {manifest.Tiles?.Stride}: there are no p-values and no verdicts; redo it with `anogan calibrate --stride {tiles?.Stride}`");
        if (!ScoreRule.Fits(manifest, search))
        {
            string affected = rule.Rate is null ? "there are no p-values and no verdicts" : "of the columns only score, p_value and is_anomaly compare with it, which do not depend on the search";
            events.Warning?.Invoke($"the search options differ from those the model was calibrated with: its calibration no longer fits, {affected}; redo it with `anogan calibrate` and the same options");
        }

        if (!manifest.Calibration.IsHeldOut)
            events.Warning?.Invoke("the model was calibrated on its training images: there are no p-values and no verdicts; give it other normal images with `anogan calibrate`");
        else if (rule.Rate > request.FalsePositiveRate)
            events.Warning?.Invoke(FormattableString.Invariant($"{manifest.Calibration.Scores.Count} held-out images cannot vouch for a false-positive rate of {request.FalsePositiveRate}: verdicts are given at {rule.Rate:G3}; calibrate with more images, or raise --fpr"));
    }
}
