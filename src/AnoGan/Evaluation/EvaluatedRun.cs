namespace AnoGan.Evaluation;

/// <summary>What the evaluation of one results folder came to.</summary>
/// <param name="Results">The results folder or the table, as it was named.</param>
/// <param name="MetricsPath">
/// The file that says <paramref name="Metrics"/>; null where a table alone was evaluated and no file named.
/// </param>
/// <param name="Metrics">The measures.</param>
/// <param name="ReportPath">The report that was written anew with them; null where there was none.</param>
public sealed record EvaluatedRun(
    string Results, string? MetricsPath, EvaluationMetrics Metrics, string? ReportPath = null);
