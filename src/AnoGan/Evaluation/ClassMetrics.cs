namespace AnoGan.Evaluation;

/// <summary>How well the images of one anomalous label are told from the normal ones.</summary>
/// <param name="Images">Scored images of the label.</param>
/// <param name="Detected">Those that were called anomalies; null where no verdicts were given.</param>
/// <param name="Auroc">AUROC of the score against all normal images, 0 to 1, ties counted half.</param>
public sealed record ClassMetrics(int Images, int? Detected, double Auroc);
