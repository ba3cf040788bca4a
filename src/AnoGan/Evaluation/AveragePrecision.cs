namespace AnoGan.Evaluation;

/// <summary>The area under the precision-recall curve, as a sum of steps.</summary>
internal static class AveragePrecision
{
    /// <summary>
    /// Σ (recallₖ - recallₖ₋₁) · precisionₖ over the distinct scores from the largest down: no interpolation, and
    /// images of one score are called anomalous together. By chance it is the share of anomalous images; 1 is perfect.
    /// </summary>
    /// <param name="normal">Scores of normal images, none of them not-a-number.</param>
    /// <param name="anomalous">Scores of anomalous images, at least one, likewise.</param>
    /// <returns>Above 0 to 1.</returns>
    /// <exception cref="ArgumentException">There is no anomalous score, or one is not a number.</exception>
    public static double Compute(IReadOnlyCollection<double> normal, IReadOnlyCollection<double> anomalous)
    {
        ArgumentNullException.ThrowIfNull(normal);
        ArgumentNullException.ThrowIfNull(anomalous);
        if (anomalous.Count == 0)
            throw new ArgumentException("anomalous scores are needed", nameof(anomalous));
        if (normal.Concat(anomalous).Any(double.IsNaN))
            throw new ArgumentException("a score is not a number");

        (double Score, bool IsAnomalous)[] ranked =
        [
            .. normal.Select(s => (s, false)).Concat(anomalous.Select(s => (s, true))).OrderByDescending(i => i.Item1),
        ];
        double sum = 0;
        int found = 0, foundBefore = 0;
        for (int i = 0; i < ranked.Length; i++)
        {
            found += ranked[i].IsAnomalous ? 1 : 0;
            if (i + 1 < ranked.Length && ranked[i + 1].Score == ranked[i].Score)
                continue;
            sum += (double)(found - foundBefore) / anomalous.Count * found / (i + 1);
            foundBefore = found;
        }

        return sum;
    }
}
