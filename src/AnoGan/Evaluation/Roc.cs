using AnoGan.Method;
using AnoGan.Runtime;

namespace AnoGan.Evaluation;

/// <summary>
/// The receiver operating characteristic: the share of anomalous images found over the share of normal images falsely
/// called anomalous, while the threshold falls. Scores of normal and of anomalous images are needed, at least one of
/// each; an <see cref="ArgumentException"/> says where there is none or one is not a number.
/// </summary>
internal static class Roc
{
    private const double Tail = 0.025;

    /// <summary>
    /// The area under the curve (AUROC): the probability that an anomalous image scores above a normal one, ties
    /// counted half (Mann and Whitney 1947). 0.5 is chance, 1 perfect.
    /// </summary>
    public static double Area(IReadOnlyCollection<double> normal, IReadOnlyCollection<double> anomalous)
    {
        ThresholdSweep.Check(normal, anomalous);
        double[] levels = LevelsOf(normal, anomalous);
        return Area(Count(LevelOf(normal, levels), levels.Length), Count(LevelOf(anomalous, levels), levels.Length));
    }

    /// <summary>The same area of values that are known by how many stand at each level, lowest level first.</summary>
    public static double Area(ReadOnlySpan<long> normal, ReadOnlySpan<long> anomalous)
    {
        // Counts are whole, but the product of two of 10^10 pixels does not fit into 64 bits.
        double wins = 0;
        long normalBelow = 0, anomalousTotal = 0;
        for (int level = 0; level < normal.Length; level++)
        {
            wins += anomalous[level] * (normalBelow + normal[level] / 2.0);
            normalBelow += normal[level];
            anomalousTotal += anomalous[level];
        }

        return wins / ((double)normalBelow * anomalousTotal);
    }

    /// <summary>
    /// How far the area might have come out otherwise, had other images been drawn: the 95 % percentile interval (Efron
    /// and Tibshirani 1993, chapter 13) over resamples in which the numbers of normal and of anomalous images stay as
    /// they are. Equal seeds and counts draw the same images whatever their scores, so that methods are compared on the
    /// same resamples. Where no pair is in the wrong order the interval is [1,1], however few images there are.
    /// </summary>
    /// <param name="normal">Scores of normal images.</param>
    /// <param name="anomalous">Scores of anomalous images.</param>
    /// <param name="resamples">How many times to draw, at least 1.</param>
    /// <param name="seed">The user's seed.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    public static Interval AreaInterval(
        IReadOnlyCollection<double> normal, IReadOnlyCollection<double> anomalous, int resamples, ulong seed,
        CancellationToken cancellation = default)
    {
        ThresholdSweep.Check(normal, anomalous);

        // Scores become levels, so that a resample is two histograms and no sort.
        double[] levels = LevelsOf(normal, anomalous);
        int[] normalLevels = LevelOf(normal, levels), anomalousLevels = LevelOf(anomalous, levels);
        long[] normalCounts = new long[levels.Length], anomalousCounts = new long[levels.Length];
        var random = new SeededRandom(SeededRandom.Derive(seed, "bootstrap"));
        double[] drawn = new double[resamples];
        for (int i = 0; i < resamples; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Draw(normalLevels, normalCounts, random);
            Draw(anomalousLevels, anomalousCounts, random);
            drawn[i] = Area(normalCounts, anomalousCounts);
        }

        Array.Sort(drawn);
        return new Interval(Quantile.Of(drawn, Tail), Quantile.Of(drawn, 1 - Tail));
    }

    /// <summary>
    /// The curve itself. Straight lines between its points bound the <see cref="Area(IReadOnlyCollection{double},
    /// IReadOnlyCollection{double})"/>: images of one score are one step.
    /// </summary>
    /// <returns>From (0, 0) to (1, 1); some 500 points at most, where more leave out less than can be seen.</returns>
    public static IReadOnlyList<CurvePoint> Curve(
        IReadOnlyCollection<double> normal, IReadOnlyCollection<double> anomalous)
    {
        IEnumerable<CurvePoint> points = ThresholdSweep.Run(normal, anomalous).Select(called => new CurvePoint(
            (double)called.Normal / normal.Count, (double)called.Anomalous / anomalous.Count));
        return ThresholdSweep.Thin([new CurvePoint(0, 0), .. points]);
    }

    /// <summary>
    /// The largest share of anomalous images, 0 to 1, that lie above a threshold which at least the given share of
    /// normal images does not exceed. With few normal images that means none of them: 99 % of 50 are all 50.
    /// </summary>
    /// <param name="normal">Scores of normal images.</param>
    /// <param name="anomalous">Scores of anomalous images.</param>
    /// <param name="specificity">Share of normal images that are not called anomalous, above 0 to 1.</param>
    public static double SensitivityAt(
        IReadOnlyCollection<double> normal, IReadOnlyCollection<double> anomalous, double specificity)
    {
        ThresholdSweep.Check(normal, anomalous);

        // A product such as 0.07 · 100 may come out a little above the whole number that it is.
        int kept = (int)Math.Ceiling(specificity * normal.Count * (1 - 1e-12));
        double threshold = normal.Order().ElementAt(kept - 1);
        return (double)anomalous.Count(score => score > threshold) / anomalous.Count;
    }

    private static double[] LevelsOf(IEnumerable<double> normal, IEnumerable<double> anomalous) =>
        [.. normal.Concat(anomalous).Distinct().Order()];

    private static int[] LevelOf(IEnumerable<double> scores, double[] levels) =>
        [.. scores.Select(score => Array.BinarySearch(levels, score))];

    private static long[] Count(int[] levels, int levelCount)
    {
        long[] counts = new long[levelCount];
        foreach (int level in levels)
            counts[level]++;
        return counts;
    }

    private static void Draw(int[] levels, long[] counts, SeededRandom random)
    {
        Array.Clear(counts);
        for (int i = 0; i < levels.Length; i++)
            counts[levels[random.NextInt32(levels.Length)]]++;
    }
}

/// <summary>Where a number may lie that was measured on a sample.</summary>
/// <param name="Low">The lower end, inclusive, in the number's own unit.</param>
/// <param name="High">The upper end, inclusive; at least <paramref name="Low"/>.</param>
public readonly record struct Interval(double Low, double High);
