namespace AnoGan.Evaluation;

/// <summary>
/// Compares the scores of two runs, image by image, whatever the order of their rows and the composition of their
/// letters.
/// </summary>
internal static class RunComparer
{
    /// <summary>Compares two runs.</summary>
    /// <param name="baseline">The images of the baseline, each path once, scores finite.</param>
    /// <param name="now">The images of the new run, likewise.</param>
    /// <param name="normalLabel">
    /// The label that counts as normal, or null for good or normal where there is one.
    /// </param>
    /// <exception cref="AnoGanException">No image has the label that was asked for.</exception>
    public static RunComparison Compare(
        IReadOnlyList<ScoreRow> baseline, IReadOnlyList<ScoreRow> now, string? normalLabel = null)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(now);
        baseline = PathIndex.WriteAlike(baseline, now.Select(row => row.Path));
        Dictionary<string, ScoreRow> before = baseline.ToDictionary(row => row.Path, StringComparer.Ordinal);
        HashSet<string> after = [.. now.Select(row => row.Path)];
        (ScoreRow Baseline, ScoreRow New)[] common =
        [
            .. now.Where(row => before.ContainsKey(row.Path))
                .OrderBy(row => row.Path, StringComparer.Ordinal)
                .Select(row => (before[row.Path], row)),
        ];
        (ScoreRow Baseline, ScoreRow New)[] pairs =
        [
            .. common.Where(pair => pair.Baseline.Score is not null && pair.New.Score is not null),
        ];

        ScoreChange[] changes =
        [
            .. pairs.Select(pair => new ScoreChange(pair.New.Path, pair.Baseline.Score!.Value, pair.New.Score!.Value)),
        ];
        AurocChange? auroc = AurocComparison.Measure(
            pairs, [.. baseline.Concat(now).Select(row => row.Label)], normalLabel, out string? whyNot);
        return new RunComparison
        {
            Identical =
                common.Length == baseline.Count && common.Length == now.Count && Array.TrueForAll(common, IsSame),
            BaselineImages = baseline.Count,
            NewImages = now.Count,
            CommonImages = common.Length,
            ComparedImages = pairs.Length,
            MissingImages = Paths(baseline.Where(row => !after.Contains(row.Path))),
            AddedImages = Paths(now.Where(row => !before.ContainsKey(row.Path))),
            NewlyFailedImages = Paths(
                common.Where(pair => pair is { Baseline.Score: not null, New.Score: null }).Select(pair => pair.New)),
            NewlyScoredImages = Paths(
                common.Where(pair => pair is { Baseline.Score: null, New.Score: not null }).Select(pair => pair.New)),
            ChangedScores = changes.Count(change => change.Change != 0),
            LargestChange = changes.MaxBy(change => change.Change),
            MeanChange =
                changes.Length == 0
                    ? null
                    : Math.Min(changes.Sum(change => change.Change / changes.Length), double.MaxValue),
            RankCorrelation = SpearmanCorrelation.Compute(
                [.. changes.Select(change => change.Baseline)], [.. changes.Select(change => change.New)]),
            Verdicts = Verdicts(pairs),
            Auroc = auroc,
            WhyNoAuroc = whyNot,
        };
    }

    private static VerdictChanges Verdicts((ScoreRow Baseline, ScoreRow New)[] pairs) =>
        new(
            pairs.Count(pair => pair.Baseline.IsAnomaly is not null),
            pairs.Count(pair => pair.New.IsAnomaly is not null),
            pairs.Count(pair => pair.Baseline.IsAnomaly is not null && pair.New.IsAnomaly is not null),
            Paths(
                pairs.Where(pair => pair is { Baseline.IsAnomaly: false, New.IsAnomaly: true }).Select(pair => pair.New)
            ),
            Paths(
                pairs.Where(pair => pair is { Baseline.IsAnomaly: true, New.IsAnomaly: false }).Select(pair => pair.New)
            ));

    private static bool IsSame((ScoreRow Baseline, ScoreRow New) pair) =>
        pair.Baseline.Score == pair.New.Score && pair.Baseline.IsAnomaly == pair.New.IsAnomaly;

    private static string[] Paths(IEnumerable<ScoreRow> rows) =>
        [.. rows.Select(row => row.Path).Order(StringComparer.Ordinal)];
}
