namespace AnoGan.Evaluation;

/// <summary>The receiver operating characteristic.</summary>
internal static class RocCurve
{
    /// <summary>
    /// The share of anomalous images found (Y) over the share of normal images falsely called so (X), while the
    /// threshold falls. Straight lines between the points bound an area of <see cref="Auroc"/>: images of one score are
    /// one step.
    /// </summary>
    /// <param name="normal">Scores of normal images, at least one, none of them not-a-number.</param>
    /// <param name="anomalous">Scores of anomalous images, likewise.</param>
    /// <returns>From (0, 0) to (1, 1); some 500 points at most, where more leave out less than can be seen.</returns>
    /// <exception cref="ArgumentException">A list is empty or holds not-a-number.</exception>
    public static IReadOnlyList<CurvePoint> Compute(
        IReadOnlyCollection<double> normal, IReadOnlyCollection<double> anomalous)
    {
        IEnumerable<CurvePoint> points = ThresholdSweep
            .Run(normal, anomalous)
            .Select(called => new CurvePoint(
                (double)called.Normal / normal.Count, (double)called.Anomalous / anomalous.Count));
        return CurveThinning.Thin([new CurvePoint(0, 0), .. points]);
    }
}
