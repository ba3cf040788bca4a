using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace AnoGan.Report.Charts;

/// <summary>Elements of SVG.</summary>
internal static class ChartSvg
{
    private static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    /// <summary>An element with content: other elements, attributes, or text.</summary>
    public static XElement Of(string name, params object[] content) => new(Namespace + name, content);

    /// <summary>An attribute; numbers in at most two decimals.</summary>
    public static XAttribute With(string name, object value) =>
        new(name, value is double number ? Number(number) : value);

    /// <summary>The outermost element of a picture.</summary>
    public static XElement Root(int width, int height, string label) =>
        Of(
            "svg", With("class", "chart"), With("width", width), With("height", height),
            With("viewBox", FormattableString.Invariant($"0 0 {width} {height}")), With("role", "img"),
            With("aria-label", VisibleText.Of(label)));

    /// <summary>A line of text, in visible characters: XML has no place for most control characters.</summary>
    public static XElement Text(string style, double x, double y, string text, string anchor = "start") =>
        Of("text", With("class", style), With("x", x), With("y", y), With("text-anchor", anchor), VisibleText.Of(text));

    /// <summary>A straight line.</summary>
    public static XElement Line(string style, double x1, double y1, double x2, double y2) =>
        Of("line", With("class", style), With("x1", x1), With("y1", y1), With("x2", x2), With("y2", y2));

    /// <summary>A number in at most two decimals.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}

/// <summary>The outline of a series in the path language of SVG.</summary>
internal static class ChartPath
{
    /// <summary>Points in pixels, one list for each unbroken piece.</summary>
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

    // Of the points within half a pixel of x, the first, lowest, highest and last draw the same line as all of them.
    private static List<(double X, double Y)> Thinned(List<(double X, double Y)> points)
    {
        if (points.Count < 1000)
            return points;
        var thin = new List<(double X, double Y)>();
        foreach (IGrouping<double, (double X, double Y)> column in points.GroupBy(point => Math.Floor(point.X * 2)))
        {
            (double X, double Y)[] of = [.. column];
            int[] kept =
                [0, Array.IndexOf(of, of.MinBy(p => p.Y)), Array.IndexOf(of, of.MaxBy(p => p.Y)), of.Length - 1];
            thin.AddRange(kept.Distinct().Order().Select(i => of[i]));
        }

        return thin;
    }
}

/// <summary>
/// The one look of all charts. Colours are those of Okabe and Ito (2008), "Color Universal Design", chosen to be told
/// apart by colour-blind eyes, a little darker on white and lighter on black; each series has its own dashes besides.
/// </summary>
internal static class ChartStyle
{
    /// <summary>
    /// The style sheet of the charts' classes: inside every chart that is a file of its own, once in a page with
    /// several. A page may set the variables <c>--chart-ink</c>, <c>--chart-muted</c>, <c>--chart-grid</c>,
    /// <c>--chart-ground</c> and <c>--chart-series-1</c> to <c>--chart-series-6</c> on the charts or above them.
    /// </summary>
    public const string Css = """
        .chart { font: 12px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; fill: var(--chart-ink, #1f2328); }
        .chart .title { font-size: 14px; font-weight: 600; }
        .chart .tick, .chart .axis-label, .chart .mark-label { fill: var(--chart-muted, #59636e); }
        .chart .ground { fill: var(--chart-ground, #ffffff); }
        .chart .grid { stroke: var(--chart-grid, #e3e6ea); stroke-width: 1; }
        .chart .frame { stroke: var(--chart-muted, #59636e); stroke-width: 1; }
        .chart .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
        .chart .area { stroke: none; opacity: .18; }
        .chart .mark { stroke: var(--chart-muted, #59636e); stroke-width: 1.5; stroke-dasharray: 2 3; }
        .chart .warning.mark { stroke: var(--chart-series-2, #c04a00); stroke-dasharray: none; }
        .chart .warning.mark-label { fill: var(--chart-series-2, #c04a00); }
        .chart .series-1 { stroke: var(--chart-series-1, #0067a8); }
        .chart .fill-1 { fill: var(--chart-series-1, #0067a8); }
        .chart .series-2 { stroke: var(--chart-series-2, #c04a00); stroke-dasharray: 7 3; }
        .chart .fill-2 { fill: var(--chart-series-2, #c04a00); }
        .chart .series-3 { stroke: var(--chart-series-3, #007a58); stroke-dasharray: 2 3; }
        .chart .fill-3 { fill: var(--chart-series-3, #007a58); }
        .chart .series-4 { stroke: var(--chart-series-4, #a8487e); stroke-dasharray: 9 3 2 3; }
        .chart .fill-4 { fill: var(--chart-series-4, #a8487e); }
        .chart .series-5 { stroke: var(--chart-series-5, #8a6d00); stroke-dasharray: 4 2; }
        .chart .fill-5 { fill: var(--chart-series-5, #8a6d00); }
        .chart .series-6 { stroke: var(--chart-series-6, #4b5563); stroke-dasharray: 1 2; }
        .chart .fill-6 { fill: var(--chart-series-6, #4b5563); }
        .chart .series-7 { stroke: var(--chart-ink, #1f2328); }
        .chart .fill-7 { fill: var(--chart-ink, #1f2328); }
        .chart .series-8 { stroke: var(--chart-muted, #59636e); stroke-dasharray: 6 5; }
        .chart .fill-8 { fill: var(--chart-muted, #59636e); }
        """;

    /// <summary>The variables' values on a dark ground.</summary>
    public const string DarkVariables =
        "--chart-ink: #e6edf3; --chart-muted: #9aa5b1; --chart-grid: #30363d; --chart-ground: #0d1117; " +
        "--chart-series-1: #56b4e9; --chart-series-2: #ff8c42; --chart-series-3: #2fc79a; " +
        "--chart-series-4: #dd8fbc; --chart-series-5: #e3c443; --chart-series-6: #aab4c0;";

    /// <summary>
    /// The style sheet of a chart that is a file of its own: it follows the viewer's choice of light or dark.
    /// </summary>
    internal const string StandaloneCss =
        Css + "\n@media (prefers-color-scheme: dark) { .chart { " + DarkVariables + " } }\n";
}
