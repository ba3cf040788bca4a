using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Results;

namespace AnoGan.Scoring;

/// <summary>From the numbers of an image to its score, p-value and verdict.</summary>
public sealed class ScoreRule
{
    private readonly ScoreKind _kind;
    private readonly IReadOnlyList<double>? _normal;

    /// <summary>Prepares a rule.</summary>
    /// <param name="model">The model; stays the caller's.</param>
    /// <param name="search">The search in use.</param>
    /// <param name="kind">What the score is.</param>
    /// <param name="wishedRate">Wished false-positive rate of the verdicts, above 0 and below 1.</param>
    /// <param name="stride">
    /// Pixels from one tile to the next, for a model of patches; null for those the model was calibrated with.
    /// </param>
    /// <exception cref="ArgumentException">There is a stride, but the model sees whole pictures.</exception>
    public ScoreRule(TrainedModel model, SearchOptions search, ScoreKind kind, double wishedRate, int? stride = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(search);
        int? own = model.Manifest.Calibration.Stride;
        if (stride is not null && own is null)
            throw new ArgumentException("a model of whole pictures has no tiles", nameof(stride));
        _kind = kind;
        Stride = stride ?? own;
        Calibration calibration = model.Manifest.Calibration;
        bool dependsOnSearch = DependsOnSearch(model.Networks.Encoder is not null, kind);
        if (
            !calibration.IsHeldOut
            || (dependsOnSearch && !Fits(model.Manifest, search, dependsOnSearch))
            || Stride != own)
            return;
        _normal = calibration.ScoresOf(kind);
        Rate = Conformal.RateFor(_normal.Count, wishedRate);
        Threshold = Conformal.Threshold(_normal, Rate.Value);
    }

    /// <summary>Pixels from one tile to the next; null where the networks see whole pictures.</summary>
    public int? Stride { get; }

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

    /// <summary>What the numbers of a picture say beside those of normal images.</summary>
    internal AnomalyScore Judge(SquareNumbers numbers)
    {
        double score = _kind == ScoreKind.Paper ? numbers.PaperScore : numbers.Score;
        bool isJudged = _normal is not null && double.IsFinite(score);
        return new AnomalyScore
        {
            Score = score,
            PValue = isJudged ? Conformal.PValue(_normal!, score) : double.NaN,
            IsAnomaly = isJudged && score > Threshold,
            Residual = numbers.Residual,
            FeatureDistance = numbers.FeatureDistance,
            ZNorm = numbers.ZNorm,
            Surprises = numbers.Surprises,
            Term = _kind == ScoreKind.Paper ? null : numbers.Term,
        };
    }
}
