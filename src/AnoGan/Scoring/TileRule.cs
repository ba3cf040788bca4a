using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Results;

namespace AnoGan.Scoring;

/// <summary>
/// The formulas of a picture that was searched by tiles: from the search of a tile to its score, from that and its
/// residuals to the levels of the map, and from these to the picture's score.
/// </summary>
/// <param name="metric">The metric of normal patches, with that of their texture.</param>
/// <param name="spec">The networks' shapes.</param>
/// <param name="hasEncoder">Whether an encoder chooses the starts.</param>
/// <param name="lambda">λ of the paper's score, 0 to 1.</param>
/// <param name="terms">Distributions of the terms.</param>
/// <param name="scales">Distributions over tiles, pixels and, for the score of a picture, over pictures.</param>
internal sealed class TileRule(
    NormalMetric metric, NetworkSpec spec, bool hasEncoder, double lambda, TermScales terms, TileScales scales)
    : IScoreRule<SearchResult>
{
    // The critic's witness is the weaker one on textured surfaces, and residuals count where they stand out: see
    // README.
    private const double CombinedWeight = 0.5, ResidualFrom = 1;

    private const int Reach = 2; // of the averaging of residuals, in pixels to each side

    /// <summary>
    /// The score of a tile, in standard deviations above normal tiles: texture, and with half the weight the score that
    /// a whole picture would have.
    /// </summary>
    public JudgedSquare Judge(Square square, SearchResult found)
    {
        float[] tile = square.Pixels;
        double texture = metric.Texture!.LogDistance(PatchTexture.Of(tile, spec.Channels, spec.Size));
        double combined = ScoreTerms.Of(tile, found, metric, spec, hasEncoder).Combine(terms);
        double score = scales.Texture.Standardise(texture) + CombinedWeight * scales.Combined.Standardise(combined);
        return new JudgedSquare(
            square.Place, WholeRule.NumbersOf(found, score, lambda),
            SmoothResidual(tile, found.Reconstruction(hasEncoder).Generated, spec.Channels, spec.Size), found.Generated);
    }

    /// <summary>
    /// A pixel's level: the score of the tiles over it, in standard deviations, and how much its residual, averaged
    /// with its neighbours, exceeds that of normal pixels.
    /// </summary>
    public double Level(double score, double residual) =>
        AnomalyLevel.Of(score + Math.Max(scales.PixelResidual.Standardise(ScoreTerms.LogLevel(residual)) - ResidualFrom, 0));

    /// <summary>
    /// The larger of two numbers of the map, each in standard deviations above normal images: the mean over the 1 % of
    /// the pixels furthest from normal, for a defect is small, and that over all pixels, for a surface may be wrong as
    /// a whole. The paper's score is the largest of the tiles'; the other numbers are means over the tiles.
    /// </summary>
    public SquareNumbers Sum(PictureAssembly picture)
    {
        (double spot, double whole) = SpotAndWhole(picture);
        SquareNumbers[] tiles = [.. picture.Squares.Select(square => square.Numbers)];
        return new SquareNumbers(
            Math.Max(scales.Spot.Standardise(spot), scales.Whole.Standardise(whole)),
            tiles.Max(tile => tile.PaperScore), tiles.Average(tile => tile.Residual),
            tiles.Average(tile => tile.FeatureDistance), tiles.Average(tile => tile.ZNorm),
            tiles.Sum(tile => tile.Steps), tiles.All(tile => tile.Converged == true));
    }

    /// <summary>
    /// Mean of the map, in standard deviations, over the 1 % of the pixels furthest from normal, and over all.
    /// </summary>
    public static (double Spot, double Whole) SpotAndWhole(PictureAssembly picture) =>
        (
            MapSummary.MeanOfLargest(picture.Canvas!.Levels, MapSummary.SpotShare),
            MapSummary.MeanOfLargest(picture.Canvas.Levels, share: 1));

    /// <summary>|x - G(z)| of a tile, each pixel averaged with its neighbours in 5×5, fewer at the border.</summary>
    /// <param name="tile">[channels, size, size] in [-1,1].</param>
    /// <param name="generated">G(z), of the same shape.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="size">Side in pixels.</param>
    /// <returns>[size, size] in [0,1] units.</returns>
    internal static float[] SmoothResidual(
        ReadOnlySpan<float> tile, ReadOnlySpan<float> generated, int channels, int size)
    {
        float[] map = ResidualMap.Of(tile, generated, channels), rows = new float[map.Length],
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
