using AnoGan.Data;
using AnoGan.Report;
using AnoGan.Results;

namespace AnoGan.Evaluation;

/// <summary>From results folders and labels to measures. Needs no libtorch.</summary>
public static class EvaluateRun
{
    /// <summary>Evaluates all folders, then writes their files: nothing is written if one is refused.</summary>
    /// <param name="request">What to evaluate; its <see cref="EvaluateRequest.Validate"/> is called first.</param>
    /// <param name="events">Receives progress and warnings.</param>
    /// <param name="cancellation">
    /// Stops with an <see cref="OperationCanceledException"/>, leaving nothing behind.
    /// </param>
    /// <returns>One outcome a folder, in their order.</returns>
    /// <exception cref="AnoGanException">A mistake that the user can mend.</exception>
    public static IReadOnlyList<EvaluatedRun> Execute(
        EvaluateRequest request, RunEvents events, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(events);
        request.Validate();
        CheckTargets(request);
        var runs = new List<EvaluatedRun>();
        var pages = new List<(string Folder, string Page)>();
        foreach (string folder in request.Results)
        {
            IReadOnlyList<ScoreRow> rows = Rows(folder, request);
            if (LabelText.Alike(rows) is { } alike)
                events.Warning?.Invoke($"{folder}: {alike}");
            EvaluationMetrics metrics = Evaluate(folder, rows, request, events, cancellation);

            // Measures that the user sends elsewhere leave the folder as it is.
            bool hasReport = request.Out is null && ResultsLayout.HasReport(folder) && ResultsPlace.IsThere(folder);
            string? reportPath = hasReport ? Path.Combine(folder, ResultsLayout.Report) : null;
            string? metricsPath =
                request.Out ?? (File.Exists(folder) ? null : Path.Combine(folder, MetricsFile.FileName));
            runs.Add(new EvaluatedRun(folder, metricsPath, metrics, reportPath));
            if (hasReport)
            {
                ReportContent report = ReportContent.Read(folder, metrics.NormalLabel, rows);
                pages.Add((folder, Render(report with { Metrics = metrics })));
            }
        }

        foreach (EvaluatedRun run in runs)
        {
            if (run.MetricsPath is { } path)
                MetricsFile.Write(path, run.Metrics);
        }

        foreach ((string folder, string page) in pages)
            WriteReport(folder, page);
        return runs;
    }

    private static void CheckTargets(EvaluateRequest request)
    {
        if (request.Masks is { } masks)
            PictureFolder.RefuseOwn(masks, "masks");
        foreach (string folder in request.Results)
        {
            string usual = Path.Combine(folder, MetricsFile.FileName), target = request.Out ?? usual;
            if ((ResultsLayout.Owns(folder, target) && !KeptApart.AreSame(target, usual))
                || (request.Labels is { } labels && KeptApart.AreSame(target, labels)))
                throw AnoGanException.Of(nameof(request.Out), $" {target}: is evaluated, so it is not overwritten; "
                    + "name another file");
            if (request.Masks is { } read)
                KeptApart.CheckOutside(
                    request.Out is null ? nameof(request.Results) : nameof(request.Out), target, "the folder of masks",
                    read);
        }
    }

    private static string Render(ReportContent report)
    {
        try
        {
            return ReportPage.Render(report);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{report.Folder}: the pictures of the report cannot be read ({e.Message}); "
                + "change their permissions, or name a file with --out", e);
        }
    }

    private static void WriteReport(string folder, string page)
    {
        try
        {
            ReportPage.Write(folder, page);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{Path.Combine(folder, ResultsLayout.Report)}: cannot be written "
                + $"({e.Message}); free space or change its permissions, or name a file with --out", e);
        }
    }

    private static IReadOnlyList<ScoreRow> Rows(string folder, EvaluateRequest request)
    {
        ScoreTableContent table = ScoreTable.ReadTableOrFolder(folder);
        if (request.Out is { } target && KeptApart.AreSame(target, table.Path))
            throw AnoGanException.Of(nameof(request.Out), $" {target}: is evaluated, so it is not overwritten; name "
                + "another file");
        if (request.Labels is { } labels)
            return LabelFile.Apply(labels, table.Rows, table.Path);
        return table.HasLabels
            ? RequireFolderLabels(LabelText.Tidy(table.Rows), folder)
            : throw new AnoGanException($"{table.Path}: found no column label, expected one; add it, or give --labels");
    }

    private static EvaluationMetrics Evaluate(
        string folder, IReadOnlyList<ScoreRow> rows, EvaluateRequest request, RunEvents events,
        CancellationToken cancellation)
    {
        if (request.Masks is not null && File.Exists(folder))
            throw new AnoGanException($"{folder}: found a table alone, expected a results folder, whose maps --masks "
                + "compares; name the folder");
        RunOrigin origin = RunOrigin.Read(folder);
        string normalLabel = LabelSummary.FindNormalLabel(rows.Select(row => row.Label), request.NormalLabel)
            ?? throw new AnoGanException($"{folder}: found the labels "
                + $"{LabelSummary.List(rows.Select(row => row.Label))}, expected good or normal among them; name the "
                + "normal one with --normal");
        RequireBothKinds(rows, normalLabel, folder);
        int failed = rows.Count(row => row.Score is null);
        if (failed > 0)
            events.Warning?.Invoke($"{folder}: {failed} of {rows.Count} images have no score and are left out");

        EvaluationMetrics metrics = ImageEvaluation.Compute(
            rows, normalLabel, request.Bootstrap, request.Seed, cancellation) with
        {
            Method = origin.Method,
            WishedFalsePositiveRate = origin.FalsePositiveRate,
        };
        return request.Masks is { } masks
            ? PixelEvaluation.Run(folder, masks, rows, metrics, events, cancellation)
            : metrics;
    }

    private static IReadOnlyList<ScoreRow> RequireFolderLabels(IReadOnlyList<ScoreRow> rows, string folder)
    {
        ScoreRow? unlabelled = rows.FirstOrDefault(row => row.Label.Length == 0);
        return unlabelled is null
            ? rows
            : throw new AnoGanException($"{folder}: found no label of {unlabelled.Path}, expected the name of a "
                + "sub-folder; move images into a folder a label and score again, or give --labels");
    }

    private static void RequireBothKinds(IReadOnlyList<ScoreRow> rows, string normalLabel, string folder)
    {
        int scored = rows.Count(row => row.Score is not null);
        int normal = rows.Count(row => row.Score is not null && row.Label == normalLabel);
        if (normal == 0 || normal == scored)
            throw new AnoGanException($"{folder}: found scores of {normal} normal images ({normalLabel}) and of "
                + $"{scored - normal} others, expected some of both; score a folder with both, or name the "
                + "normal label with --normal");
    }
}

/// <summary>What the evaluation of one results folder came to.</summary>
/// <param name="Results">The results folder or the table, as it was named.</param>
/// <param name="MetricsPath">
/// The file that says <paramref name="Metrics"/>; null where a table alone was evaluated and no file named.
/// </param>
/// <param name="Metrics">The measures.</param>
/// <param name="ReportPath">The report that was written anew with them; null where there was none.</param>
public sealed record EvaluatedRun(
    string Results, string? MetricsPath, EvaluationMetrics Metrics, string? ReportPath = null);
