using System.Globalization;
using System.Xml.Linq;
using AnoGan.Report.Charts;

namespace AnoGan.Tests.Report.Charts;

public sealed class LineChartTests
{
    private static readonly LineChart Chart = new()
    {
        Title = "Residual",
        Description = "falls from 4 to 1",
        X = new ChartAxis("steps"),
        Y = new ChartAxis("mean |x - G(z)|"),
        Series = [new ChartSeries("held out", [0, 50, 100], [4, 2, 1])],
    };

    [Fact]
    public void Puts_points_where_their_values_lie_between_the_labelled_ticks()
    {
        XElement svg = XElement.Parse(Chart.ToSvg());

        Dictionary<string, double> ticks = TicksOf(svg, "middle", "x");
        (double X, double Y)[] points = PointsOf(Paths(svg, "line").Single());
        Assert.Equal(3, points.Length);
        Assert.Equal(ticks["0"], points[0].X, 0.02);
        Assert.Equal((ticks["40"] + ticks["60"]) / 2, points[1].X, 0.02);
        Assert.Equal(ticks["100"], points[2].X, 0.02);
        Dictionary<string, double> levels = TicksOf(svg, "end", "y");
        Assert.Equal(levels["4"] - 4, points[0].Y, 0.02);
        Assert.Equal(levels["2"] - 4, points[1].Y, 0.02);
        Assert.Equal(levels["1"] - 4, points[2].Y, 0.02);
    }

    [Fact]
    public void Is_well_formed_with_any_names()
    {
        LineChart hostile = Chart with
        {
            Title = "<script>alert(1)</script>",
            Series = [new ChartSeries("a\u0001\"&\ud800b", [0, 1], [0, 1]), new ChartSeries("c", [0], [1])],
        };

        XElement svg = XElement.Parse(hostile.ToSvg());

        Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName == "script");
        Assert.Contains(svg.Descendants(), element => element.Value == "<script>alert(1)</script>");
    }

    [Fact]
    public void Breaks_the_line_where_there_is_no_number()
    {
        LineChart broken = Chart with { Series = [new ChartSeries("s", [0, 1, 2, 3, 4], [1, 2, double.NaN, 2, 1])] };

        XElement svg = XElement.Parse(broken.ToSvg());

        Assert.Equal([2, 2], Paths(svg, "line").Select(path => PointsOf(path).Length));
    }

    [Fact]
    public void Shows_a_lone_value_as_a_dot()
    {
        XElement svg = XElement.Parse((Chart with { Series = [new ChartSeries("s", [7], [3])] }).ToSvg());

        Assert.Single(svg.Descendants(), element => element.Name.LocalName == "circle");
        Assert.Empty(Paths(svg, "line"));
    }

    [Fact]
    public void Draws_decades_at_equal_distances_on_a_logarithmic_axis()
    {
        LineChart logarithmic = Chart with
        {
            Y = new ChartAxis("penalty") { IsLogarithmic = true },
            Series = [new ChartSeries("s", [0, 1, 2, 3], [0.01, 1, 100, 0])],
        };

        (double X, double Y)[] points = PointsOf(Paths(XElement.Parse(logarithmic.ToSvg()), "line").Single());

        Assert.Equal(points[0].Y - points[1].Y, points[1].Y - points[2].Y, 0.02);
    }

    [Fact]
    public void Keeps_every_peak_when_it_thins_a_long_series()
    {
        double[] x = [.. Enumerable.Range(0, 50_000).Select(i => (double)i)];
        double[] y = [.. x.Select(i => i == 31_234 ? 1.0 : 0.0)];

        (double X, double Y)[] points = PointsOf(
            Paths(XElement.Parse((Chart with { Series = [new ChartSeries("s", x, y)] }).ToSvg()), "line").Single());

        Assert.InRange(points.Length, 100, 5_000);
        Assert.Single(points, point => point.Y == points.Min(p => p.Y));
    }

    [Theory]
    [InlineData(0, 0, "0")]
    [InlineData(-3.2, 7.9, "0")]
    [InlineData(0.101, 0.109, "0.102")]
    [InlineData(1e9, 3e9, "2e9")]
    [InlineData(5, 5, "5")]
    [InlineData(1e9, 1e9 + 1e-6, "1e9")]
    public void Labels_round_values(double least, double greatest, string label)
    {
        XElement svg = XElement.Parse(
            (Chart with { Series = [new ChartSeries("s", [0, 1], [least, greatest])] }).ToSvg());

        string[] labels = [.. TicksOf(svg, "end", "y").Keys];
        Assert.Contains(label, labels);
        Assert.InRange(labels.Length, 2, 12);
    }

    [Fact]
    public void Puts_labels_of_marks_that_would_touch_into_rows()
    {
        LineChart marked = Chart with
        {
            Marks =
            [
                new ChartMark(50, "threshold at 0.01"), new ChartMark(52, "threshold at 0.05"),
                new ChartMark(100, "a label at the very end", IsWarning: true),
            ],
        };

        XElement svg = XElement.Parse(marked.ToSvg());

        XElement[] labels =
        [
            .. svg.Descendants()
                .Where(element =>
                    ((string?)element.Attribute("class"))?.Contains("mark-label", StringComparison.Ordinal) == true),
        ];
        Assert.Equal(3, labels.Length);
        Assert.Equal(2, labels[..2].Select(label => (string)label.Attribute("y")!).Distinct().Count());
        Assert.Equal("end", (string?)labels[2].Attribute("text-anchor"));
    }

    [Fact]
    public void Stacks_charts_in_one_file_with_one_style()
    {
        XElement svg = XElement.Parse(ChartColumn.ToSvg([Chart, Chart with { Title = "Penalty" }], 400, 200));

        Assert.Equal("400", (string?)svg.Attribute("height"));
        Assert.Single(svg.Descendants(), element => element.Name.LocalName == "style");
        Assert.Equal(
            ["0", "200"],
            svg.Elements()
                .Where(element => element.Name.LocalName == "svg")
                .Select(chart => (string?)chart.Attribute("y")));
    }

    private static IEnumerable<XElement> Paths(XElement svg, string style) =>
        svg.Descendants()
            .Where(element =>
                element.Name.LocalName == "path"
                && ((string)element.Attribute("class")!).StartsWith(style, StringComparison.Ordinal));

    private static (double X, double Y)[] PointsOf(XElement path) =>
        [
            .. ((string)path.Attribute("d")!)
                .Split('M', 'L')
                .Skip(1)
                .Select(point => point.Split(' '))
                .Select(p => (Of(p[0]), Of(p[1]))),
        ];

    private static Dictionary<string, double> TicksOf(XElement svg, string anchor, string coordinate) =>
        svg.Descendants()
            .Where(element =>
                (string?)element.Attribute("class") == "tick" && (string?)element.Attribute("text-anchor") == anchor)
            .ToDictionary(element => element.Value, element => Of((string)element.Attribute(coordinate)!));

    private static double Of(string number) => double.Parse(number, CultureInfo.InvariantCulture);
}
