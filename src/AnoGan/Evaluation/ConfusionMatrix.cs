using System.Text.Json.Serialization;

namespace AnoGan.Evaluation;

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

    /// <summary>Counts verdicts.</summary>
    /// <param name="normal">Of each normal image, whether it was called an anomaly.</param>
    /// <param name="anomalous">Of each anomalous image, likewise.</param>
    public static ConfusionMatrix Of(IReadOnlyCollection<bool> normal, IReadOnlyCollection<bool> anomalous)
    {
        ArgumentNullException.ThrowIfNull(normal);
        ArgumentNullException.ThrowIfNull(anomalous);
        int falsePositives = normal.Count(called => called),
            truePositives = anomalous.Count(called => called);
        return new ConfusionMatrix(
            truePositives, falsePositives, normal.Count - falsePositives, anomalous.Count - truePositives);
    }
}
