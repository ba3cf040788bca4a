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
        WarnOfOtherSearch(search, model.Manifest, events);

        var clock = Stopwatch.StartNew();
        double scale = model.Manifest.Calibration.HeatmapScale;
        try
        {
            using var writer = new ResultsWriter(request.Out, request.Overwrite, scale, request.Threads);
            events.Stage?.Invoke($"scoring {files.Count} images");
            List<ScoreSummary.Row> rows = ScoreAll(request, model, search, device, files, writer, events, cancellation);
            int scored = rows.Count(row => row.Score is not null);
            var manifest = new RunManifest
            {
                Started = now,
                Method = RunManifest.AnoGanMethod,
                Model = FolderName(request.Model),
                ModelHash = model.Hash,
                Images = FolderName(request.Images),
                Search = search,
                Threads = request.Threads,
                Device = device.ToString(),
                HeatmapScale = scale,
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
        ScoreRequest request, TrainedModel model, SearchOptions search, Device device, IReadOnlyList<ImageFile> files,
        ResultsWriter writer, RunEvents events, CancellationToken cancellation)
    {
        var scorer = new ImageScorer(model, search, device, request.Threads);
        var rows = new List<ScoreSummary.Row>();
        string? firstError = null;
        int otherSizes = 0, colours = 0;
        foreach (IReadOnlyList<ScoredImage> batch in scorer.Score(files, cancellation))
        {
            foreach (ScoredImage image in batch)
            {
                string? error = image.Error ?? (request.Strict && HasOtherSize(image, model.Manifest) ? DescribeOtherSize(image, model.Manifest) : null);
                if (error is not null && request.Strict)
                    throw new AnoGanException(error);
                if (error is not null)
                    events.Warning?.Invoke($"skipped {error}");
                firstError ??= error;
                otherSizes += HasOtherSize(image, model.Manifest) ? 1 : 0;
                colours += image.IsColour ? 1 : 0;
                rows.Add(new ScoreSummary.Row(image.File.RelativePath, image.File.Label, error is null ? image.Score : null));
            }

            writer.Add(batch, request.WritesPictures);
            events.Images?.Invoke(rows.Count, files.Count);
        }

        if (rows.TrueForAll(row => row.Score is null))
            throw new AnoGanException($"{request.Images}: none of {rows.Count} images can be scored; the first: {firstError}");
        if (otherSizes > 0)
            events.Warning?.Invoke($"{otherSizes} of {files.Count} images are more than twice as large, or less than half as large, as any the model was trained on ({model.Manifest.Data.SmallestSide} to {model.Manifest.Data.LargestSide} pixels): their scores may mean little");
        if (colours == 0 && model.Manifest.Network.Channels == 3 && model.Manifest.Data.ColourImages > 0)
            events.Warning?.Invoke("none of the images is in colour, but the model was trained on colour images: their scores may mean little");
        return rows;
    }

    private static void WarnOfOtherSearch(SearchOptions search, ModelManifest manifest, RunEvents events)
    {
        // The batch size changes the last bits of a score at most, and the seed only where the search starts.
        if (search with { Batch = manifest.Search.Batch, Seed = manifest.Search.Seed } != manifest.Search)
            events.Warning?.Invoke("the search options differ from those the model was calibrated with: scores are not comparable with its calibration");
    }

    private static bool HasOtherSize(ScoredImage image, ModelManifest manifest)
    {
        if (image.Geometry is not { } geometry)
            return false;
        int side = Math.Max(geometry.Width, geometry.Height);
        return side > 2 * manifest.Data.LargestSide || 2 * side < manifest.Data.SmallestSide;
    }

    private static string DescribeOtherSize(ScoredImage image, ModelManifest manifest) =>
        $"{image.File.FullPath}: {image.Geometry!.Width}×{image.Geometry.Height} pixels, but the model was trained on images of {manifest.Data.SmallestSide} to {manifest.Data.LargestSide}; score such images, or train on pictures like this one";

    private static string FolderName(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
}
