using System.Globalization;
using System.Xml.Linq;

namespace AnoGan.Report.Charts;

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
        ArgumentNullException.ThrowIfNull(charts);
        ArgumentOutOfRangeException.ThrowIfZero(charts.Count, nameof(charts));
        XElement column = ChartSvg.Root(
            width, height * charts.Count, string.Join("; ", charts.Select(chart => chart.Title)));
        column.AddFirst(ChartSvg.Of("style", ChartStyle.StandaloneCss));
        ChartPainter[] painters = [.. charts.Select(chart => chart.Painter(width, height))];
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
