using System.Text;

namespace AnoGan.Report.Charts;

/// <summary>The outline of a series in the path language of SVG.</summary>
internal static class ChartPath
{
    /// <summary>Points in pixels, one list for each unbroken piece.</summary>
    /// <param name="series">The series.</param>
    /// <param name="x">The horizontal scale.</param>
    /// <param name="y">The vertical scale.</param>
    public static IReadOnlyList<IReadOnlyList<(double X, double Y)>> Pieces(
        ChartSeries series, AxisScale x, AxisScale y)
    {
        var pieces = new List<List<(double X, double Y)>>();
        bool isOpen = false;
        for (int i = 0; i < series.Y.Count; i++)
        {
            if (!double.IsFinite(series.Y[i]) || !double.IsFinite(series.X[i]))
            {
                isOpen = false;
                continue;
            }

            if (!isOpen)
                pieces.Add([]);
            isOpen = true;
            pieces[^1].Add((x.At(series.X[i]), y.At(series.Y[i])));
            if (series.Shape == ChartShape.Steps)
                pieces[^1].Add((x.At(series.X[i + 1]), y.At(series.Y[i])));
        }

        return [.. pieces.Select(Thinned)];
    }

    /// <summary>A line through points.</summary>
    public static string Line(IReadOnlyList<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        foreach ((double x, double y) in points)
            path.Append(path.Length == 0 ? 'M' : 'L').Append(ChartSvg.Number(x)).Append(' ').Append(ChartSvg.Number(y));
        return path.ToString();
    }

    /// <summary>The area between points and a level.</summary>
    public static string Area(IReadOnlyList<(double X, double Y)> points, double level) =>
        $"{Line(points)}L{ChartSvg.Number(points[^1].X)} {ChartSvg.Number(level)}L{ChartSvg.Number(points[0].X)} "
            + $"{ChartSvg.Number(level)}Z";

    // Of the points within one half pixel of x, the first, the lowest, the highest and the last draw the same line as
    // all of them.
    private static List<(double X, double Y)> Thinned(List<(double X, double Y)> points)
    {
        if (points.Count < 1000)
            return points;
        var thin = new List<(double X, double Y)>();
        foreach (IGrouping<double, (double X, double Y)> column in points.GroupBy(point => Math.Floor(point.X * 2)))
        {
            (double X, double Y)[] of = [.. column];
            IEnumerable<int> kept =
            [
                0,
                Array.IndexOf(of, of.MinBy(p => p.Y)),
                Array.IndexOf(of, of.MaxBy(p => p.Y)),
                of.Length - 1,
            ];
            thin.AddRange(kept.Distinct().Order().Select(i => of[i]));
        }

        return thin;
    }
}
