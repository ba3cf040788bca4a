using System.Diagnostics;
using AnoGan.Data;
using AnoGan.Evaluation;
using AnoGan.Models;
using AnoGan.Report;
using AnoGan.Results;
using AnoGan.Runtime;

namespace AnoGan.Scoring;

/// <summary>Scores the pictures of a folder as they are finished. libtorch must be loaded.</summary>
internal static class WatchRun
{
    // Of a folder of very many files a look takes long: it is to take a tenth of the time at most.
    private const int PauseOfLook = 9;

    /// <summary>Checks the request and the folders without loading an image or libtorch.</summary>
    /// <exception cref="AnoGanException">A value, the folder, or the place of the results will not do.</exception>
    public static void Check(WatchRequest request)
    {
        request.Validate();
        ScoreRequest score = request.Score;
        KeptApart.CheckFolder(nameof(score.Out), score.Out, "the folder of images", score.Images);
        KeptApart.CheckHoldsNot(nameof(score.Out), score.Out, "the model", score.Model);
        RunFolder.Look(score.Out, () => LiveResults.Check(score.Out));
        ModelDirectory.RequireManifest(score.Model);
        PictureFolder.RefuseOwn(score.Images, "images");
        ImageFolder.Require(score.Images);
    }

    /// <summary>How many images are in the folder now.</summary>
    /// <exception cref="AnoGanException">The folder cannot be searched.</exception>
    public static int Count(WatchRequest request) => PictureFolder.New(request.Score.Images, _ => false).Count;

    /// <summary>Scores pictures as they are finished.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The time to record as the start, in UTC.</param>
    /// <param name="events">What to tell meanwhile.</param>
    /// <param name="scored">Told of each image when its row is on the disk; null for nobody.</param>
    /// <param name="cancellation">Ends the watch after the images that are being scored.</param>
    /// <returns>What the results folder has in the end.</returns>
    /// <exception cref="AnoGanException">A mistake that the user can mend; what is done is kept.</exception>
    public static ScoreSummary Execute(
        WatchRequest request, DateTimeOffset now, RunEvents events, Action<ScoredImage>? scored = null,
        CancellationToken cancellation = default)
    {
        Check(request);
        ScoreRequest score = request.Score;
        var notes = new RunNotes(events);
        using LiveResults results = LiveResults.Open(score.Out);
        using ScoreSetup setup = ScoreSetup.Load(score, now, results.Earlier, notes);
        results.Begin(setup.Run, setup.Checks.Expected);
        setup.WarnOfCalibration(score, notes);
        events.Stage?.Invoke(results.Done.Images == 0
            ? $"watching {score.Images}"
            : $"watching {score.Images}, going on after {results.Done.Images} images");
        try
        {
            Watch();
            foreach (string warning in Seen(results, setup))
                notes.Warn(warning);
            return results.Publish(notes.Warnings, Report(score, results));
        }
        catch (Exception e) when (e is AnoGanException or IOException or UnauthorizedAccessException)
        {
            throw results.Ended(e);
        }

        void Watch()
        {
            var folder = new WatchedFolder(request, results.Restored, events);
            ImageScorer scorer = setup.Scorer(events);
            Stopwatch sinceNews = Stopwatch.StartNew(), sinceReport = Stopwatch.StartNew();
            int reported = results.Done.Images;
            while (!cancellation.IsCancellationRequested)
            {
                results.CheckIsThere();
                var look = Stopwatch.StartNew();
                IReadOnlyList<ImageFile> files = folder.Next();
                TimeSpan pause = PauseAfter(look.Elapsed, request.IntervalSeconds);

                foreach (IReadOnlyList<ScoredImage> group in scorer.Score(files, CancellationToken.None))
                {
                    IReadOnlyList<ScoredImage> written = results.Add(group);
                    setup.Checks.Check(written, events);
                    foreach (ScoredImage image in written)
                        scored?.Invoke(image);
                    if (cancellation.IsCancellationRequested)
                        return;
                    PublishIfDue();
                }

                PublishIfDue();
                if (files.Count > 0 || folder.IsWaiting)
                    sinceNews.Restart();
                else if (sinceNews.Elapsed.TotalSeconds >= request.IdleSeconds)
                    return;
                if (files.Count == 0)
                    cancellation.WaitHandle.WaitOne(pause);
            }

            void PublishIfDue()
            {
                if (results.Done.Images == reported || sinceReport.Elapsed.TotalMinutes < request.ReportMinutes)
                    return;
                results.Publish([.. notes.Warnings, .. Seen(results, setup)], Report(score, results, events));
                reported = results.Done.Images;
                sinceReport.Restart();
            }
        }
    }

    private static TimeSpan PauseAfter(TimeSpan look, double interval) =>
        TimeSpan.FromSeconds(Math.Max(interval, look.TotalSeconds * PauseOfLook));

    private static IEnumerable<string> Seen(LiveResults results, ScoreSetup setup) =>
        results.Done.Seen.Warnings(setup.Checks.Expected);

    // A report while pictures arrive is a service: what it stumbles over is told, and does not end the watch.
    private static Action<string>? Report(ScoreRequest request, LiveResults results, RunEvents? whereItMayFail = null)
    {
        if (!request.WritesReport || results.Done.Images == 0)
            return null;
        return folder =>
        {
            try
            {
                ReportPage.WriteFor(folder, NormalLabel(request.NormalLabel, results.Done.Labels));
            }
            catch (Exception e)
                when (whereItMayFail is not null
                    && e is AnoGanException or IOException or UnauthorizedAccessException)
            {
                whereItMayFail?.Warning?.Invoke($"the report cannot be written now: {e.Message}");
            }
        };
    }

    // The label that was asked for may not have come yet.
    private static string? NormalLabel(string? wanted, IReadOnlyCollection<string> labels) =>
        wanted is null || labels.Any(label => LabelText.Of(label) == LabelText.Of(wanted))
            ? LabelSummary.FindNormalLabel(labels, wanted)
            : null;
}
