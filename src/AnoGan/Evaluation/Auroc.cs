namespace AnoGan.Evaluation;

/// <summary>The area under the receiver operating characteristic.</summary>
internal static class Auroc
{
    /// <summary>
    /// The probability that an anomalous image scores above a normal one, ties counted half (Mann and Whitney): 0.5 is
    /// chance, 1 perfect.
    /// </summary>
    /// <param name="normal">Scores of normal images, at least one, none of them not-a-number.</param>
    /// <param name="anomalous">Scores of anomalous images, likewise.</param>
    /// <exception cref="ArgumentException">A list is empty or holds not-a-number.</exception>
    public static double Compute(IReadOnlyCollection<double> normal, IReadOnlyCollection<double> anomalous)
    {
        ArgumentNullException.ThrowIfNull(normal);
        ArgumentNullException.ThrowIfNull(anomalous);
        if (normal.Count == 0 || anomalous.Count == 0)
            throw new ArgumentException("both normal and anomalous scores are needed");
        if (normal.Concat(anomalous).Any(double.IsNaN))
            throw new ArgumentException("a score is not a number");

        // For each anomalous score: the normal ones below it, and half of those equal to it.
        double[] sorted = [.. normal.Order()];
        double wins = 0;
        foreach (double score in anomalous)
            wins += (CountBelow(sorted, score, orEqual: false) + CountBelow(sorted, score, orEqual: true)) / 2.0;
        return wins / ((double)normal.Count * anomalous.Count);
    }

    private static int CountBelow(double[] sorted, double value, bool orEqual)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = low + (high - low) / 2;
            if (sorted[middle] < value || (orEqual && sorted[middle] == value))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
