namespace AnoGan.Evaluation;

/// <summary>The precision-recall curve.</summary>
internal static class PrecisionRecallCurve
{
    /// <summary>
    /// The share of anomalous ones among the images called so (Y) over the share of anomalous images found (X), while
    /// the threshold falls: a staircase, without interpolation, with an area of <see cref="AveragePrecision"/>.
    /// </summary>
    /// <param name="normal">Scores of normal images, at least one, none of them not-a-number.</param>
    /// <param name="anomalous">Scores of anomalous images, likewise.</param>
    /// <returns>
    /// From recall 0 to 1, both ends of each step; some 500 points at most, where more leave out less than can be seen.
    /// </returns>
    /// <exception cref="ArgumentException">A list is empty or holds not-a-number.</exception>
    public static IReadOnlyList<CurvePoint> Compute(
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

        return CurveThinning.Thin(points);
    }
}
