namespace AnoGan.Report.Charts;

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
