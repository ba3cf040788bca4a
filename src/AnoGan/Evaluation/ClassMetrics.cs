namespace AnoGan.Evaluation;

/// <summary>How well the images of one anomalous label are told from the normal ones.</summary>
/// <param name="Images">Scored images of the label.</param>
/// <param name="Detected">Those that were called anomalies; null where no verdicts were given.</param>
/// <param name="Auroc">AUROC of the score against all normal images, 0 to 1, ties counted half.</param>
public sealed record ClassMetrics(int Images, int? Detected, double Auroc)
{
    /// <summary>
    /// AUROC over the pixels of the label's images and of all normal ones, 0 to 1, ties counted half; null without
    /// masks, or where all masks of the label are black.
    /// </summary>
    public double? PixelAuroc { get; init; }

    /// <summary>
    /// Area under the overlap of the label's regions up to a false-positive rate of 0.3, divided by it; null where
    /// <see cref="PixelAuroc"/> is. The rate is that of <see cref="EvaluationMetrics.Aupro"/>, counted over the pixels
    /// of all normal images and those outside the masks of the label's own images; other labels' images take no part.
    /// </summary>
    public double? Aupro { get; init; }
}
