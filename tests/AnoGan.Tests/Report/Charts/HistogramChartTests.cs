using AnoGan.Report.Charts;

namespace AnoGan.Tests.Report.Charts;

public sealed class HistogramChartTests
{
    private static readonly HistogramChart Chart = new()
    {
        Title = "Scores",
        Description = "",
        X = new ChartAxis("score") { Min = 0, Max = 10 },
        Groups =
        [
            new HistogramGroup("good", [0, 0.5, 1, 1.5]), new HistogramGroup("crack", [4, double.NaN]),
            new HistogramGroup("none", []),
        ],
    };

    [Fact]
    public void Counts_each_group_in_percent_of_itself_over_common_bars()
    {
        LineChart lines = Chart.ToLineChart();

        Assert.Equal(["good", "crack"], lines.Series.Select(series => series.Name));
        Assert.All(lines.Series, series => Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], series.X));
        Assert.Equal([50, 50, 0, 0, 0, 0, 0, 0, 0, 0], lines.Series[0].Y);
        Assert.Equal([0, 0, 0, 0, 100, 0, 0, 0, 0, 0], lines.Series[1].Y);
    }

    [Fact]
    public void Counts_values_beyond_the_axis_in_the_outermost_bars()
    {
        LineChart lines = (Chart with { X = new ChartAxis("score") { Min = 1, Max = 3.5 } }).ToLineChart();

        Assert.Equal([1, 1.25, 1.5, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5], lines.Series[0].X);
        Assert.Equal([75, 0, 25, 0, 0, 0, 0, 0, 0, 0], lines.Series[0].Y);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 100], lines.Series[1].Y);
    }

    [Theory]
    [InlineData(5, 10)]
    [InlineData(216, 18)]
    [InlineData(10_000, 40)]
    public void Has_more_bars_for_more_values(int values, int bars)
    {
        HistogramChart chart = Chart with
        {
            Groups = [new HistogramGroup("good", [.. Enumerable.Range(0, values).Select(i => (double)i)])],
        };

        Assert.Equal(bars, chart.ToLineChart().Series.Single().Y.Count);
    }

    [Fact]
    public void Draws_equal_values_and_none_at_all()
    {
        HistogramChart free = Chart with { X = new ChartAxis("score") };
        LineChart equal = (free with { Groups = [new HistogramGroup("one", [2, 2])] }).ToLineChart();

        Assert.Equal([100, 0, 0, 0, 0, 0, 0, 0, 0, 0], equal.Series.Single().Y);
        Assert.Contains("<svg", equal.ToSvg(), StringComparison.Ordinal);
        Assert.Contains("<svg", (free with { Groups = [] }).ToLineChart().ToSvg(), StringComparison.Ordinal);
    }
}
