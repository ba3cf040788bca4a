using AnoGan.Data;
using AnoGan.Results;

namespace AnoGan.Evaluation;

/// <summary>How well the scores of labelled images separate one label, the normal one, from all others.</summary>
/// <param name="NormalLabel">The label that counts as normal.</param>
/// <param name="NormalImages">Scored images with that label.</param>
/// <param name="AnomalousImages">Scored images with any other label.</param>
/// <param name="ScoreAuroc">AUROC of the score.</param>
/// <param name="ResidualAuroc">AUROC of the residual alone.</param>
/// <param name="FeatureAuroc">AUROC of the feature distance alone; not-a-number where the method has none.</param>
/// <param name="NormalResidual">Median residual of the normal images, in [0,1] units.</param>
/// <param name="AnomalousResidual">Median residual of the others, in [0,1] units.</param>
internal sealed record LabelSummary(
    string NormalLabel, int NormalImages, int AnomalousImages, double ScoreAuroc, double ResidualAuroc,
    double FeatureAuroc, double NormalResidual, double AnomalousResidual)
{
    private static readonly string[] UsualNormalLabels = ["good", "normal"];

    /// <summary>The label that counts as normal, as below, of files to be scored.</summary>
    public static string? FindNormalLabel(IEnumerable<ImageFile> files, string? wanted) =>
        FindNormalLabel(files.Select(f => f.Label), wanted);

    /// <summary>The label that counts as normal.</summary>
    /// <returns>The label that was asked for, else good or normal, else null where none is among the labels.</returns>
    /// <exception cref="AnoGanException">No image has the label that was asked for.</exception>
    public static string? FindNormalLabel(IEnumerable<string> labels, string? wanted)
    {
        HashSet<string> found = [.. labels];
        if (wanted is null)
            return UsualNormalLabels.FirstOrDefault(found.Contains);
        return found.Contains(wanted)
            ? wanted
            : found.FirstOrDefault(label => LabelText.Of(label) == LabelText.Of(wanted))
                ?? throw AnoGanException.Of("NormalLabel", $" {wanted}: no such label among the "
                    + $"images; found {List(found)}");
    }

    /// <summary>Labels for a message: at most 12, in ordinal order, an empty one as (none).</summary>
    public static string List(IEnumerable<string> labels) => string.Join(
        ", ", labels.Distinct().Order(StringComparer.Ordinal).Select(l => l.Length == 0 ? "(none)" : l).Take(12));

    /// <summary>
    /// Compares the images of the normal label with those of all others; images without a label are neither.
    /// </summary>
    /// <param name="images">Labels and scores of the images that have a score.</param>
    /// <param name="normalLabel">The label that counts as normal.</param>
    /// <returns>Null where one of the two kinds is missing.</returns>
    public static LabelSummary? From(IReadOnlyCollection<LabelledScore> images, string normalLabel)
    {
        LabelledScore[] normal = [.. images.Where(image => image.Label == normalLabel)];
        LabelledScore[] anomalous =
            [.. images.Where(image => image.Label != normalLabel && image.Label.Length > 0)];
        if (normal.Length == 0 || anomalous.Length == 0)
            return null;

        // Not every method has every number.
        double Of(Func<LabelledScore, double> value) => images.Any(image => double.IsNaN(value(image)))
            ? double.NaN
            : Roc.Area([.. normal.Select(value)], [.. anomalous.Select(value)]);
        return new LabelSummary(
            normalLabel, normal.Length, anomalous.Length, Of(s => s.Score), Of(s => s.Residual),
            Of(s => s.FeatureDistance),
            Median(normal.Select(s => s.Residual)), Median(anomalous.Select(s => s.Residual)));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

/// <summary>What the summary needs of an image that has a score.</summary>
/// <param name="Label">What the image is; "" where nothing says it.</param>
/// <param name="Score">The anomaly score.</param>
/// <param name="Residual">mean |x - G(z)|; not-a-number where the method has none.</param>
/// <param name="FeatureDistance">mean |f(x) - f(G(z))|; not-a-number where the method has none.</param>
internal readonly record struct LabelledScore(string Label, double Score, double Residual, double FeatureDistance);
