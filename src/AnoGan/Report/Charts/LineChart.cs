using System.Globalization;
using System.Xml.Linq;

namespace AnoGan.Report.Charts;

/// <summary>A chart of one or more series over a common horizontal axis, as SVG.</summary>
internal sealed record LineChart
{
    /// <summary>What the chart shows, above it.</summary>
    public required string Title { get; init; }

    /// <summary>What it says, in words, for those who do not see it.</summary>
    public required string Description { get; init; }

    /// <summary>The horizontal axis.</summary>
    public required ChartAxis X { get; init; }

    /// <summary>The vertical axis.</summary>
    public required ChartAxis Y { get; init; }

    /// <summary>The series, the first drawn first; the legend names them where there are several.</summary>
    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>Vertical lines.</summary>
    public IReadOnlyList<ChartMark> Marks { get; init; } = [];

    /// <summary>Draws the chart as an svg element for a page that contains <see cref="ChartStyle.Css"/>.</summary>
    /// <param name="width">Width in pixels, at least 200; letters are 12 pixels high.</param>
    /// <param name="height">Height in pixels, at least 150.</param>
    public string ToSvg(int width = 640, int height = 360)
    {
        var painter = new ChartPainter(this, width, height);
        return painter.Paint(painter.RoomOnTheLeft).ToString(SaveOptions.DisableFormatting);
    }
}

/// <summary>One axis of a chart.</summary>
/// <param name="Label">The quantity and its unit.</param>
internal sealed record ChartAxis(string Label)
{
    /// <summary>The value at its beginning; null for a round number at or below the least that is shown.</summary>
    public double? Min { get; init; }

    /// <summary>The value at its end; null for a round number at or above the greatest that is shown.</summary>
    public double? Max { get; init; }

    /// <summary>Whether equal lengths are equal factors; values of 0 and below are then not shown.</summary>
    public bool IsLogarithmic { get; init; }
}

/// <summary>Values that belong together, in one colour.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="X">Places along the horizontal axis, rising; one more for steps.</param>
/// <param name="Y">Values at these places; what is not finite leaves a gap.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>The number of colours, which colour-blind eyes distinguish too.</summary>
    public const int Colours = 6;

    /// <summary>
    /// Beyond the colours, for what is no group among others: the ink of the letters, and that of the axes in dashes.
    /// </summary>
    public const int Ink = Colours + 1, Faint = Colours + 2;

    /// <summary>How it is drawn.</summary>
    public ChartShape Shape { get; init; }

    /// <summary>Whether the area down to the axis is tinted.</summary>
    public bool IsFilled { get; init; }

    /// <summary>
    /// 1 to <see cref="Colours"/>, <see cref="Ink"/> or <see cref="Faint"/>, each with a pattern of dashes of its own;
    /// null for the place among the chart's series.
    /// </summary>
    public int? Colour { get; init; }
}

/// <summary>How the values of a series are drawn.</summary>
internal enum ChartShape
{
    /// <summary>A line through the points, broken where a value is not a number.</summary>
    Line,

    /// <summary>A level from each X to the next: n + 1 values of X, n of Y.</summary>
    Steps,
}

/// <summary>A vertical line with a label above the plot.</summary>
/// <param name="X">Where.</param>
/// <param name="Label">A few words.</param>
/// <param name="IsWarning">Whether it marks something that went wrong.</param>
internal sealed record ChartMark(double X, string Label, bool IsWarning = false);

/// <summary>Charts one above the other in one file, their horizontal axes aligned.</summary>
internal static class ChartColumn
{
    /// <summary>Draws the charts.</summary>
    /// <param name="charts">From top to bottom; at least one.</param>
    /// <param name="width">Width in pixels, at least 200.</param>
    /// <param name="height">Height of each in pixels, at least 150.</param>
    /// <returns>An svg file with its style inside.</returns>
    public static string ToSvg(IReadOnlyList<LineChart> charts, int width = 760, int height = 240)
    {
        XElement column = ChartSvg.Root(
            width, height * charts.Count, string.Join("; ", charts.Select(chart => chart.Title)));
        column.AddFirst(ChartSvg.Of("style", ChartStyle.StandaloneCss));
        ChartPainter[] painters = [.. charts.Select(chart => new ChartPainter(chart, width, height))];
        double left = painters.Max(painter => painter.RoomOnTheLeft);
        for (int i = 0; i < charts.Count; i++)
        {
            XElement chart = painters[i].Paint(left);
            chart.SetAttributeValue("y", (i * height).ToString(CultureInfo.InvariantCulture));
            column.Add(chart);
        }

        return column.ToString(SaveOptions.DisableFormatting);
    }
}
