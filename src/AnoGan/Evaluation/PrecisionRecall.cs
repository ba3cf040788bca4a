namespace AnoGan.Evaluation;

/// <summary>
/// Precision, the share of anomalous ones among the images called anomalous, against recall, the share of anomalous
/// images found, while the threshold falls. Scores of normal and of anomalous images are needed, at least one of each.
/// </summary>
internal static class PrecisionRecall
{
    /// <summary>
    /// Average precision, the area under the curve: Σ (recallₖ - recallₖ₋₁) · precisionₖ over the distinct scores from
    /// the largest down, without interpolation. By chance it is the share of anomalous images; 1 is perfect.
    /// </summary>
    public static double Average(IReadOnlyCollection<double> normal, IReadOnlyCollection<double> anomalous)
    {
        double sum = 0;
        int earlier = 0;
        foreach ((int falselyCalled, int found) in ThresholdSweep.Run(normal, anomalous))
        {
            sum += (double)(found - earlier) / anomalous.Count * found / (found + falselyCalled);
            earlier = found;
        }

        return sum;
    }

    /// <summary>The curve: a staircase, precision (Y) over recall (X), without interpolation.</summary>
    /// <returns>
    /// From recall 0 to 1, both ends of each step; some 500 points at most, where more leave out less than can be seen.
    /// </returns>
    public static IReadOnlyList<CurvePoint> Curve(
        IReadOnlyCollection<double> normal, IReadOnlyCollection<double> anomalous)
    {
        var points = new List<CurvePoint>();
        double recall = 0;
        foreach ((int falselyCalled, int found) in ThresholdSweep.Run(normal, anomalous))
        {
            double next = (double)found / anomalous.Count;
            if (next == recall)
                continue;
            double precision = (double)found / (found + falselyCalled);
            points.Add(new CurvePoint(recall, precision));
            points.Add(new CurvePoint(next, precision));
            recall = next;
        }

        return ThresholdSweep.Thin(points);
    }
}
