namespace AnoGan.Evaluation;

/// <summary>
/// What is called anomalous while the threshold falls from above the largest score to below the smallest.
/// </summary>
internal static class ThresholdSweep
{
    /// <summary>The counts at each distinct score; images of one score are called anomalous together.</summary>
    /// <param name="normal">Scores of normal images, at least one, none of them not-a-number.</param>
    /// <param name="anomalous">Scores of anomalous images, likewise.</param>
    /// <returns>
    /// Normal and anomalous images called anomalous, from the largest score down; the last are all of them.
    /// </returns>
    /// <exception cref="ArgumentException">A list is empty or holds not-a-number.</exception>
    public static IEnumerable<(int Normal, int Anomalous)> Run(
        IReadOnlyCollection<double> normal, IReadOnlyCollection<double> anomalous)
    {
        ArgumentNullException.ThrowIfNull(normal);
        ArgumentNullException.ThrowIfNull(anomalous);
        if (normal.Count == 0 || anomalous.Count == 0)
            throw new ArgumentException("both normal and anomalous scores are needed");
        if (normal.Concat(anomalous).Any(double.IsNaN))
            throw new ArgumentException("a score is not a number");

        (double Score, bool IsAnomalous)[] ranked =
        [
            .. normal.Select(s => (s, false)).Concat(anomalous.Select(s => (s, true))).OrderByDescending(i => i.Item1),
        ];
        return Count(ranked);
    }

    private static IEnumerable<(int Normal, int Anomalous)> Count((double Score, bool IsAnomalous)[] ranked)
    {
        int found = 0;
        for (int i = 0; i < ranked.Length; i++)
        {
            found += ranked[i].IsAnomalous ? 1 : 0;
            if (i + 1 == ranked.Length || ranked[i + 1].Score != ranked[i].Score)
                yield return (i + 1 - found, found);
        }
    }
}
