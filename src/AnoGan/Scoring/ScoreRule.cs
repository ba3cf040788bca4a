using AnoGan.Method;
using AnoGan.Models;

namespace AnoGan.Scoring;

/// <summary>From a search to the numbers of an image: score, p-value and verdict.</summary>
public sealed class ScoreRule
{
    private readonly TrainedModel _model;
    private readonly ScoreKind _kind;
    private readonly double _lambda;
    private readonly IReadOnlyList<double>? _normal;

    /// <summary>Prepares a rule.</summary>
    /// <param name="model">The model; stays the caller's.</param>
    /// <param name="search">The search in use.</param>
    /// <param name="kind">What the score is.</param>
    /// <param name="wishedRate">Wished false-positive rate of the verdicts, above 0 and below 1.</param>
    /// <param name="stride">Pixels from one tile to the next; null where the networks see whole pictures.</param>
    public ScoreRule(TrainedModel model, SearchOptions search, ScoreKind kind, double wishedRate, int? stride = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(search);
        _model = model;
        _kind = kind;
        _lambda = search.Lambda;
        Calibration calibration = model.Manifest.Calibration;
        bool dependsOnSearch = DependsOnSearch(HasEncoder(model), kind);
        if (
            !calibration.IsHeldOut
            || (dependsOnSearch && !Fits(model.Manifest, search, dependsOnSearch))
            || stride != model.Manifest.Calibration.Stride)
            return;
        _normal = calibration.ScoresOf(kind);
        Rate = Conformal.RateFor(_normal.Count, wishedRate);
        Threshold = Conformal.Threshold(_normal, Rate.Value);
    }

    /// <summary>
    /// The false-positive rate of the verdicts: the wished one, or the smallest that the held-out images can vouch for;
    /// null where there are no verdicts, because no images were held out, or the score depends on the search or the
    /// stride of tiles and that is another one than the calibration's.
    /// </summary>
    public double? Rate { get; }

    /// <summary>The score above which an image is called an anomaly; null where there are no verdicts.</summary>
    public double? Threshold { get; }

    /// <summary>
    /// The scores of held-out normal images behind the p-values, ascending; null where there are no verdicts.
    /// </summary>
    public IReadOnlyList<double>? NormalScores => _normal;

    /// <summary>
    /// Whether scores depend on where the search ends: without an encoder, and where they are the paper's.
    /// </summary>
    /// <param name="hasEncoder">Whether the model has an encoder.</param>
    /// <param name="kind">What the score is.</param>
    public static bool DependsOnSearch(bool hasEncoder, ScoreKind kind) => kind == ScoreKind.Paper || !hasEncoder;

    /// <summary>
    /// Whether a model was calibrated with a search. The batch size changes the last bits of a score at most, the seed
    /// only where the search starts, and the precision nothing that is compared where no score depends on the search.
    /// </summary>
    /// <param name="manifest">The model.</param>
    /// <param name="search">The search.</param>
    /// <param name="dependsOnSearch">Whether scores depend on it.</param>
    public static bool Fits(ModelManifest manifest, SearchOptions search, bool dependsOnSearch)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(search);
        Precision precision = dependsOnSearch ? search.Precision : manifest.Calibration.Search.Precision;
        return search with
            {
                Batch = manifest.Calibration.Search.Batch,
                Seed = manifest.Calibration.Search.Seed,
                Precision = precision,
            } == manifest.Calibration.Search;
    }

    /// <summary>The paper's score of a search: (1-λ)·residual + λ·feature distance.</summary>
    /// <param name="result">The search.</param>
    /// <param name="lambda">λ, 0 to 1.</param>
    public static double PaperScore(SearchResult result, double lambda)
    {
        ArgumentNullException.ThrowIfNull(result);
        return (1 - lambda) * result.Residual + lambda * result.FeatureDistance;
    }

    /// <summary>The numbers of one image.</summary>
    /// <param name="image">[C, H, W] in [-1,1].</param>
    /// <param name="result">Its search.</param>
    /// <param name="foreground">[H, W], which pixels the peak residual is taken of; null for all.</param>
    public AnomalyScore Apply(ReadOnlySpan<float> image, SearchResult result, bool[]? foreground = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        double score = _kind == ScoreKind.Paper
            ? PaperScore(result, _lambda)
            : ScoreTerms.Of(image, result, _model.Metric, _model.Manifest.Setup.Network, HasEncoder(_model), foreground)
                .Combine(_model.Manifest.Calibration.Terms);
        return Judge(score, result.Residual, result.FeatureDistance, result.ZNorm);
    }

    /// <summary>The numbers of an image that was scored by tiles.</summary>
    /// <param name="summary">What its tiles came to.</param>
    public AnomalyScore Apply(TileSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        double score = _kind == ScoreKind.Paper ? summary.PaperScore : summary.Score;
        return Judge(score, summary.Residual, summary.FeatureDistance, summary.ZNorm);
    }

    private AnomalyScore Judge(double score, double residual, double featureDistance, double zNorm)
    {
        bool isJudged = _normal is not null && double.IsFinite(score);
        return new AnomalyScore
        {
            Score = score,
            PValue = isJudged ? Conformal.PValue(_normal!, score) : double.NaN,
            IsAnomaly = isJudged && score > Threshold,
            Residual = residual,
            FeatureDistance = featureDistance,
            ZNorm = zNorm,
        };
    }

    private static bool HasEncoder(TrainedModel model) => model.Networks.Encoder is not null;
}
