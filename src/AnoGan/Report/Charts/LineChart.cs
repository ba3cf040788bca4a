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

    /// <summary>Draws the chart.</summary>
    /// <param name="width">Width in pixels, at least 200; letters are 12 pixels high.</param>
    /// <param name="height">Height in pixels, at least 150.</param>
    /// <param name="isStandalone">
    /// Whether it is a file of its own, with its style inside; else the page holds <see cref="ChartStyle.Css"/>.
    /// </param>
    /// <returns>An svg element.</returns>
    public string ToSvg(int width = 640, int height = 360, bool isStandalone = true)
    {
        ChartPainter painter = Painter(width, height);
        XElement svg = painter.Paint(painter.RoomOnTheLeft);
        if (isStandalone)
            svg.AddFirst(ChartSvg.Of("style", ChartStyle.StandaloneCss));
        return svg.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>Checks the series and makes ready to draw them, without a style sheet.</summary>
    internal ChartPainter Painter(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 200);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 150);
        foreach (ChartSeries series in Series)
            series.Check();
        return new ChartPainter(this, width, height);
    }
}
