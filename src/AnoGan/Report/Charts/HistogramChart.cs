namespace AnoGan.Report.Charts;

/// <summary>
/// How values spread, group by group: each bar is the share of its group, so that small groups are seen beside large
/// ones.
/// </summary>
internal sealed record HistogramChart
{
    /// <summary>What the chart shows, above it.</summary>
    public required string Title { get; init; }

    /// <summary>What it says, in words, for those who do not see it.</summary>
    public required string Description { get; init; }

    /// <summary>
    /// The axis of the values; its limits are those of the bars too: what lies beyond counts in the outermost ones.
    /// </summary>
    public required ChartAxis X { get; init; }

    /// <summary>The groups; empty ones are left out.</summary>
    public required IReadOnlyList<HistogramGroup> Groups { get; init; }

    /// <summary>Vertical lines.</summary>
    public IReadOnlyList<ChartMark> Marks { get; init; } = [];

    /// <summary>
    /// The same as lines: a filled one in steps for each group, of percentages that sum to 100. The number of bars
    /// grows with the third root of the number of values, so that few values make no comb: three times that root, 10
    /// to 40.
    /// </summary>
    public LineChart ToLineChart()
    {
        HistogramGroup[] groups = [.. Groups
            .Select(group => group with { Values = [.. group.Values.Where(double.IsFinite)] })
            .Where(group => group.Values.Count > 0)];
        double least = X.Min ?? Least(groups), greatest = Math.Max(X.Max ?? Greatest(groups), least);
        int bins = (int)Math.Clamp(Math.Round(3 * Math.Cbrt(groups.Sum(group => group.Values.Count))), 10, 40);
        double width = greatest > least ? (greatest - least) / bins : 1;
        double[] edges = [.. Enumerable.Range(0, bins + 1).Select(k => least + k * width)];
        return new LineChart
        {
            Title = Title,
            Description = Description,
            X = X,
            Y = new ChartAxis("share of the group, %") { Min = 0 },
            Series =
            [
                .. groups.Select((group, place) =>
                    new ChartSeries(group.Name, edges, Shares(group.Values, least, width, bins))
                    {
                        Shape = ChartShape.Steps,
                        IsFilled = true,
                        Colour = group.Colour ?? place % ChartSeries.Colours + 1,
                    }),
            ],
            Marks = Marks,
        };
    }

    private static double Least(HistogramGroup[] groups) =>
        groups.Length == 0 ? 0 : groups.Min(group => group.Values.Min());

    private static double Greatest(HistogramGroup[] groups) =>
        groups.Length == 0 ? 1 : groups.Max(group => group.Values.Max());

    private static double[] Shares(IReadOnlyList<double> values, double least, double width, int bins)
    {
        double[] shares = new double[bins];
        foreach (double value in values)
            shares[(int)Math.Clamp((value - least) / width, 0, bins - 1)] += 100.0 / values.Count;
        return shares;
    }
}

/// <summary>Values whose distribution is shown.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="Values">The values; what is not finite does not count.</param>
internal sealed record HistogramGroup(string Name, IReadOnlyList<double> Values)
{
    /// <summary>A <see cref="ChartSeries.Colour"/>; null for the place among the groups.</summary>
    public int? Colour { get; init; }
}
