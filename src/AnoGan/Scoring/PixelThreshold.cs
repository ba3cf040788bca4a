using AnoGan.Method;

namespace AnoGan.Scoring;

/// <summary>Where the threshold of defects must lie for few normal images to show any.</summary>
internal static class PixelThreshold
{
    /// <summary>
    /// The smallest threshold at which a new normal image shows a region with a probability of at most the rate: that
    /// of
    /// <see cref="Conformal.Threshold"/> over the peaks, for an image shows a region exactly where its peak lies above
    /// the threshold.
    /// </summary>
    /// <param name="peaks">
    /// Of n held-out normal images the <see cref="RegionPeak"/> of their maps, in any order, at the resolution and with
    /// the smallest area that regions will be looked for with; at least one.
    /// </param>
    /// <param name="rate">
    /// Share of normal images that may show a region, at least 1/(n+1) as <see cref="Conformal.RateFor"/> gives it,
    /// below 1.
    /// </param>
    /// <returns>One of the peaks, in units of the map.</returns>
    /// <exception cref="ArgumentException">
    /// There is no peak, one is negative or not a number, or the rate is out of range.
    /// </exception>
    public static double Of(IReadOnlyList<double> peaks, double rate)
    {
        ArgumentNullException.ThrowIfNull(peaks);
        if (peaks.Count == 0 || peaks.Any(peak => !(peak >= 0)))
            throw new ArgumentException("peaks of normal images are needed, each at least 0", nameof(peaks));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rate, 1);
        return Conformal.Threshold([.. peaks.Order()], rate);
    }
}
