using AnoGan.Evaluation;
using AnoGan.Results;

namespace AnoGan.Report;

/// <summary>All that a report is made from: the rows of its table, and the scores alone of all images.</summary>
internal sealed record ReportContent
{
    // Browsers sort and filter so many without delay; the page stays at a few megabytes.
    private const int MostScored = 10_000, MostFailed = 1_000;

    private static readonly Comparer<ScoreRow> TableOrder = Comparer<ScoreRow>.Create((a, b) =>
        Nullable.Compare(b.Score, a.Score) is var order and not 0 ? order : string.CompareOrdinal(a.Path, b.Path));

    private static readonly Comparer<ScoreRow> LastFirst =
        Comparer<ScoreRow>.Create((a, b) => TableOrder.Compare(b, a));

    /// <summary>The results folder, where the small pictures are.</summary>
    public required string Folder { get; init; }

    /// <summary>What run.json says.</summary>
    public required RunManifest Run { get; init; }

    /// <summary>
    /// The images that the table shows: those with the highest scores, the highest first, then those without a score;
    /// of both as many as a browser can take, and of equal ones the first by path.
    /// </summary>
    public required IReadOnlyList<ScoreRow> Shown { get; init; }

    /// <summary>The scores of all images, shown or not: of each label that has some.</summary>
    public required IReadOnlyList<LabelScores> Labels { get; init; }

    /// <summary>The number of all images without a score, shown or not.</summary>
    public required int Failed { get; init; }

    /// <summary>The label that counts as normal; null where it is not known.</summary>
    public required string? NormalLabel { get; init; }

    /// <summary>
    /// The number of defects of the shown images that have some, by path; null where none were looked for.
    /// </summary>
    public required IReadOnlyDictionary<string, int>? Defects { get; init; }

    /// <summary>What an evaluation measured; null where there was none.</summary>
    public EvaluationMetrics? Metrics { get; init; }

    /// <summary>The number of all images with a score.</summary>
    public int Scored => Labels.Sum(label => label.Scores.Count);

    /// <summary>The number of all images with a score that are called anomalous.</summary>
    public int Called => Labels.Sum(label => label.Called);

    /// <summary>The number of images without a score that the table shows.</summary>
    public int ShownFailed => Shown.Count(row => row.Score is null);

    /// <summary>Whether images of both kinds have scores, so that the kinds can be told apart well or badly.</summary>
    public bool HasBothKinds =>
        NormalLabel is not null && Labels.Any(label => label.Label == NormalLabel) && Labels.Any(IsOther);

    /// <summary>Reads a results folder row by row.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="normalLabel">The label that counts as normal; null where it is not known.</param>
    /// <param name="rows">Its images, where labels of elsewhere were given to them; null to read its table.</param>
    /// <param name="mostScored">The most images with a score that the table shows.</param>
    /// <param name="mostFailed">The most images without a score that the table shows.</param>
    /// <exception cref="AnoGanException">A file is missing, damaged, or of another program.</exception>
    public static ReportContent Read(
        string folder, string? normalLabel, IEnumerable<ScoreRow>? rows = null, int mostScored = MostScored,
        int mostFailed = MostFailed)
    {
        rows ??= ScoreTable.Stream(folder);
        var labels = new Dictionary<string, LabelScores>(StringComparer.Ordinal);
        PriorityQueue<ScoreRow, ScoreRow> scored = new(LastFirst), failed = new(LastFirst);
        int failedCount = 0;
        foreach (ScoreRow row in rows)
        {
            if (row.Score is null)
            {
                failedCount++;
                Keep(failed, row, mostFailed);
                continue;
            }

            Keep(scored, row, mostScored);
            if (!labels.TryGetValue(row.Label, out LabelScores? label))
                labels.Add(row.Label, label = new LabelScores(row.Label));
            label.Add(row);
        }

        ScoreRow[] shown =
        [
            .. scored.UnorderedItems.Concat(failed.UnorderedItems).Select(item => item.Element).Order(TableOrder),
        ];
        var content = new ReportContent
        {
            Folder = folder,
            Run = RunManifest.Read(folder, "score again"),
            Shown = shown,
            Labels = [.. labels.Values],
            Failed = failedCount,
            NormalLabel = normalLabel,
            Defects = null,
        };
        bool hasAll = shown.Length == content.Scored + failedCount;
        return content with { Defects = CountDefects(folder, shown, hasAll ? shown : rows) };
    }

    /// <summary>Scores of the images of one kind.</summary>
    /// <param name="isNormal">
    /// Whether of those with the normal label, or of those with another; images without a label are neither.
    /// </param>
    public double[] ScoresOf(bool isNormal) =>
    [
        .. Labels.Where(label => isNormal ? label.Label == NormalLabel : IsOther(label))
            .SelectMany(label => label.Scores),
    ];

    /// <summary>Whether images of a label are compared with normal ones.</summary>
    public bool IsOther(LabelScores label) => label.Label != NormalLabel && label.Label.Length > 0;

    // The row in front is the last of the table, and gives way.
    private static void Keep(PriorityQueue<ScoreRow, ScoreRow> queue, ScoreRow row, int most)
    {
        if (queue.Count < most)
            queue.Enqueue(row, row);
        else
            queue.EnqueueDequeue(row, row);
    }

    // Images that are not shown but written like one that is must be known too: their defects are not its own.
    private static Dictionary<string, int>? CountDefects(
        string folder, IEnumerable<ScoreRow> shown, IEnumerable<ScoreRow> all)
    {
        string path = Path.Combine(folder, RegionTable.FileName);
        if (!File.Exists(path))
            return null;
        HashSet<string> keys = [.. shown.Select(row => PathIndex.Key(row.Path))];
        var images = new PathIndex(all.Select(row => row.Path).Where(one => keys.Contains(PathIndex.Key(one))));
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        using var table = new CsvTable(path, ["path"]);
        while (table.Read())
        {
            if (images.Find(CellText.Read(table.Whole("path"))) is { } image)
                counts[image] = counts.GetValueOrDefault(image) + 1;
        }

        return counts;
    }
}

/// <summary>The scores of all images of one label.</summary>
/// <param name="label">The label; empty for images without one.</param>
internal sealed class LabelScores(string label)
{
    private readonly List<double> _scores = [];

    /// <summary>The label; empty for images without one.</summary>
    public string Label => label;

    /// <summary>The scores, at least one.</summary>
    public IReadOnlyList<double> Scores => _scores;

    /// <summary>The number of images that are called anomalous.</summary>
    public int Called { get; private set; }

    /// <summary>Counts an image with a score.</summary>
    public void Add(ScoreRow row)
    {
        _scores.Add(row.Score!.Value);
        Called += row.IsAnomaly == true ? 1 : 0;
    }
}
