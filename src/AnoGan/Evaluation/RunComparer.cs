using AnoGan.Results;

namespace AnoGan.Evaluation;

/// <summary>
/// Compares the scores of two runs, image by image, whatever the order of their rows and the Unicode composition of
/// their paths.
/// </summary>
internal static class RunComparer
{
    /// <summary>Compares two runs, each with every path once and finite scores.</summary>
    /// <param name="baseline">The images of the baseline.</param>
    /// <param name="now">The images of the new run.</param>
    /// <param name="normalLabel">
    /// The label that counts as normal, or null for good or normal where there is one.
    /// </param>
    /// <exception cref="AnoGanException">No image has the label that was asked for.</exception>
    public static RunComparison Compare(
        IReadOnlyList<ScoreRow> baseline, IReadOnlyList<ScoreRow> now, string? normalLabel = null)
    {
        baseline = PathIndex.WriteAlike(baseline, now.Select(row => row.Path));
        Dictionary<string, ScoreRow> before = baseline.ToDictionary(row => row.Path, StringComparer.Ordinal);
        HashSet<string> after = [.. now.Select(row => row.Path)];
        Pair[] common =
        [
            .. now.Where(row => before.ContainsKey(row.Path)).OrderBy(row => row.Path, StringComparer.Ordinal)
                .Select(row => new Pair(before[row.Path], row)),
        ];
        Pair[] scored = [.. common.Where(pair => pair is { Baseline.Score: not null, New.Score: not null })];
        ScoreChange[] changes =
            [.. scored.Select(pair => new ScoreChange(pair.New.Path, pair.OldScore, pair.NewScore))];
        AurocChange? auroc = MeasureAuroc(
            scored, [.. baseline.Concat(now).Select(row => row.Label)], normalLabel, out string? whyNot);
        return new RunComparison
        {
            Identical =
                common.Length == baseline.Count && common.Length == now.Count && Array.TrueForAll(common, IsSame),
            BaselineImages = baseline.Count,
            NewImages = now.Count,
            CommonImages = common.Length,
            ComparedImages = scored.Length,
            MissingImages = Paths(baseline.Where(row => !after.Contains(row.Path))),
            AddedImages = Paths(now.Where(row => !before.ContainsKey(row.Path))),
            NewlyFailedImages = Paths(common, pair => pair is { Baseline.Score: not null, New.Score: null }),
            NewlyScoredImages = Paths(common, pair => pair is { Baseline.Score: null, New.Score: not null }),
            ChangedScores = changes.Count(change => change.Change != 0),
            LargestChange = changes.MaxBy(change => change.Change),
            MeanChange = changes.Length == 0
                ? null
                : Math.Min(changes.Sum(change => change.Change / changes.Length), double.MaxValue),
            RankCorrelation = RankCorrelation(
                [.. changes.Select(change => change.Baseline)], [.. changes.Select(change => change.New)]),
            Verdicts = new VerdictChanges(
                scored.Count(pair => pair.Baseline.IsAnomaly is not null),
                scored.Count(pair => pair.New.IsAnomaly is not null),
                scored.Count(pair => pair is { Baseline.IsAnomaly: not null, New.IsAnomaly: not null }),
                Paths(scored, pair => pair is { Baseline.IsAnomaly: false, New.IsAnomaly: true }),
                Paths(scored, pair => pair is { Baseline.IsAnomaly: true, New.IsAnomaly: false })),
            Auroc = auroc,
            WhyNoAuroc = whyNot,
        };
    }

    /// <summary>
    /// Spearman's correlation (1904): Pearson's of the ranks, equal numbers having the mean of their ranks. 1 for the
    /// same order, -1 for the reverse.
    /// </summary>
    /// <param name="first">Finite numbers.</param>
    /// <param name="second">As many, of the same items in the same places.</param>
    /// <returns>-1 to 1, or null where there is no order: fewer than two items, or all of a list equal.</returns>
    public static double? RankCorrelation(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        double[] x = CentredRanks(first), y = CentredRanks(second);
        double xx = x.Sum(rank => rank * rank), yy = y.Sum(rank => rank * rank);
        if (xx == 0 || yy == 0)
            return null;
        return Math.Clamp(x.Zip(y, (a, b) => a * b).Sum() / Math.Sqrt(xx * yy), -1, 1);
    }

    // Twice the rank less its mean: whole numbers, so that their products are exact.
    private static double[] CentredRanks(IReadOnlyList<double> values)
    {
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(i => values[i])];
        double[] ranks = new double[values.Count];
        for (int start = 0; start < order.Length;)
        {
            int end = start + 1;
            while (end < order.Length && values[order[end]] == values[order[start]])
                end++;
            for (int i = start; i < end; i++)
                ranks[order[i]] = start + end - order.Length; // places start+1 to end, mean (start+1+end)/2
            start = end;
        }

        return ranks;
    }

    // Says why there is no AUROC, as the end of a sentence, where there is none.
    private static AurocChange? MeasureAuroc(
        IReadOnlyList<Pair> scored, IReadOnlyCollection<string> labels, string? wanted, out string? whyNot)
    {
        string? normal = LabelSummary.FindNormalLabel(labels, wanted);
        Pair[] low = [.. scored.Where(pair => pair.New.Label == normal)],
            high = [.. scored.Where(pair => pair.New.Label != normal)];
        whyNot = scored.Select(WhyNoLabel).FirstOrDefault(why => why is not null);
        if (whyNot is null && normal is null)
            whyNot = $"found the labels {LabelSummary.List(labels)}, expected good or normal among them; name the "
                + "normal one with --normal";
        if (whyNot is null && (low.Length == 0 || high.Length == 0))
            whyNot = $"found {low.Length} normal images ({normal}) and {high.Length} others with a score in both, "
                + "expected some of both";
        return whyNot is null
            ? new AurocChange(
                normal!, low.Length, high.Length,
                Roc.Area([.. low.Select(pair => pair.OldScore)], [.. high.Select(pair => pair.OldScore)]),
                Roc.Area([.. low.Select(pair => pair.NewScore)], [.. high.Select(pair => pair.NewScore)]))
            : null;
    }

    private static string? WhyNoLabel(Pair pair) =>
        pair.New.Label != pair.Baseline.Label
            ? $"found {pair.New.Path} labelled '{pair.New.Label}', expected '{pair.Baseline.Label}' as in the "
                + "baseline; give --labels"
        : pair.New.Label.Length == 0
            ? $"found no label of {pair.New.Path}, expected the name of a sub-folder; give --labels"
        : null;

    private static bool IsSame(Pair pair) =>
        pair.Baseline.Score == pair.New.Score && pair.Baseline.IsAnomaly == pair.New.IsAnomaly;

    private static string[] Paths(IEnumerable<Pair> pairs, Func<Pair, bool> which) =>
        Paths(pairs.Where(which).Select(pair => pair.New));

    private static string[] Paths(IEnumerable<ScoreRow> rows) =>
        [.. rows.Select(row => row.Path).Order(StringComparer.Ordinal)];

    private readonly record struct Pair(ScoreRow Baseline, ScoreRow New)
    {
        public double OldScore => Baseline.Score!.Value;

        public double NewScore => New.Score!.Value;
    }
}
