namespace AnoGan.Evaluation;

/// <summary>How well one number of an image tells anomalous images from normal ones.</summary>
/// <param name="Auroc">0 to 1, ties counted half.</param>
/// <param name="Interval">The AUROC's 95 % bootstrap interval.</param>
/// <param name="AveragePrecision">Above 0 to 1; by chance the share of anomalous images.</param>
public sealed record TermMetrics(double Auroc, Interval Interval, double AveragePrecision);
