using System.Text.Json.Serialization;

namespace AnoGan.Evaluation;

/// <summary>What metrics.json says: how well the scores of a results folder agree with labels.</summary>
public sealed record EvaluationMetrics
{
    /// <summary>The <see cref="Terms"/> of the score itself.</summary>
    public const string ScoreTerm = "score";

    /// <summary>The <see cref="Terms"/> of the residual alone.</summary>
    public const string ResidualTerm = "residual";

    /// <summary>The <see cref="Terms"/> of the feature distance alone.</summary>
    public const string FeatureTerm = "feature_distance";

    /// <summary>The file's format: always anogan-metrics.</summary>
    public string Format { get; init; } = "anogan-metrics";

    /// <summary>Version of the properties and their meaning.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>What gave the scores, or null where the results folder does not say.</summary>
    public string? Method { get; init; }

    /// <summary>The label that counts as normal; all others are anomalous.</summary>
    public required string NormalLabel { get; init; }

    /// <summary>Scored images with the normal label, at least 1.</summary>
    public required int NormalImages { get; init; }

    /// <summary>Scored images with another label, at least 1.</summary>
    public required int AnomalousImages { get; init; }

    /// <summary>Images without a score, which count nowhere else.</summary>
    public required int FailedImages { get; init; }

    /// <summary>AUROC of the score, 0 to 1, ties counted half.</summary>
    public required double ImageAuroc { get; init; }

    /// <summary>The AUROC's 95 % bootstrap interval.</summary>
    public required Interval ImageAurocInterval { get; init; }

    /// <summary>Average precision of the score, above 0 to 1.</summary>
    public required double AveragePrecision { get; init; }

    /// <summary>AUROC over pixels, or null without masks.</summary>
    public double? PixelAuroc { get; init; }

    /// <summary>
    /// Area under the per-region overlap up to a false-positive rate of 0.3, divided by it; null without masks. The
    /// rate is counted over all pixels of normal images and those of the others that lie outside their masks.
    /// </summary>
    public double? Aupro { get; init; }

    /// <summary>F1 of the verdicts, 0 to 1; null where none were given.</summary>
    public double? F1 { get; init; }

    /// <summary>The verdicts against the labels; null where none were given.</summary>
    public ConfusionMatrix? Confusion { get; init; }

    /// <summary>The best sensitivity at a specificity of at least the name, such as 0.95.</summary>
    public required IReadOnlyDictionary<string, double> SensitivityAtSpecificity { get; init; }

    /// <summary>
    /// Share of the normal images that were called anomalies, 0 to 1; null where no verdicts were given.
    /// </summary>
    public double? FalsePositiveRate { get; init; }

    /// <summary>
    /// The share that the verdicts were to reach at most, or null where the results folder does not say.
    /// </summary>
    public double? WishedFalsePositiveRate { get; init; }

    /// <summary>Each anomalous label against the normal one.</summary>
    public required IReadOnlyDictionary<string, ClassMetrics> Classes { get; init; }

    /// <summary>
    /// The score, the paper's two parts and the surprises of the terms, those that the method has, by column.
    /// </summary>
    public required IReadOnlyDictionary<string, TermMetrics> Terms { get; init; }

    /// <summary>Resamples behind each interval.</summary>
    public required int Bootstrap { get; init; }

    /// <summary>Seed of the resamples.</summary>
    public required ulong Seed { get; init; }
}

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

/// <summary>How well one number of an image tells anomalous images from normal ones.</summary>
/// <param name="Auroc">0 to 1, ties counted half.</param>
/// <param name="Interval">The AUROC's 95 % bootstrap interval.</param>
/// <param name="AveragePrecision">Above 0 to 1; by chance the share of anomalous images.</param>
public sealed record TermMetrics(double Auroc, Interval Interval, double AveragePrecision);

/// <summary>Verdicts against labels, in images; an anomaly is the positive case.</summary>
/// <param name="TruePositives">Anomalous images that were called anomalies.</param>
/// <param name="FalsePositives">Normal images that were called anomalies.</param>
/// <param name="TrueNegatives">Normal images that were not.</param>
/// <param name="FalseNegatives">Anomalous images that were not.</param>
public sealed record ConfusionMatrix(int TruePositives, int FalsePositives, int TrueNegatives, int FalseNegatives)
{
    /// <summary>2·TP / (2·TP + FP + FN), 0 to 1; not-a-number where all images are true negatives.</summary>
    [JsonIgnore]
    public double F1 => 2.0 * TruePositives / (2.0 * TruePositives + FalsePositives + FalseNegatives);

    /// <summary>
    /// Share of the normal images that were called anomalies, 0 to 1; not-a-number where there are none.
    /// </summary>
    [JsonIgnore]
    public double FalsePositiveRate => (double)FalsePositives / (FalsePositives + TrueNegatives);
}
