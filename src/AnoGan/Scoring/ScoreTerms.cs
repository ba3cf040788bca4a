using AnoGan.Models;
using AnoGan.Networks;

namespace AnoGan.Scoring;

/// <summary>
/// What speaks for an anomaly, one number each, larger for what is further from normal: logarithms, of squared distances
/// in the metric of normal images' spread and of a residual. All but the first compare the image with a reconstruction:
/// that of the encoder's answer, or, without an encoder, that of the search. A search that begins at the encoder's answer
/// leads anomalies away from there, towards pictures that hide them, and they are told apart the worse the longer it is.
/// </summary>
/// <param name="CriticFeatures">Distance of the critic's normalised features of the image.</param>
/// <param name="FeatureDifference">Distance of the difference between them and those of the reconstruction.</param>
/// <param name="Latent">Distance of z.</param>
/// <param name="PeakResidual">Peak residual, in grey levels of 8 bits plus 1.</param>
public sealed record ScoreTerms(double CriticFeatures, double FeatureDifference, double Latent, double PeakResidual)
{
    /// <summary>The terms of one image.</summary>
    /// <param name="image">[C, H, W] in [-1,1].</param>
    /// <param name="result">Its search.</param>
    /// <param name="metric">The metric of normal images.</param>
    /// <param name="spec">The networks' shapes.</param>
    /// <param name="hasEncoder">Whether an encoder chose the start.</param>
    public static ScoreTerms Of(ReadOnlySpan<float> image, SearchResult result, NormalMetric metric, NetworkSpec spec, bool hasEncoder)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(spec);
        float[] map = ResidualMap.Of(image, hasEncoder ? result.StartGenerated : result.Generated, spec.Channels);
        return new ScoreTerms(
            LogDistance(metric.Features, result.Features),
            LogDistance(metric.Difference, hasEncoder ? result.StartDifference : result.Difference),
            LogDistance(metric.Latent, hasEncoder ? result.Start : result.Z),
            Math.Log(255 * Scoring.PeakResidual.Of(map, spec.Size) + 1));
    }

    /// <summary>How the terms of normal images are distributed.</summary>
    /// <param name="normal">At least one.</param>
    public static IReadOnlyDictionary<string, TermScale> ScalesOf(IReadOnlyCollection<ScoreTerms> normal)
    {
        ArgumentNullException.ThrowIfNull(normal);
        return normal.SelectMany(terms => terms.Named()).GroupBy(term => term.Name, term => term.Value)
            .ToDictionary(group => group.Key, group => TermScale.Of([.. group]));
    }

    /// <summary>The combined score: the mean of the terms, each in standard deviations above its mean over normal images.</summary>
    /// <param name="scales">As <see cref="ScalesOf"/> gives them.</param>
    public double Combine(IReadOnlyDictionary<string, TermScale> scales)
    {
        ArgumentNullException.ThrowIfNull(scales);
        return Named().Average(term => scales[term.Name].Standardise(term.Value));
    }

    // At least the logarithm of a distance too small to matter: where all normal images are alike, theirs is 0.
    private static double LogDistance(Whitening metric, float[] vector) => Math.Log(Math.Max(metric.Distance(vector), 1e-12));

    private IEnumerable<(string Name, double Value)> Named() =>
    [
        ("critic_features", CriticFeatures),
        ("feature_difference", FeatureDifference),
        ("latent", Latent),
        ("peak_residual", PeakResidual),
    ];
}
