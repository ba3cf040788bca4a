namespace AnoGan.Method;

/// <summary>What the score of an image is.</summary>
public enum ScoreKind
{
    /// <summary>The terms of the image, each in the metric of its spread on normal images, taken together.</summary>
    Combined,

    /// <summary>(1-λ)·residual + λ·feature distance, as in Schlegl et al. 2017, section 2.3.</summary>
    Paper,
}

/// <summary>
/// The terms of the combined score: what speaks for an anomaly, one number each, larger for what is further from
/// normal. Each is standardised by its distribution over normal images as bright. The score is the mean of the
/// witnesses, each of which is the mean of its terms:
/// <code>
/// score = mean over witnesses of mean over their terms of (term - line(brightness)) / deviation
/// </code>
/// </summary>
/// <param name="Values">One for each of <see cref="Names"/>.</param>
/// <param name="Brightness">
/// Of the image, no term itself: ln(255·mean + 1) of its pixels in [0,1], black background included.
/// </param>
internal sealed record ScoreTerms(IReadOnlyList<double> Values, double Brightness)
{
    // A new term is a line here; what it measures goes into a file of its own, what it fits on normal images into
    // NormalMetric. x is the image, G(z) its reconstruction, f̂ the critic's normalised features.
    private static readonly Term[][] Witnesses =
    [
        // ln of the mean distance of f̂(x) from the five nearest normal images
        [new("nearest", e => LogDistance(e.Metric.Neighbours.Distance(e.Coordinates)))],

        // ln of the squared distance of f̂(x) from the mean of normal images
        [new("criticFeatures", e => LogDistance(e.FeatureDistance))],

        // What the reconstruction leaves: ln of the squared distance of f̂(x) - f̂(G(z)), ln of that of z, and
        // ln(255·peak + 1) of |x - G(z)|.
        [
            new("featureDifference", e => LogDistance(e.Metric.Difference.Distance(e.Difference))),
            new("latent", e => LogDistance(e.Metric.Latent.Distance(e.Z))),
            new("peakResidual", e => LogLevel(PeakResidual.Of(e.Residual, e.Size, e.Foreground))),
        ],
    ];

    private static readonly Term[] All = [.. Witnesses.SelectMany(witness => witness)];

    /// <summary>The terms' names, as model.json has them.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.ConvertAll(All, term => term.Name);

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
        (float[] z, float[] generated, float[] difference) = result.Reconstruction(hasEncoder);
        float[] coordinates = metric.Features.Coordinates(result.Features, out double featureDistance);
        float[] residual = ResidualMap.Of(image, generated, spec.Channels, foreground);
        var evidence = new Evidence(
            metric, coordinates, featureDistance, difference, z, residual, spec.Size, foreground);
        double sum = 0;
        foreach (float value in image)
            sum += (value + 1) / 2;
        return new ScoreTerms(Array.ConvertAll(All, term => term.Of(evidence)), LogLevel(sum / image.Length));
    }

    /// <summary>How the terms of normal images are distributed.</summary>
    /// <param name="normal">At least one.</param>
    public static TermScales ScalesOf(IReadOnlyCollection<ScoreTerms> normal)
    {
        double[] brightness = [.. normal.Select(terms => terms.Brightness)];
        var scales = new TermScales();
        foreach ((int i, string name) in Names.Index())
            scales[name] = TermScale.Of([.. normal.Select(terms => terms.Values[i])], brightness);
        return scales;
    }

    /// <summary>The combined score, in standard deviations above normal images as bright.</summary>
    /// <param name="scales">As <see cref="ScalesOf"/> gives them.</param>
    public double Combine(TermScales scales)
    {
        double score = 0;
        int next = 0;
        foreach (Term[] witness in Witnesses)
        {
            double sum = 0;
            foreach (Term term in witness)
                sum += scales[term.Name].Standardise(Values[next++], Brightness);
            score += sum / witness.Length;
        }

        return score / Witnesses.Length;
    }

    /// <summary>The logarithm of a number in [0,1] units, in grey levels of 8 bits plus 1.</summary>
    public static double LogLevel(double unit) => Math.Log(255 * unit + 1);

    // At least the logarithm of a distance too small to matter: where all normal images are alike, theirs is 0.
    private static double LogDistance(double distance) => Math.Log(Math.Max(distance, 1e-12));


    private sealed record Term(string Name, Func<Evidence, double> Of);

    // What terms are computed from: f̂(x) by its whitened coordinates and its squared distance, f̂(x) - f̂(G(z)), z,
    // and |x - G(z)|.
    private sealed record Evidence(
        NormalMetric Metric, float[] Coordinates, double FeatureDistance, float[] Difference, float[] Z,
        float[] Residual, int Size, bool[]? Foreground);
}
