namespace AnoGan.Data;

/// <summary>
/// Which training images say in which metric images are compared, and which say how the terms are distributed.
/// </summary>
/// <param name="Metric">Indices of the first kind; at least one.</param>
/// <param name="Scale">Indices of the second kind; at least one.</param>
internal sealed record MetricSplit(IReadOnlyList<int> Metric, IReadOnlyList<int> Scale)
{
    private const int MaxMetric = 2000, MaxSearched = 300, MaxScale = 200, LeastScale = 4;

    /// <summary>
    /// Draws a fifth of the images, at most 200, for the distributions, because a metric flatters the images it was
    /// fitted to; of the others up to 2,000 for the metric, or 300 where each has to be searched. With fewer than 20
    /// different images all serve for both. Copies of an image for the distributions serve for neither.
    /// </summary>
    /// <param name="originals">Of each image a number that its copies share; at least one image.</param>
    /// <param name="hasEncoder">Whether the metric needs no search.</param>
    /// <param name="seed">Same seed, same split.</param>
    public static MetricSplit Draw(IReadOnlyList<int> originals, bool hasEncoder, ulong seed)
    {
        int scale = Math.Min(DifferentPictures.Count(originals) / 5, MaxScale);
        (int[] drawn, int[] rest) = DifferentPictures.Draw(originals, scale < LeastScale ? 0 : scale, seed);
        return drawn.Length == 0
            ? new MetricSplit(rest, rest)
            : new MetricSplit([.. rest.Take(hasEncoder ? MaxMetric : MaxSearched)], drawn);
    }
}
