using AnoGan.Models;

namespace AnoGan.Scoring;

/// <summary>
/// What speaks for an anomaly, one number each, larger for what is further from normal. The first three are logarithms
/// of squared distances in the metric of normal images' spread; they are taken where the search began if an encoder
/// chose that place, because the search leads anomalies away from there, towards pictures that hide them.
/// </summary>
/// <param name="CriticFeatures">Of the critic's normalised features of the image: needs no reconstruction.</param>
/// <param name="FeatureDifference">Of the difference between them and those of the reconstruction.</param>
/// <param name="Latent">Of z.</param>
/// <param name="PeakResidual">Logarithm of the peak residual after the search, in grey levels of 8 bits plus 1.</param>
public sealed record ScoreTerms(double CriticFeatures, double FeatureDifference, double Latent, double PeakResidual)
{
    /// <summary>The terms of one image.</summary>
    /// <param name="result">Its search.</param>
    /// <param name="metric">The metric of normal images.</param>
    /// <param name="hasEncoder">Whether an encoder chose the start.</param>
    /// <param name="residualMap">|x - G(z)|, [size, size], in [0,1] units.</param>
    /// <param name="size">Side of the map in pixels.</param>
    public static ScoreTerms Of(SearchResult result, NormalMetric metric, bool hasEncoder, ReadOnlySpan<float> residualMap, int size)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(metric);
        return new ScoreTerms(
            LogDistance(metric.Features, result.Features),
            LogDistance(metric.Difference, hasEncoder ? result.StartDifference : result.Difference),
            LogDistance(metric.Latent, hasEncoder ? result.Start : result.Z),
            Math.Log(255 * Scoring.PeakResidual.Of(residualMap, size) + 1));
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
