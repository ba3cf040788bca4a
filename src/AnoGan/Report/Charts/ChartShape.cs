namespace AnoGan.Report.Charts;

/// <summary>How the values of a series are drawn.</summary>
internal enum ChartShape
{
    /// <summary>A line through the points, broken where a value is not a number.</summary>
    Line,

    /// <summary>A level from each X to the next: n + 1 values of X, n of Y.</summary>
    Steps,
}
