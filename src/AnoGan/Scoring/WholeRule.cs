using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Results;

namespace AnoGan.Scoring;

/// <summary>
/// The formulas of a picture that was searched as a whole: its score is the combined one of its only square, its map
/// that of the residuals.
/// </summary>
/// <param name="metric">The metric of normal images.</param>
/// <param name="spec">The networks' shapes.</param>
/// <param name="hasEncoder">Whether an encoder chooses the starts.</param>
/// <param name="lambda">λ of the paper's score, 0 to 1.</param>
/// <param name="terms">Distributions of the terms.</param>
internal sealed class WholeRule(NormalMetric metric, NetworkSpec spec, bool hasEncoder, double lambda, TermScales terms)
    : IScoreRule<SearchResult>
{
    /// <inheritdoc/>
    public JudgedSquare Judge(Square square, SearchResult found)
    {
        double score = ScoreTerms.Of(square.Pixels, found, metric, spec, hasEncoder, square.Foreground).Combine(terms);
        return new JudgedSquare(
            square.Place, NumbersOf(found, score, lambda),
            ResidualMap.Of(square.Pixels, found.Generated, spec.Channels, square.Foreground), found.Generated);
    }

    /// <inheritdoc/>
    public double Level(double score, double residual) => residual;

    /// <inheritdoc/>
    public SquareNumbers Sum(PictureAssembly picture) => picture.Squares[0].Numbers;

    /// <summary>The numbers of a searched square.</summary>
    public static SquareNumbers NumbersOf(SearchResult found, double score, double lambda) =>
        new(
            score, found.PaperScore(lambda), found.Residual, found.FeatureDistance, found.ZNorm, found.Steps,
            found.Converged);
}
