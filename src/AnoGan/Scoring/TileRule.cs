using AnoGan.Method;

namespace AnoGan.Scoring;

/// <summary>From the search of a tile to its score, and from that and its residuals to the levels of a map.</summary>
internal sealed class TileRule
{
    // The critic's witness is the weaker one on textured surfaces, and residuals count where they stand out: see
    // README.
    private const double CombinedWeight = 0.5, ResidualFrom = 1;

    private const int Reach = 2; // of the averaging of residuals, in pixels to each side

    private readonly NormalMetric _metric;
    private readonly NormalTexture _texture;
    private readonly NetworkSpec _spec;
    private readonly bool _hasEncoder;
    private readonly TermScales _terms;
    private readonly TileScales _scales;

    /// <summary>Prepares a rule.</summary>
    /// <param name="metric">The metric of normal patches, with that of their texture.</param>
    /// <param name="spec">The networks' shapes.</param>
    /// <param name="hasEncoder">Whether an encoder chooses the starts.</param>
    /// <param name="terms">Distributions of the terms.</param>
    /// <param name="scales">Distributions over tiles and pixels; those of images are not used here.</param>
    public TileRule(NormalMetric metric, NetworkSpec spec, bool hasEncoder, TermScales terms, TileScales scales)
    {
        ArgumentNullException.ThrowIfNull(metric);
        _metric = metric;
        _texture =
            metric.Texture
            ?? throw new ArgumentException("a metric without texture is one of whole pictures", nameof(metric));
        _spec = spec;
        _hasEncoder = hasEncoder;
        _terms = terms;
        _scales = scales;
    }

    /// <summary>
    /// The score of a tile: texture, and with half the weight the score that a whole picture would have.
    /// </summary>
    /// <param name="tile">[C, H, W] in [-1,1].</param>
    /// <param name="result">Its search.</param>
    /// <returns>In standard deviations above normal tiles.</returns>
    public double Score(ReadOnlySpan<float> tile, SearchResult result)
    {
        double texture = _texture.LogDistance(PatchTexture.Of(tile, _spec.Channels, _spec.Size));
        double combined = ScoreTerms.Of(tile, result, _metric, _spec, _hasEncoder).Combine(_terms);
        return _scales.Texture.Standardise(texture) + CombinedWeight * _scales.Combined.Standardise(combined);
    }

    /// <summary>
    /// A pixel's level: the score of the tiles over it, and how much its residual exceeds that of normal pixels.
    /// </summary>
    /// <param name="score">In standard deviations.</param>
    /// <param name="residual">Averaged with its neighbours, in [0,1] units.</param>
    public double Level(double score, double residual) =>
        AnomalyLevel.Of(score + Math.Max(_scales.PixelResidual.Standardise(LogResidual(residual)) - ResidualFrom, 0));

    /// <summary>The logarithm of a residual, in grey levels of 8 bits plus 1.</summary>
    /// <param name="residual">In [0,1] units.</param>
    internal static double LogResidual(double residual) => Math.Log(255 * residual + 1);

    /// <summary>
    /// The picture that a tile is compared with: that of the encoder's answer, or, without an encoder, of the search.
    /// </summary>
    /// <param name="result">The tile's search.</param>
    /// <param name="hasEncoder">Whether an encoder chose the start.</param>
    internal static float[] Reference(SearchResult result, bool hasEncoder) =>
        result.Reconstruction(hasEncoder).Generated;

    /// <summary>|x - G(z)| of a tile, each pixel averaged with its neighbours in 5×5, fewer at the border.</summary>
    /// <param name="tile">[channels, size, size] in [-1,1].</param>
    /// <param name="generated">G(z), of the same shape.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="size">Side in pixels.</param>
    /// <returns>[size, size] in [0,1] units.</returns>
    internal static float[] SmoothResidual(
        ReadOnlySpan<float> tile, ReadOnlySpan<float> generated, int channels, int size)
    {
        float[] map = ResidualMap.Of(tile, generated, channels),
            rows = new float[map.Length],
            smooth = new float[map.Length];
        for (int i = 0; i < map.Length; i++)
            rows[i] = Mean(map, i - i % size, 1, i % size, size);
        for (int i = 0; i < map.Length; i++)
            smooth[i] = Mean(rows, i % size, size, i / size, size);
        return smooth;
    }

    private static float Mean(float[] values, int origin, int step, int place, int size)
    {
        int first = Math.Max(place - Reach, 0), last = Math.Min(place + Reach, size - 1);
        float sum = 0;
        for (int i = first; i <= last; i++)
            sum += values[origin + i * step];
        return sum / (last - first + 1);
    }
}
