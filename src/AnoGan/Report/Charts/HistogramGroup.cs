namespace AnoGan.Report.Charts;

/// <summary>Values whose distribution is shown.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="Values">The values; what is not finite does not count.</param>
internal sealed record HistogramGroup(string Name, IReadOnlyList<double> Values)
{
    /// <summary>A <see cref="ChartSeries.Colour"/>; null for the place among the groups.</summary>
    public int? Colour { get; init; }
}
