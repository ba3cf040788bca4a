using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Runtime;

namespace AnoGan.Evaluation;

/// <summary>How far an AUROC might have come out otherwise, had other images been drawn.</summary>
internal static class AurocBootstrap
{
    private const double Tail = 0.025;

    /// <summary>
    /// The 95 % percentile interval (Efron and Tibshirani 1993, chapter 13) over resamples in which the numbers of
    /// normal and of anomalous images stay as they are. Equal seeds and counts draw the same images whatever their
    /// scores, so that methods are compared on the same resamples. Where no pair is in the wrong order the interval is
    /// [1,1], however few images there are.
    /// </summary>
    /// <param name="normal">Scores of normal images, at least one, none of them not-a-number.</param>
    /// <param name="anomalous">Scores of anomalous images, likewise.</param>
    /// <param name="resamples">How many times to draw, at least 1.</param>
    /// <param name="seed">The user's seed.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">A list is empty or holds not-a-number.</exception>
    public static Interval Compute(
        IReadOnlyList<double> normal, IReadOnlyList<double> anomalous, int resamples, ulong seed,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(normal);
        ArgumentNullException.ThrowIfNull(anomalous);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        if (normal.Count == 0 || anomalous.Count == 0)
            throw new ArgumentException("both normal and anomalous scores are needed");
        if (normal.Concat(anomalous).Any(double.IsNaN))
            throw new ArgumentException("a score is not a number");

        // Scores become levels, so that a resample is two histograms and no sort.
        double[] levels = [.. normal.Concat(anomalous).Distinct().Order()];
        int[] normalLevels = [.. normal.Select(score => Array.BinarySearch(levels, score))];
        int[] anomalousLevels = [.. anomalous.Select(score => Array.BinarySearch(levels, score))];
        long[] normalCounts = new long[levels.Length], anomalousCounts = new long[levels.Length];
        var random = new SeededRandom(SeededRandom.Derive(seed, "bootstrap"));
        double[] drawn = new double[resamples];
        for (int i = 0; i < resamples; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Draw(normalLevels, normalCounts, random);
            Draw(anomalousLevels, anomalousCounts, random);
            drawn[i] = LevelHistogram.Auroc(normalCounts, anomalousCounts);
        }

        Array.Sort(drawn);
        return new Interval(Quantile.Of(drawn, Tail), Quantile.Of(drawn, 1 - Tail));
    }

    private static void Draw(int[] levels, long[] counts, SeededRandom random)
    {
        Array.Clear(counts);
        for (int i = 0; i < levels.Length; i++)
            counts[levels[random.NextInt32(levels.Length)]]++;
    }
}
