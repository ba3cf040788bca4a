namespace AnoGan.Method;

/// <summary>What the score of an image is.</summary>
public enum ScoreKind
{
    /// <summary>The most surprising of what is measured, as <see cref="JointScore"/> puts it together.</summary>
    Combined,

    /// <summary>(1-λ)·residual + λ·feature distance, as in Schlegl et al. 2017, section 2.3.</summary>
    Paper,
}

/// <summary>
/// The terms of the score: what speaks for an anomaly, one number each, larger for what is further from normal.
/// </summary>
/// <param name="Values">One for each of <see cref="NamesFor"/>.</param>
/// <param name="Brightness">
/// Of the image, no term itself: ln(255·mean + 1) of its pixels in [0,1], black background included.
/// </param>
internal sealed record ScoreTerms(IReadOnlyList<double> Values, double Brightness)
{
    /// <summary>The terms that the joint score and the map refer to by name.</summary>
    public const string Nearest = "nearest", Texture = "texture", Local = "local", MadeDefects = "madeDefects",
        PretrainedSpot = "pretrainedSpot", PretrainedMean = "pretrainedMean";

    // A new term is a line here; what it measures goes into a file of its own, what it fits on normal images into
    // NormalMetric. x is the image, G(z) its reconstruction, f̂ the critic's normalised features. Those with a share
    // are one witness together, which says how the whole picture looks; which speak alone is JointScore's.
    private static readonly Term[] All =
    [
        // ln of the mean distance of f̂(x) from the five nearest normal images
        new(Nearest, 1.0 / 3, e => LogDistance(Math.Min(e.Metric.Neighbours.Distance(e.Coordinates), e.Added.Point))),

        // ln of the squared distance of f̂(x) from the mean of normal images
        new("criticFeatures", 1.0 / 3, e => LogDistance(Math.Min(e.FeatureDistance, e.Added.Features))),

        // What the reconstruction leaves: ln of the squared distance of f̂(x) - f̂(G(z)), ln of that of z, and
        // ln(255·peak + 1) of |x - G(z)|.
        new("featureDifference", 1.0 / 9, e => LogDistance(
            Math.Min(e.Metric.Difference.Distance(e.Compared.Difference), e.Added.Difference))),
        new("latent", 1.0 / 9, e => LogDistance(
            Math.Min(e.Metric.Latent.Distance(e.Compared.Z), e.Added.Latent))),
        new("peakResidual", 1.0 / 9, e => LogLevel(PeakResidual.Of(e.Residual, e.Spec.Size, e.Foreground))),

        // ln of the distance of a patch's texture from the nearest normal ones; of patches alone
        new(Texture, null, e => LogDistanceOfTexture(
            PatchTexture.Of(e.Image, e.Spec.Channels, e.Spec.Size), e.Metric)),

        // ln of the local map where it is highest
        new(Local, null, e => LocalMap.Spot(e.Map, e.Spec, e.Foreground)),

        // the segmenter's logits where they are highest; where there is one
        new(MadeDefects, null, e => DefectMap.Spot(e.Defects!, e.Spec, e.Foreground)),

        // ln of the distance of a pretrained network's local features from the nearest normal ones, where it is
        // greatest and on average; of whole pictures, cut into tiles or not, where there is such a network
        new(PretrainedSpot, null, Of: null),
        new(PretrainedMean, null, Of: null),
    ];

    /// <summary>The names of all terms.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(term => term.Name)];

    /// <summary>The local map that one of them is taken from, as <see cref="LocalMetric.Map"/> gives it.</summary>
    public float[] Map { get; init; } = [];

    /// <summary>What the segmenter says of the image, [h, w]; null where there is none.</summary>
    public float[]? Defects { get; init; }

    /// <summary>
    /// The names of the terms of whole pictures, or of patches, with or without a segmenter, and with or without a
    /// pretrained network.
    /// </summary>
    public static IReadOnlyList<string> NamesFor(bool patches, bool defects = false, bool pretrained = false) =>
    [
        .. Names.Where(name => name switch
        {
            Texture => patches,
            MadeDefects => defects,
            PretrainedSpot or PretrainedMean => pretrained,
            _ => true,
        }),
    ];

    /// <summary>The names of the terms of which there are scales.</summary>
    public static IReadOnlyList<string> NamesIn(TermScales scales) => [.. Names.Where(scales.ContainsKey)];

    /// <summary>The part that a term has in how the whole picture looks, 0 to 1; null where it speaks alone.</summary>
    public static double? ShareOf(string name) => Array.Find(All, term => term.Name == name)!.Share;

    /// <summary>The terms of one image.</summary>
    /// <param name="image">[C, H, W] in [-1,1].</param>
    /// <param name="result">Its search.</param>
    /// <param name="metric">The metric of normal images.</param>
    /// <param name="spec">The networks' shapes.</param>
    /// <param name="hasEncoder">Whether an encoder chose the start.</param>
    /// <param name="foreground">[H, W], which pixels the residual is taken of; null for all.</param>
    public static ScoreTerms Of(
        float[] image, SearchResult result, NormalMetric metric, NetworkSpec spec, bool hasEncoder,
        bool[]? foreground = null)
    {
        Reconstruction compared = result.Compared(hasEncoder);
        float[] coordinates = metric.Features.Coordinates(result.Features, out double featureDistance);
        float[] residual = ResidualMap.Of(image, compared.Generated, spec.Channels, foreground);
        float[] map = metric.Local.Map(compared.Local);
        float[]? defects = result.Defects;
        AddedDistances distances = AddedDistances.None;
        if (metric.Added is { } added)
        {
            distances = added.Distances(result.Features, compared);
            residual = added.Residual(residual, AddedSquare.ErrorOf(image, compared.Generated));
            (map, defects) = added.Maps(map, compared.Local, defects, spec);
        }

        var evidence = new Evidence(
            image, metric, coordinates, featureDistance, distances, compared, residual, map, defects, spec, foreground);
        double sum = 0;
        foreach (float value in image)
            sum += (value + 1) / 2;
        IReadOnlyList<string> names = NamesFor(metric.Texture is not null, result.Defects is not null);
        double[] values = [.. All.Where(term => names.Contains(term.Name)).Select(term => term.Of!(evidence))];
        return new ScoreTerms(values, LogLevel(sum / image.Length)) { Map = map, Defects = defects };
    }

    /// <summary>How the terms of normal images are distributed.</summary>
    /// <param name="normal">At least one, all of whole pictures or all of patches.</param>
    /// <param name="patches">Which.</param>
    public static TermScales ScalesOf(IReadOnlyCollection<ScoreTerms> normal, bool patches)
    {
        double[] brightness = [.. normal.Select(terms => terms.Brightness)];
        var scales = new TermScales();
        foreach ((int i, string name) in NamesFor(patches, normal.First().Defects is not null).Index())
        {
            double[] values = [.. normal.Select(terms => terms.Values[i])];
            scales[name] = ShareOf(name) is null ? TermScale.Of(values) : TermScale.Of(values, brightness);
        }

        return scales;
    }

    /// <summary>u of each term: spreads above the centre of normal images as bright.</summary>
    /// <param name="scales">As <see cref="ScalesOf"/> gives them.</param>
    public double[] Standardise(TermScales scales) =>
        [.. NamesIn(scales).Select((name, i) => ShareOf(name) is null
            ? scales[name].Standardise(Values[i])
            : scales[name].Standardise(Values[i], Brightness))];

    /// <summary>The logarithm of a number in [0,1] units, in grey levels of 8 bits plus 1.</summary>
    public static double LogLevel(double unit) => Math.Log(255 * unit + 1);

    private static double LogDistanceOfTexture(float[] texture, NormalMetric metric) => metric.Texture!.LogDistance(
        texture, metric.Added?.TextureDistance(texture) ?? double.PositiveInfinity);

    // At least the logarithm of a distance too small to matter: where all normal images are alike, theirs is 0.
    private static double LogDistance(double distance) => Math.Log(Math.Max(distance, 1e-12));

    private sealed record Term(string Name, double? Share, Func<Evidence, double>? Of);

    // What terms are computed from: x, f̂(x) by its whitened coordinates and its squared distance, how far it lies
    // from normal images that were added, z with what it leaves, |x - G(z)|, the local map, what the segmenter says.
    private sealed record Evidence(
        float[] Image, NormalMetric Metric, float[] Coordinates, double FeatureDistance, AddedDistances Added,
        Reconstruction Compared, float[] Residual, float[] Map, float[]? Defects, NetworkSpec Spec,
        bool[]? Foreground);
}
