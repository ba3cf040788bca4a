using AnoGan.Evaluation;
using AnoGan.Results;

namespace AnoGan.Report;

/// <summary>All that a report is made from.</summary>
internal sealed record ReportContent
{
    /// <summary>The results folder, where the small pictures are.</summary>
    public required string Folder { get; init; }

    /// <summary>What run.json says.</summary>
    public required RunManifest Run { get; init; }

    /// <summary>The images in the order of scores.csv.</summary>
    public required IReadOnlyList<ScoreRow> Rows { get; init; }

    /// <summary>The label that counts as normal; null where it is not known.</summary>
    public required string? NormalLabel { get; init; }

    /// <summary>The number of defects of the images that have some, by path; null where none were looked for.</summary>
    public required IReadOnlyDictionary<string, int>? Defects { get; init; }

    /// <summary>What an evaluation measured; null where there was none.</summary>
    public EvaluationMetrics? Metrics { get; init; }

    /// <summary>Images that have a score.</summary>
    public IEnumerable<ScoreRow> Scored => Rows.Where(row => row.Score is not null);

    /// <summary>Whether images of both kinds have scores, so that the kinds can be told apart well or badly.</summary>
    public bool HasBothKinds =>
        NormalLabel is not null && Scored.Any(row => row.Label == NormalLabel) && Scored.Any(IsOther);

    /// <summary>Reads a results folder.</summary>
    /// <exception cref="AnoGanException">A file is missing, damaged, or of another program.</exception>
    public static ReportContent Read(string folder, string? normalLabel)
    {
        IReadOnlyList<ScoreRow> rows = ScoreTable.Read(folder);
        return new ReportContent
        {
            Folder = folder,
            Run = RunManifest.Read(folder, "score again"),
            Rows = rows,
            NormalLabel = normalLabel,
            Defects = CountDefects(Path.Combine(folder, RegionTable.FileName), rows),
        };
    }

    /// <summary>Scores of the images of one kind.</summary>
    /// <param name="isNormal">
    /// Whether of those with the normal label, or of those with another; images without a label are neither.
    /// </param>
    public double[] ScoresOf(bool isNormal) =>
        [.. Scored.Where(row => isNormal ? row.Label == NormalLabel : IsOther(row)).Select(row => row.Score!.Value)];

    private bool IsOther(ScoreRow row) => row.Label != NormalLabel && row.Label.Length > 0;

    private static Dictionary<string, int>? CountDefects(string path, IReadOnlyList<ScoreRow> rows)
    {
        if (!File.Exists(path))
            return null;
        var images = new PathIndex(rows.Select(row => row.Path));
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        using var table = new CsvTable(path, ["path"]);
        while (table.Read())
        {
            string written = CellText.Read(table.Whole("path")), image = images.Find(written) ?? written;
            counts[image] = counts.GetValueOrDefault(image) + 1;
        }

        return counts;
    }
}
