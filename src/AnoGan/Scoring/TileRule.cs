using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Results;

namespace AnoGan.Scoring;

/// <summary>
/// The formulas of a picture that was searched by tiles: from the search of a tile to its score, from that and its
/// local map to the levels of the picture's map, and from these and the terms of its tiles to the picture's score.
/// </summary>
/// <param name="metric">The metric of normal patches, with that of their texture.</param>
/// <param name="spec">The networks' shapes.</param>
/// <param name="hasEncoder">Whether an encoder chooses the starts.</param>
/// <param name="lambda">λ of the paper's score, 0 to 1.</param>
/// <param name="tiles">Distributions over tiles.</param>
/// <param name="pixel">Distribution of the logarithm of the local map at a position of a tile.</param>
/// <param name="joint">From the terms of a picture to its score.</param>
/// <param name="defectPixel">Of the segmenter's logit at a place of a tile; null without a segmenter.</param>
/// <param name="position">
/// Of the logarithm of the distance of a pretrained network's features at a position; null without one.
/// </param>
internal sealed class TileRule(
    NormalMetric metric, NetworkSpec spec, bool hasEncoder, double lambda, TileScales tiles, TermScale pixel,
    JointScore joint, TermScale? defectPixel = null, TermScale? position = null) : IScoreRule<SearchResult>
{
    // On the map the critic's witness is the weaker one on textured surfaces, and what a pixel says itself counts where
    // it stands out: above what one normal pixel in eight exceeds.
    private const double CombinedWeight = 0.5, PixelFrom = 2;

    private static readonly int IndexOfTexture = ScoreTerms.Names.ToList().IndexOf(ScoreTerms.Texture);
    private static readonly int IndexOfLocal = ScoreTerms.Names.ToList().IndexOf(ScoreTerms.Local);
    private static readonly int IndexOfMadeDefects = ScoreTerms.Names.ToList().IndexOf(ScoreTerms.MadeDefects);

    /// <summary>
    /// The score of a tile, in spreads above normal tiles: texture, and with half the weight how the tile looks as a
    /// whole.
    /// </summary>
    public JudgedSquare Judge(Square square, SearchResult found)
    {
        float[] tile = square.Pixels;
        ScoreTerms terms = ScoreTerms.Of(tile, found, metric, spec, hasEncoder);
        double[] spreads = terms.Standardise(tiles.Terms);
        double score = spreads[IndexOfTexture] + CombinedWeight * tiles.Combined.Standardise(Combined(spreads));
        return new JudgedSquare(
            square.Place, WholeRule.NumbersOf(found, score, lambda), PixelSpreads(tile, terms, found),
            ResidualMap.Of(tile, found.Generated, spec.Channels), found.Generated)
        {
            Terms = new PictureTerms(spreads, Brightness: null),
        };
    }

    /// <summary>
    /// A pixel's level: the score of the tiles over it, and by how much its local map or its residual, whichever is
    /// more of a surprise, exceeds that of normal pixels.
    /// </summary>
    public double Level(double score, double map) => AnomalyLevel.Of(score + Math.Max(map - PixelFrom, 0));

    /// <summary>
    /// Of each term the mean over the tiles, for a surface may be wrong as a whole; of the local one the mean of the
    /// map over the 1 % of the pixels furthest from normal, and of made defects that of the tile where they are
    /// likeliest, for a defect is small. The paper's score is the largest of
    /// the tiles'; the other numbers are means over the tiles.
    /// </summary>
    public SquareNumbers Sum(PictureAssembly picture)
    {
        SquareNumbers[] numbers = [.. picture.Squares.Select(square => square.Numbers)];
        return new SquareNumbers(
            double.NaN, numbers.Max(tile => tile.PaperScore), numbers.Average(tile => tile.Residual),
            numbers.Average(tile => tile.FeatureDistance), numbers.Average(tile => tile.ZNorm),
            numbers.Sum(tile => tile.Steps), numbers.All(tile => tile.Converged == true))
            .With(joint, TermsOf(picture).With(picture.Pretrained));
    }

    /// <inheritdoc/>
    public double LevelOfPosition(double logDistance) => AnomalyLevel.Of(position!.Standardise(logDistance));

    /// <inheritdoc/>
    public double PartOfSquares => joint.PartBesidePretrained;

    /// <summary>ln(255·residual + 1) of each pixel of a tile, averaged with its neighbours.</summary>
    public static float[] LogResiduals(float[] tile, SearchResult found, NetworkSpec spec, bool hasEncoder)
    {
        float[] residual = ResidualMap.Of(tile, found.Compared(hasEncoder).Generated, spec.Channels);
        return Array.ConvertAll(
            ResidualMap.Smooth(residual, spec.Size), value => (float)ScoreTerms.LogLevel(value));
    }

    /// <summary>The terms of a picture of which every tile, at least one, is there.</summary>
    public static PictureTerms TermsOf(PictureAssembly picture)
    {
        double[] values = new double[picture.Terms[0].Values.Count];
        foreach (PictureTerms tile in picture.Terms)
        {
            for (int i = 0; i < values.Length; i++)
                values[i] += tile.Values[i] / picture.Terms.Count;
        }

        if (values.Length > IndexOfMadeDefects)
            values[IndexOfMadeDefects] = picture.Terms.Max(tile => tile.Values[IndexOfMadeDefects]);
        values[IndexOfLocal] = MapSummary.MeanOfLargest(
            picture.Canvas!.Levels, LocalMap.SpotShare, AnomalyLevel.Spreads);
        return new PictureTerms(values, Brightness: null);
    }

    private float[] PixelSpreads(float[] tile, ScoreTerms terms, SearchResult found)
    {
        float[] spreads = WholeRule.PixelSpreads(terms, joint, pixel, defectPixel, spec);
        float[] residuals = LogResiduals(tile, found, spec, hasEncoder);
        for (int i = 0; i < spreads.Length; i++)
            spreads[i] = Math.Max(spreads[i], (float)tiles.Residual.Standardise(residuals[i]));
        return spreads;
    }

    /// <summary>The weighted mean of u over the terms that say how a tile looks as a whole.</summary>
    public static double Combined(IReadOnlyList<double> spreads) =>
        spreads.Select((u, i) => (ScoreTerms.ShareOf(ScoreTerms.Names[i]) ?? 0) * u).Sum();
}
