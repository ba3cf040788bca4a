using AnoGan.Data;
using AnoGan.Evaluation;
using AnoGan.Models;
using AnoGan.Report;
using AnoGan.Results;
using AnoGan.Runtime;

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
    /// and the request says neither to resume nor to overwrite it.
    /// </exception>
    public static IReadOnlyList<ImageFile> Plan(ScoreRequest request, Action<string>? warning = null)
    {
        PictureListing listing = Look(request);
        foreach (string line in listing.Words)
            warning?.Invoke(line);
        return listing.Files;
    }

    /// <summary>The same, with all that was found; nobody is told of it yet.</summary>
    internal static PictureListing Look(ScoreRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        KeptApart.CheckFolder(nameof(request.Out), request.Out, "the folder of images", request.Images);
        KeptApart.CheckHoldsNot(nameof(request.Out), request.Out, "the model", request.Model);
        RunFolder.Look(request.Out, () =>
        {
            if (IsFinished(request))
                ResultsPlace.RefuseWatch(request.Out);
            else
                ResultsPlace.Check(request.Out, request.Overwrite);
            UnfinishedFolder.Check(request.Out, ResultsPlace.Unfinished);
            if (!request.Overwrite && (!request.Resume || ResultsPlace.IsThere(request.Out))
                && ResultsPlace.IsInterrupted(request.Out))
            {
                throw new AnoGanException($"{UnfinishedFolder.PathFor(request.Out)}: an interrupted scoring stands "
                    + "here; " + (request.Resume
                    ? $"it is to replace {request.Out}: give --overwrite beside --resume to go on with it"
                    : "go on with --resume, or begin again with --overwrite"));
            }
        });
        ModelDirectory.RequireManifest(request.Model);
        ListFile? list = request.List is { } name
            ? new ListFile(name, request.ListContent, request.ListIsNullSeparated)
            : null;
        var warnings = new List<string>();
        IReadOnlyList<ImageFile> listed = RegionFolder.Give(
            request.Roi, PictureFolder.Search(request.Images, request.Strict, warnings.Add, list));
        IReadOnlyList<ImageFile> own =
            request.Shard is { } shard ? [.. listed.Where(file => shard.Holds(file.RelativePath))] : listed;
        SeveralPages? several = null;
        IReadOnlyList<ImageFile> files = Pages.Of(
            own, request.Pages, ComputeSettings.Threads(request.Threads), found => several = found,
            byName: list is not null || listed[0].Archived is not null);
        return new PictureListing(files, listed, several, warnings);
    }

    /// <summary>Whether <see cref="Execute"/> would resume an interrupted run.</summary>
    /// <param name="request">The request.</param>
    public static bool IsInterrupted(ScoreRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Resume && !IsFinished(request) && ResultsPlace.IsInterrupted(request.Out);
    }

    /// <summary>
    /// Whether <see cref="Execute"/> would find results that are finished, so that nothing is left to do if they are
    /// those of the same run.
    /// </summary>
    /// <param name="request">The request; results are replaced only where it says so.</param>
    public static bool IsFinished(ScoreRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Resume && ResultsPlace.IsFinished(request.Out, request.Overwrite);
    }

    /// <summary>Loads the model, scores all images and writes the results; or resumes an interrupted run.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The time to record as the start, in UTC.</param>
    /// <param name="events">What to tell meanwhile.</param>
    /// <param name="cancellation">Stops between two steps of a search; images that are done are kept.</param>
    /// <returns>The run that was made, or the one that was finished before.</returns>
    /// <exception cref="AnoGanException">A mistake that the user can mend.</exception>
    /// <exception cref="RunStoppedException">Scoring was stopped, and some images are done.</exception>
    /// <exception cref="OperationCanceledException">It was stopped before there was anything to keep.</exception>
    public static ScoreSummary Execute(
        ScoreRequest request, DateTimeOffset now, RunEvents events, CancellationToken cancellation = default) =>
        ExecuteListed(request, Look(request), now, events, cancellation);

    /// <summary>The same of pictures that were listed already, which may be many.</summary>
    internal static ScoreSummary ExecuteListed(
        ScoreRequest request, PictureListing listing, DateTimeOffset now, RunEvents events,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        var notes = new RunNotes(events);
        foreach (string line in listing.Warnings)
            notes.Warn(line);
        IReadOnlyList<ImageFile> files = listing.Files;
        if (listing.Several is { } several)
            events.Warning?.Invoke(several.Words);
        string? normalLabel = LabelSummary.FindNormalLabel(listing.Listed, request.NormalLabel);
        using var results = ResultsFolder.Open(request.Out, request.Overwrite, request.Resume, events);

        using ScoreSetup setup = ScoreSetup.Load(request, now, results.Earlier, notes);
        ImageChecks checks = setup.Checks;
        RunManifest run = setup.Run with
        {
            Parts = setup.Run.Parts! with { ListedFiles = listing.Listed.Count },
            Shard = request.Shard is { } shard
                ? RunShard.Of(shard, listing, setup.Run.Parts, request.NormalLabel, checks.Expected)
                : null,
        };
        if (results.IsFinished)
        {
            ScoreSummary finished = results.ReadFinished(run, files);
            if (finished.Manifest.FailedImages > 0)
                checks.CheckEarlier(finished.Stream().FirstOrDefault(row => row.Score is null)?.Path);
            events.Stage?.Invoke($"{request.Out} is finished: nothing was left to score");
            AddReport(request, finished, normalLabel, events);
            return finished;
        }

        setup.WarnOfCalibration(request, notes);
        ImageScorer scorer = setup.Scorer(events);
        try
        {
            results.Begin(run, files, checks.Expected);
            checks.CheckEarlier(results.Done.FirstFailed);
            int done = results.Done.Images;
            events.Stage?.Invoke(done == 0
                ? $"scoring {files.Count} images"
                : $"scoring {files.Count - done} of {files.Count} images, going on after {done}");
            IReadOnlyList<ImageFile> left = [.. files.Skip(done)];
            foreach (IReadOnlyList<ScoredImage> images in Ahead.OnFreeCores(
                setup.Device, run.Threads, stop => scorer.Score(left, stop), most: 1, cancellation))
            {
                checks.Check(images, events);
                results.Add(images);
                events.Images?.Invoke(results.Done.Images, files.Count);
            }

            int common = notes.Warnings.Count;
            PictureFacts seen = checks.Conclude(
                results.Done, notes, listing.Several, isShard: request.Shard is not null);
            return results.Commit(
                notes.Warnings,
                request.WritesReport && files.Count > 0 ? staging => ReportPage.WriteFor(staging, normalLabel) : null,
                shard => shard with { Seen = seen, CommonWarnings = common });
        }
        catch (Exception e) when (ResultsFolder.CanEnd(e))
        {
            throw results.Ended(e);
        }
    }

    private static void AddReport(
        ScoreRequest request, ScoreSummary summary, string? normalLabel, RunEvents events)
    {
        string report = Path.Combine(request.Out, ResultsLayout.Report);
        if (!request.WritesReport || Path.Exists(report) || summary.Images == 0)
            return;
        try
        {
            ReportPage.WriteFor(request.Out, normalLabel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            events.Warning?.Invoke($"{report}: was missing and cannot be written ({e.Message})");
        }
    }
}
