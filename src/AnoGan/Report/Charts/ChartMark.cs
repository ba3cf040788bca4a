namespace AnoGan.Report.Charts;

/// <summary>A vertical line with a label above the plot.</summary>
/// <param name="X">Where.</param>
/// <param name="Label">A few words.</param>
/// <param name="IsWarning">Whether it marks something that went wrong.</param>
internal sealed record ChartMark(double X, string Label, bool IsWarning = false);
