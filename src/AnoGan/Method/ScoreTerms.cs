namespace AnoGan.Method;

/// <summary>
/// What speaks for an anomaly, one number each, larger for what is further from normal: logarithms of distances in the
/// metric of normal images' spread, and of a residual. The last three compare the image with a reconstruction: that of
/// the encoder's answer, or, without an encoder, that of the search. A search that begins at the encoder's answer leads
/// anomalies away from there, towards pictures that hide them: the longer it is, the worse they are told apart.
/// </summary>
/// <param name="Nearest">
/// Distance of the critic's normalised features of the image from the nearest normal images.
/// </param>
/// <param name="CriticFeatures">Squared distance of these features from the mean of normal images.</param>
/// <param name="FeatureDifference">
/// Squared distance of the difference between them and those of the reconstruction.
/// </param>
/// <param name="Latent">Squared distance of z.</param>
/// <param name="PeakResidual">Peak residual of the foreground, in grey levels of 8 bits plus 1.</param>
/// <param name="Brightness">
/// Of the image, no term itself: logarithm of the mean of its pixels, black background included, in grey levels of 8
/// bits plus 1.
/// </param>
internal sealed record ScoreTerms(
    double Nearest, double CriticFeatures, double FeatureDifference, double Latent, double PeakResidual,
    double Brightness)
{
    /// <summary>The terms of one image.</summary>
    /// <param name="image">[C, H, W] in [-1,1].</param>
    /// <param name="result">Its search.</param>
    /// <param name="metric">The metric of normal images.</param>
    /// <param name="spec">The networks' shapes.</param>
    /// <param name="hasEncoder">Whether an encoder chose the start.</param>
    /// <param name="foreground">[H, W], which pixels the residual is taken of; null for all.</param>
    public static ScoreTerms Of(
        ReadOnlySpan<float> image, SearchResult result, NormalMetric metric, NetworkSpec spec, bool hasEncoder,
        bool[]? foreground = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(spec);
        float[] map = ResidualMap.Of(
            image, hasEncoder ? result.StartGenerated : result.Generated, spec.Channels, foreground);
        double sum = 0;
        foreach (float value in image)
            sum += (value + 1) / 2;
        float[] coordinates = metric.Features.Coordinates(result.Features, out double featureDistance);
        return new ScoreTerms(
            LogDistance(metric.Neighbours.Distance(coordinates)),
            LogDistance(featureDistance),
            LogDistance(metric.Difference.Distance(hasEncoder ? result.StartDifference : result.Difference)),
            LogDistance(metric.Latent.Distance(hasEncoder ? result.Start : result.Z)),
            LogLevel(Method.PeakResidual.Of(map, spec.Size, foreground)),
            LogLevel(sum / image.Length));
    }

    /// <summary>How the terms of normal images are distributed.</summary>
    /// <param name="normal">At least one.</param>
    public static TermScales ScalesOf(IReadOnlyCollection<ScoreTerms> normal)
    {
        ArgumentNullException.ThrowIfNull(normal);
        double[] brightness = [.. normal.Select(terms => terms.Brightness)];
        TermScale Scale(Func<ScoreTerms, double> term) => TermScale.Of([.. normal.Select(term)], brightness);
        return new TermScales(
            Scale(t => t.Nearest), Scale(t => t.CriticFeatures), Scale(t => t.FeatureDifference), Scale(t => t.Latent),
            Scale(t => t.PeakResidual));
    }

    /// <summary>
    /// The combined score, in standard deviations: the mean of three witnesses, each in standard deviations above
    /// normal images as bright: the nearest images, the critic's features, and the mean of the three terms of the
    /// reconstruction.
    /// </summary>
    /// <param name="scales">As <see cref="ScalesOf"/> gives them.</param>
    public double Combine(TermScales scales)
    {
        ArgumentNullException.ThrowIfNull(scales);
        double reconstruction = (scales.FeatureDifference.Standardise(FeatureDifference, Brightness)
            + scales.Latent.Standardise(Latent, Brightness)
            + scales.PeakResidual.Standardise(PeakResidual, Brightness)) / 3;
        return (scales.Nearest.Standardise(Nearest, Brightness)
            + scales.CriticFeatures.Standardise(CriticFeatures, Brightness)
            + reconstruction) / 3;
    }

    // At least the logarithm of a distance too small to matter: where all normal images are alike, theirs is 0.
    private static double LogDistance(double distance) => Math.Log(Math.Max(distance, 1e-12));

    private static double LogLevel(double unit) => Math.Log(255 * unit + 1);
}
