namespace AnoGan.Scoring;

/// <summary>How bright heatmaps are.</summary>
internal static class HeatmapScale
{
    private const double Share = 0.999, Least = 1.0 / 255;

    /// <summary>
    /// The residual that 99.9 % of the pixels of normal images stay below, but at least one grey level of 8 bits:
    /// images that are reproduced perfectly would leave a scale of 0.
    /// </summary>
    /// <param name="residuals">
    /// All values of their residual maps, at least one, in [0,1] units; sorted by this call.
    /// </param>
    public static double Of(List<float> residuals)
    {
        residuals.Sort();
        return Math.Max(residuals[(int)(Share * (residuals.Count - 1))], Least);
    }

    /// <summary>The same from how often each residual occurs.</summary>
    /// <param name="levels">Pixels of each level, [65,536]; at least one pixel.</param>
    public static double Of(ReadOnlySpan<long> levels) => Math.Max(MapSummary.Quantile(levels, Share), Least);
}
