namespace AnoGan.Evaluation;

/// <summary>A point of a curve of rates, both 0 to 1.</summary>
internal readonly record struct CurvePoint(double X, double Y);

/// <summary>
/// What is called anomalous while the threshold falls from above the largest score to below the smallest.
/// </summary>
internal static class ThresholdSweep
{
    private const int MostPoints = 500;

    /// <summary>Refuses scores that cannot be ranked: none of a kind, or not-a-number.</summary>
    public static void Check(IReadOnlyCollection<double> normal, IReadOnlyCollection<double> anomalous)
    {
        if (normal.Count == 0 || anomalous.Count == 0)
            throw new ArgumentException("both normal and anomalous scores are needed");
        if (normal.Concat(anomalous).Any(double.IsNaN))
            throw new ArgumentException("a score is not a number");
    }

    /// <summary>The counts at each distinct score; images of one score are called anomalous together.</summary>
    /// <returns>
    /// Normal and anomalous images called anomalous, from the largest score down; the last are all of them.
    /// </returns>
    public static IEnumerable<(int Normal, int Anomalous)> Run(
        IReadOnlyCollection<double> normal, IReadOnlyCollection<double> anomalous)
    {
        Check(normal, anomalous);
        (double Score, bool IsAnomalous)[] ranked =
        [
            .. normal.Select(s => (s, false)).Concat(anomalous.Select(s => (s, true))).OrderByDescending(i => i.Item1),
        ];
        int found = 0;
        for (int i = 0; i < ranked.Length; i++)
        {
            found += ranked[i].IsAnomalous ? 1 : 0;
            if (i + 1 == ranked.Length || ranked[i + 1].Score != ranked[i].Score)
                yield return (i + 1 - found, found);
        }
    }

    /// <summary>
    /// Makes a curve small enough to draw: leaves out points on a straight line between their neighbours, which changes
    /// nothing; and where more than 500 remain, all but one in each 500th of the curve's length.
    /// </summary>
    /// <returns>The curve with its first and last point.</returns>
    public static IReadOnlyList<CurvePoint> Thin(IReadOnlyList<CurvePoint> points)
    {
        List<CurvePoint> bent = WithoutStraight(points);
        if (bent.Count <= MostPoints)
            return bent;

        double length = bent.Zip(bent.Skip(1), Distance).Sum(), walked = 0, kept = 0;
        List<CurvePoint> thin = [bent[0]];
        for (int i = 1; i < bent.Count; i++)
        {
            walked += Distance(bent[i - 1], bent[i]);
            if (walked - kept < length / MostPoints && i < bent.Count - 1)
                continue;
            thin.Add(bent[i]);
            kept = walked;
        }

        return thin;
    }

    private static List<CurvePoint> WithoutStraight(IReadOnlyList<CurvePoint> points)
    {
        var bent = new List<CurvePoint>();
        foreach (CurvePoint point in points)
        {
            if (bent.Count > 0 && bent[^1] == point)
                continue;
            if (bent.Count > 1 && IsStraight(bent[^2], bent[^1], point))
                bent.RemoveAt(bent.Count - 1);
            bent.Add(point);
        }

        return bent;
    }

    // On one line and in one direction, as far as rounding lets it be seen.
    private static bool IsStraight(CurvePoint a, CurvePoint b, CurvePoint c)
    {
        (double x1, double y1, double x2, double y2) = (b.X - a.X, b.Y - a.Y, c.X - b.X, c.Y - b.Y);
        return Math.Abs(x1 * y2 - x2 * y1) <= 1e-12 && x1 * x2 + y1 * y2 > 0;
    }

    private static double Distance(CurvePoint a, CurvePoint b) => Math.Abs(a.X - b.X) + Math.Abs(a.Y - b.Y);
}
