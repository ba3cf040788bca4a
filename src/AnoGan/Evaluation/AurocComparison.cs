namespace AnoGan.Evaluation;

/// <summary>Whether two runs can be compared by AUROC, and how it changed.</summary>
internal static class AurocComparison
{
    /// <summary>Measures both runs on the same images.</summary>
    /// <param name="pairs">The rows of the images that have a score in both.</param>
    /// <param name="labels">Labels of all images of both.</param>
    /// <param name="wanted">The normal label that was asked for, or null for good or normal where there is one.</param>
    /// <param name="whyNot">Why there is no AUROC, as the end of a sentence; null where there is one.</param>
    /// <exception cref="AnoGanException">No image has the label that was asked for.</exception>
    public static AurocChange? Measure(
        IReadOnlyList<(ScoreRow Baseline, ScoreRow New)> pairs, IReadOnlyCollection<string> labels, string? wanted,
        out string? whyNot)
    {
        string? normal = LabelSummary.FindNormalLabel(labels, wanted);
        (ScoreRow Baseline, ScoreRow New)[] low = [.. pairs.Where(pair => pair.New.Label == normal)];
        (ScoreRow Baseline, ScoreRow New)[] high = [.. pairs.Where(pair => pair.New.Label != normal)];
        whyNot =
            WhyNoLabels(pairs)
            ?? (
                normal is null
                    ? $"found the labels {LabelSummary.List(labels)}, expected good or normal among them; name the "
                        + "normal one "
                        + "with --normal"
                : low.Length == 0 || high.Length == 0
                    ? $"found {low.Length} normal images ({normal}) and {high.Length} others with a score in both, "
                        + "expected some of both"
                : null);
        return whyNot is not null
            ? null
            : new AurocChange(
                normal!,
                low.Length,
                high.Length,
                Auroc.Compute(
                    [.. low.Select(pair => pair.Baseline.Score!.Value)],
                    [.. high.Select(pair => pair.Baseline.Score!.Value)]),
                Auroc.Compute(
                    [.. low.Select(pair => pair.New.Score!.Value)], [.. high.Select(pair => pair.New.Score!.Value)]));
    }

    private static string? WhyNoLabels(IReadOnlyList<(ScoreRow Baseline, ScoreRow New)> pairs)
    {
        foreach ((ScoreRow baseline, ScoreRow now) in pairs)
        {
            if (now.Label != baseline.Label)
                return $"found {now.Path} labelled '{now.Label}', expected '{baseline.Label}' as in the baseline; "
                    + "give --labels";
            if (now.Label.Length == 0)
                return $"found no label of {now.Path}, expected the name of a sub-folder; give --labels";
        }

        return null;
    }
}
