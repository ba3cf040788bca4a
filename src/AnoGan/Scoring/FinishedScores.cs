using AnoGan.Data;
using AnoGan.Evaluation;
using AnoGan.Report;
using AnoGan.Results;
using AnoGan.Runtime;

namespace AnoGan.Scoring;

/// <summary>Scores that an earlier run wrote.</summary>
internal static class FinishedScores
{
    /// <summary>What helps where finished results cannot be read.</summary>
    public const string Remedy = "replace the results with --overwrite in place of --resume";

    /// <summary>The run that stands at the place of the results, where this one would make the same.</summary>
    /// <param name="request">The request.</param>
    /// <param name="setup">What it comes to.</param>
    /// <param name="files">The files to score.</param>
    /// <param name="unfinished">What a run that was killed at its very end may have left.</param>
    /// <param name="events">Told that nothing is left to do.</param>
    /// <exception cref="AnoGanException">The run is another one: the difference.</exception>
    public static ScoreSummary Read(
        ScoreRequest request, ScoreSetup setup, IReadOnlyList<ImageFile> files, UnfinishedFolder unfinished,
        RunEvents events)
    {
        RunManifest run = RunManifest.Read(request.Out, Remedy);
        IReadOnlyList<ScoreSummary.Row> rows = Rows(request.Out, run.ScoredImages + run.FailedImages);

        // A report changes no score, and results of before there were reports have none.
        string? difference =
            setup.DifferenceFrom(ScoreSetup.Of(request.Out, run) with { WritesReport = setup.WritesReport })
            ?? ScoreKeeper.DifferenceOf(
                [.. files.Select(file => new ScoredFile(file.RelativePath, 0, default))],
                [.. rows.Select(row => new ScoredFile(row.Path, 0, default))], 0);
        if (difference is not null)
            throw new AnoGanException($"{request.Out}: finished results stand here, and this run is another one: "
                + $"{difference}; name another folder, or replace them with --overwrite in place of --resume");
        RequireScores(request, rows);

        // Earlier versions took a whole path of folders for a label.
        Dictionary<string, string> labels = files.ToDictionary(
            file => file.RelativePath, file => file.Label, StringComparer.Ordinal);
        rows = [.. rows.Select(row => row with { Label = labels[row.Path] })];
        events.Stage?.Invoke($"{request.Out} is finished: nothing was left to score");
        AddReport(request, files, events);
        unfinished.ClearAfterwards(events.Warning);
        return new ScoreSummary(run, rows);
    }

    /// <summary>Refuses rows without a score where the request is strict.</summary>
    /// <param name="request">The request.</param>
    /// <param name="rows">What an earlier run found.</param>
    /// <exception cref="AnoGanException">An image could not be scored.</exception>
    public static void RequireScores(ScoreRequest request, IReadOnlyList<ScoreSummary.Row> rows)
    {
        if (request.Strict && rows.FirstOrDefault(row => row.Score is null) is { } failed)
            throw new AnoGanException($"{Path.Combine(request.Images, failed.Path)}: could not be scored by the run "
                + "that is to go on, and --strict allows none such; mend the image and begin again with --overwrite");
    }

    /// <summary>The first rows of scores.csv; its numbers have the precision of float.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="count">How many.</param>
    public static List<ScoreSummary.Row> Rows(string folder, int count) =>
        count == 0
            ? []
            : [
                .. ScoreTableReader
                    .Read(folder)
                    .Take(count)
                    .Select(row => new ScoreSummary.Row(row.Path, row.Label, ScoreOf(row))),
            ];

    private static void AddReport(ScoreRequest request, IReadOnlyList<ImageFile> files, RunEvents events)
    {
        string report = Path.Combine(request.Out, ResultsWriter.Report);
        if (!request.WritesReport || Path.Exists(report))
            return;
        try
        {
            ReportPage.WriteFor(request.Out, LabelSummary.FindNormalLabel(files, request.NormalLabel));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            events.Warning?.Invoke($"{report}: was missing and cannot be written ({e.Message})");
        }
    }

    private static AnomalyScore? ScoreOf(ScoreRow row) => row.Score is not { } score ? null : new AnomalyScore
    {
        Score = score,
        IsAnomaly = row.IsAnomaly ?? false,
        Residual = row.Residual ?? double.NaN,
        FeatureDistance = row.FeatureDistance ?? double.NaN,
    };
}
