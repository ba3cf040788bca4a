namespace AnoGan.Evaluation;

/// <summary>What share of the anomalies is found.</summary>
internal static class Sensitivity
{
    /// <summary>
    /// The largest share of anomalous images that lie above a threshold which at least the given share of normal images
    /// does not exceed. With few normal images that means none of them: 99 % of 50 are all 50.
    /// </summary>
    /// <param name="normal">Scores of normal images, at least one.</param>
    /// <param name="anomalous">Scores of anomalous images, at least one.</param>
    /// <param name="specificity">Share of normal images that are not called anomalous, above 0 to 1.</param>
    /// <returns>0 to 1.</returns>
    /// <exception cref="ArgumentException">A list is empty.</exception>
    public static double AtSpecificity(
        IReadOnlyCollection<double> normal, IReadOnlyCollection<double> anomalous, double specificity)
    {
        ArgumentNullException.ThrowIfNull(normal);
        ArgumentNullException.ThrowIfNull(anomalous);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(specificity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(specificity, 1);
        if (normal.Count == 0 || anomalous.Count == 0)
            throw new ArgumentException("both normal and anomalous scores are needed");

        // A product such as 0.07 · 100 may come out a little above the whole number that it is.
        int kept = (int)Math.Ceiling(specificity * normal.Count * (1 - 1e-12));
        double threshold = normal.Order().ElementAt(kept - 1);
        return (double)anomalous.Count(score => score > threshold) / anomalous.Count;
    }
}
