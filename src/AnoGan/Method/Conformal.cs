namespace AnoGan.Method;

/// <summary>
/// What a score means beside the scores of normal images that nothing was fitted to: split conformal prediction
/// (Vovk, Gammerman and Shafer 2005, chapter 4). No anomaly takes part in it.
/// </summary>
internal static class Conformal
{
    /// <summary>
    /// (1 + #{normal ≥ score}) / (n + 1): for a new normal image the chance of a value of at most p is at most p.
    /// </summary>
    /// <param name="normal">Scores of n normal images, ascending; at least one.</param>
    /// <param name="score">The score of the image.</param>
    /// <returns>1/(n+1) to 1.</returns>
    /// <exception cref="ArgumentException">There is no normal score, or the score is not a number.</exception>
    public static double PValue(IReadOnlyList<double> normal, double score)
    {
        ArgumentNullException.ThrowIfNull(normal);
        if (normal.Count == 0)
            throw new ArgumentException("scores of normal images are needed", nameof(normal));
        if (double.IsNaN(score))
            throw new ArgumentException("the score is not a number", nameof(score));
        int atLeast = normal.Count - FirstAtLeast(normal, score);
        return (1.0 + atLeast) / (normal.Count + 1);
    }

    /// <summary>The smallest false-positive rate that n normal images can vouch for: 1/(n+1).</summary>
    /// <param name="normalImages">n, at least 1.</param>
    public static double SmallestRate(int normalImages)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(normalImages, 1);
        return 1.0 / (normalImages + 1);
    }

    /// <summary>
    /// The rate that verdicts are given at: the wished one, or the smallest possible where that is larger.
    /// </summary>
    /// <param name="normalImages">n, at least 1.</param>
    /// <param name="wishedRate">Wished false-positive rate, above 0 and below 1.</param>
    public static double RateFor(int normalImages, double wishedRate) =>
        Math.Max(wishedRate, SmallestRate(normalImages));

    /// <summary>
    /// The score above which an image is called an anomaly: exactly those scores have a p-value of at most the rate.
    /// </summary>
    /// <param name="normal">Scores of n normal images, ascending; at least one.</param>
    /// <param name="rate">At least <see cref="SmallestRate"/>, below 1.</param>
    public static double Threshold(IReadOnlyList<double> normal, double rate)
    {
        ArgumentNullException.ThrowIfNull(normal);
        ArgumentOutOfRangeException.ThrowIfLessThan(rate, SmallestRate(normal.Count));

        // The p-value is at most the rate where at most rate·(n+1) - 1 normal scores are at least as large.
        int above = (int)Math.Floor(rate * (normal.Count + 1) * (1 + 1e-12)) - 1;
        return normal[Math.Max(normal.Count - 1 - above, 0)];
    }

    private static int FirstAtLeast(IReadOnlyList<double> sorted, double value)
    {
        int low = 0, high = sorted.Count;
        while (low < high)
        {
            int middle = low + (high - low) / 2;
            if (sorted[middle] < value)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}

/// <summary>Quantiles of numbers.</summary>
internal static class Quantile
{
    /// <summary>
    /// The value that a share of the numbers stay below, linear between the two that it falls between.
    /// </summary>
    /// <param name="ascending">Numbers in rising order, at least one.</param>
    /// <param name="share">0 to 1.</param>
    public static double Of(IReadOnlyList<double> ascending, double share)
    {
        double place = share * (ascending.Count - 1);
        int below = (int)place;
        return below + 1 == ascending.Count
            ? ascending[below]
            : ascending[below] + (place - below) * (ascending[below + 1] - ascending[below]);
    }
}
