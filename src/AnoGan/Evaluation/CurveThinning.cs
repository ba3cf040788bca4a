namespace AnoGan.Evaluation;

/// <summary>Makes curves of many points small enough to draw.</summary>
internal static class CurveThinning
{
    private const int Most = 500;

    /// <summary>
    /// Leaves out points on a straight line between their neighbours, which changes nothing; and where more than 500
    /// are left, all but one in each 500th of the curve's length.
    /// </summary>
    /// <param name="points">The curve, at least one point.</param>
    /// <returns>The curve with its first and last point.</returns>
    public static IReadOnlyList<CurvePoint> Thin(IReadOnlyList<CurvePoint> points)
    {
        List<CurvePoint> bent = WithoutStraight(points);
        if (bent.Count <= Most)
            return bent;

        double length = bent.Zip(bent.Skip(1), Distance).Sum(), walked = 0, kept = 0;
        List<CurvePoint> thin = [bent[0]];
        for (int i = 1; i < bent.Count; i++)
        {
            walked += Distance(bent[i - 1], bent[i]);
            if (walked - kept < length / Most && i < bent.Count - 1)
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
