using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Results;

namespace AnoGan.Scoring;

/// <summary>The formulas of a picture that was searched as a whole: its square's terms, and its local map.</summary>
/// <param name="metric">The metric of normal images.</param>
/// <param name="spec">The networks' shapes.</param>
/// <param name="hasEncoder">Whether an encoder chooses the starts.</param>
/// <param name="lambda">λ of the paper's score, 0 to 1.</param>
/// <param name="joint">From the terms to the score.</param>
/// <param name="pixel">Distribution of the logarithm of the local map at a position.</param>
/// <param name="defectPixel">Of the segmenter's logit at a place; null without a segmenter.</param>
/// <param name="position">
/// Of the logarithm of the distance of a pretrained network's features at a position; null without one.
/// </param>
internal sealed class WholeRule(
    NormalMetric metric, NetworkSpec spec, bool hasEncoder, double lambda, JointScore joint, TermScale pixel,
    TermScale? defectPixel = null, TermScale? position = null)
    : IScoreRule<SearchResult>
{
    /// <inheritdoc/>
    public JudgedSquare Judge(Square square, SearchResult found)
    {
        ScoreTerms terms = ScoreTerms.Of(square.Pixels, found, metric, spec, hasEncoder, square.Foreground);
        float[] levels = PixelSpreads(terms, joint, pixel, defectPixel, spec);
        for (int i = 0; i < levels.Length; i++)
            levels[i] = (float)AnomalyLevel.Of(levels[i]);
        return new JudgedSquare(
            square.Place, NumbersOf(found, double.NaN, lambda), levels,
            ResidualMap.Of(square.Pixels, found.Generated, spec.Channels, square.Foreground), found.Generated)
        {
            Terms = new PictureTerms(terms.Values, terms.Brightness),
        };
    }

    /// <inheritdoc/>
    public double Level(double score, double map) => map;

    /// <inheritdoc/>
    public SquareNumbers Sum(PictureAssembly picture) =>
        picture.Squares[0].Numbers.With(joint, picture.Terms[0].With(picture.Pretrained));

    /// <inheritdoc/>
    public double LevelOfPosition(double logDistance) => AnomalyLevel.Of(position!.Standardise(logDistance));

    /// <inheritdoc/>
    public double PartOfSquares => joint.PartBesidePretrained;

    /// <summary>The numbers of a searched square.</summary>
    public static SquareNumbers NumbersOf(SearchResult found, double score, double lambda) =>
        new(
            score, found.PaperScore(lambda), found.Residual, found.FeatureDistance, found.ZNorm, found.Steps,
            found.Converged);

    /// <summary>
    /// u at every pixel: of the local map or of what the segmenter says, whichever is the greater surprise, each as
    /// loud as it is trusted.
    /// </summary>
    /// <param name="terms">The square's.</param>
    /// <param name="joint">What each weighs.</param>
    /// <param name="pixel">Distribution of the logarithm of the local map at a position.</param>
    /// <param name="defectPixel">Of the segmenter's logit at a place; null without a segmenter.</param>
    /// <param name="spec">The networks' shapes.</param>
    /// <returns>[size, size]; between the places linear.</returns>
    public static float[] PixelSpreads(
        ScoreTerms terms, JointScore joint, TermScale pixel, TermScale? defectPixel, NetworkSpec spec)
    {
        float[] spreads = Enlarged(terms.Map, pixel, spec);
        if (defectPixel is null)
            return spreads;
        float[] defects = Enlarged(
            Array.ConvertAll(terms.Defects!, logit => (float)defectPixel.Standardise(logit)), Segmenter.SideOf(spec),
            spec.Size);
        double local = joint.PartOnMap(ScoreTerms.Local), made = joint.PartOnMap(ScoreTerms.MadeDefects);
        for (int i = 0; i < spreads.Length; i++)
            spreads[i] = (float)Surprise.Spreads(
                Math.Max(local * Surprise.Of(spreads[i]), made * Surprise.Of(defects[i])));
        return spreads;
    }

    /// <summary>u of the local map at every pixel: of the map's positions, and between them linear.</summary>
    /// <param name="map">[side, side], as <see cref="LocalMetric.Map"/> gives it.</param>
    /// <param name="pixel">Distribution of its logarithm.</param>
    /// <param name="spec">The networks' shapes.</param>
    /// <returns>[size, size].</returns>
    public static float[] Enlarged(float[] map, TermScale pixel, NetworkSpec spec) => Enlarged(
        Array.ConvertAll(map, value => (float)pixel.Standardise(LocalMap.Log(value))), spec.LocalSide, spec.Size);

    private static float[] Enlarged(float[] map, int side, int size)
    {
        float[] enlarged = new float[size * size];
        HoleResampler.Write(map, side, side, enlarged, size, size, size, float.NaN);
        return enlarged;
    }
}
