using System.Xml.Linq;

namespace AnoGan.Report.Charts;

/// <summary>Lays a chart out and draws it: title, legend, labels of marks, plot, axes, from top to bottom.</summary>
internal sealed class ChartPainter
{
    // A letter of 12 pixels takes at most about this much on average in the fonts of the style sheet.
    private const double Letter = 7, LineHeight = 17, Edge = 10, Overhang = 3;
    private const int MostLetters = 48;

    private readonly LineChart _chart;
    private readonly XElement _svg;
    private readonly double _width, _bottom;
    private double _top = 6, _left, _right;

    public ChartPainter(LineChart chart, int width, int height)
    {
        (_chart, _width) = (chart, width);
        _svg = ChartSvg.Root(width, height, $"{chart.Title}. {chart.Description}");
        _svg.Add(ChartSvg.Of(
            "rect", ChartSvg.With("class", "ground"), ChartSvg.With("width", width), ChartSvg.With("height", height)));
        _bottom = height - 2 * LineHeight - 8;
    }

    /// <summary>
    /// The room that the labels of the vertical axis take, in pixels: it depends on the values only, not on where they
    /// come to stand.
    /// </summary>
    public double RoomOnTheLeft =>
        Edge + LineHeight + 6
        + Letter * Vertical(0, 1).Ticks.Select(AxisScale.Text).Max(text => (int?)text.Length).GetValueOrDefault(1);

    /// <summary>Draws everything, the horizontal axis from a place in pixels on.</summary>
    public XElement Paint(double left)
    {
        _left = left;
        _right = _width - Edge - 12;
        var x = new AxisScale(_chart.X, _chart.Series.SelectMany(series => series.X), _left, _right);
        PaintTitle();
        PaintLegend();
        PaintMarkLabels(x);
        _top += 8;
        AxisScale y = Vertical(_bottom, _top);
        PaintGrid(x, y);
        PaintPlot(x, y);
        return _svg;
    }

    private AxisScale Vertical(double from, double to) =>
        new(_chart.Y, _chart.Series.SelectMany(series => series.Y), from, to);

    private int ColourOf(int place) => _chart.Series[place].Colour ?? place % ChartSeries.Colours + 1;

    private void PaintTitle()
    {
        if (_chart.Title.Length == 0)
            return;
        _top += LineHeight;
        _svg.Add(ChartSvg.Text("title", Edge, _top - 4, _chart.Title));
    }

    private void PaintLegend()
    {
        if (_chart.Series.Count < 2)
            return;
        double x = _left;
        _top += LineHeight;
        for (int i = 0; i < _chart.Series.Count; i++)
        {
            string name = Shortened(_chart.Series[i].Name);
            double width = 30 + Letter * name.Length + 22;
            if (x > _left && x + width > _right)
                (x, _top) = (_left, _top + LineHeight);
            double middle = _top - 8;
            _svg.Add(ChartSvg.Line($"line series-{ColourOf(i)}", x, middle, x + 24, middle));
            _svg.Add(ChartSvg.Text("legend", x + 30, _top - 4, name));
            x += width;
        }
    }

    // Labels that would touch go into rows; a label that would leave the picture stands left of its line.
    private void PaintMarkLabels(AxisScale x)
    {
        var ends = new List<double>();
        var labels = new List<(ChartMark Mark, double At, int Row, bool IsLeft)>();
        foreach (ChartMark mark in _chart.Marks.OrderBy(mark => mark.X))
        {
            double at = x.At(mark.X), width = Letter * Shortened(mark.Label).Length;
            bool isLeft = at + width > _width - 2;
            (double start, double end) = isLeft ? (at - width - 4, at) : (at, at + width + 8);
            int row = ends.FindIndex(taken => taken <= start);
            if (row < 0)
            {
                row = ends.Count;
                ends.Add(0);
            }

            ends[row] = end;
            labels.Add((mark, at, row, isLeft));
        }

        foreach ((ChartMark mark, double at, int row, bool isLeft) in labels)
        {
            string style = mark.IsWarning ? "warning mark-label" : "mark-label";
            _svg.Add(ChartSvg.Text(
                style, isLeft ? at - 2 : at + 2, _top + (row + 1) * LineHeight - 4, Shortened(mark.Label),
                isLeft ? "end" : "start"));
        }

        _top += ends.Count * LineHeight;
    }

    private void PaintGrid(AxisScale x, AxisScale y)
    {
        foreach (double tick in y.Ticks)
        {
            _svg.Add(ChartSvg.Line("grid", _left, y.At(tick), _right, y.At(tick)));
            _svg.Add(ChartSvg.Text("tick", _left - 6, y.At(tick) + 4, AxisScale.Text(tick), "end"));
        }

        double free = double.NegativeInfinity;
        foreach (double tick in x.Ticks)
        {
            _svg.Add(ChartSvg.Line("grid", x.At(tick), _top, x.At(tick), _bottom));
            double half = Letter * AxisScale.Text(tick).Length / 2;
            if (x.At(tick) - half < free)
                continue;
            _svg.Add(ChartSvg.Text("tick", x.At(tick), _bottom + LineHeight, AxisScale.Text(tick), "middle"));
            free = x.At(tick) + half + Letter;
        }

        _svg.Add(ChartSvg.Line("frame", _left, _bottom, _right, _bottom));
        _svg.Add(ChartSvg.Text("axis-label", (_left + _right) / 2, _bottom + 2 * LineHeight, _chart.X.Label, "middle"));
        XElement vertical = ChartSvg.Text("axis-label", 0, 0, _chart.Y.Label, "middle");
        vertical.Add(ChartSvg.With("transform", $"translate({ChartSvg.Number(Edge + 6)} "
            + $"{ChartSvg.Number((_top + _bottom) / 2)}) rotate(-90)"));
        _svg.Add(vertical);
    }

    // A nested picture cuts off what leaves the axes, but for half of a line's width.
    private void PaintPlot(AxisScale x, AxisScale y)
    {
        double left = _left - Overhang, width = _right - _left + 2 * Overhang;
        double top = _top - Overhang, height = _bottom - _top + 2 * Overhang;
        XElement plot = ChartSvg.Of(
            "svg", ChartSvg.With("class", "plot"), ChartSvg.With("x", left), ChartSvg.With("y", top),
            ChartSvg.With("width", width), ChartSvg.With("height", height),
            ChartSvg.With("viewBox", string.Join(' ', ((double[])[left, top, width, height]).Select(ChartSvg.Number))));
        for (int i = 0; i < _chart.Series.Count; i++)
            PaintSeries(plot, _chart.Series[i], ColourOf(i), x, y);
        foreach (ChartMark mark in _chart.Marks)
            plot.Add(ChartSvg.Line(
                mark.IsWarning ? "warning mark" : "mark", x.At(mark.X), _top, x.At(mark.X), _bottom));
        _svg.Add(plot);
    }

    private void PaintSeries(XElement plot, ChartSeries series, int colour, AxisScale x, AxisScale y)
    {
        foreach (IReadOnlyList<(double X, double Y)> piece in ChartPath.Pieces(series, x, y))
        {
            // A value between two gaps makes no line.
            if (piece is [var (cx, cy)])
            {
                plot.Add(ChartSvg.Of(
                    "circle", ChartSvg.With("class", $"fill-{colour}"), ChartSvg.With("cx", cx),
                    ChartSvg.With("cy", cy), ChartSvg.With("r", 3.0)));
                continue;
            }

            if (series.IsFilled)
                plot.Add(ChartSvg.Of(
                    "path", ChartSvg.With("class", $"area fill-{colour}"),
                    ChartSvg.With("d", ChartPath.Area(piece, _bottom))));
            plot.Add(ChartSvg.Of(
                "path", ChartSvg.With("class", $"line series-{colour}"), ChartSvg.With("d", ChartPath.Line(piece))));
        }
    }

    private static string Shortened(string name) => name.Length <= MostLetters ? name : $"{name[..(MostLetters - 1)]}…";
}
