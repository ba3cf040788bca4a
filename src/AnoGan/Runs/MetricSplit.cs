using AnoGan.Data;

namespace AnoGan.Runs;

/// <summary>Which training images say in which metric images are compared, and which say how the terms are distributed.</summary>
/// <param name="Metric">Indices of the first kind; at least one.</param>
/// <param name="Scale">Indices of the second kind; at least one.</param>
public sealed record MetricSplit(IReadOnlyList<int> Metric, IReadOnlyList<int> Scale)
{
    private const int MaxMetric = 2000, MaxSearched = 300, MaxScale = 200, LeastScale = 4;

    /// <summary>
    /// Draws a fifth of the images, at most 200, for the distributions, because a metric flatters the images it was
    /// fitted to; of the others up to 2,000 for the metric, or 300 where each has to be searched. With fewer than 20
    /// images all serve for both.
    /// </summary>
    /// <param name="count">Number of images, at least 1.</param>
    /// <param name="hasEncoder">Whether the metric needs no search.</param>
    /// <param name="seed">Same seed, same split.</param>
    public static MetricSplit Draw(int count, bool hasEncoder, ulong seed)
    {
        int[] order = new EpochOrder(count, seed).Next(count);
        int scale = Math.Min(count / 5, MaxScale);
        return scale < LeastScale
            ? new MetricSplit(order, order)
            : new MetricSplit([.. order.Skip(scale).Take(hasEncoder ? MaxMetric : MaxSearched)], [.. order.Take(scale)]);
    }
}
