using AnoGan.Method;
using AnoGan.Results;

namespace AnoGan.Scoring;

/// <summary>
/// How a <see cref="WarmScorer"/> scores; the defaults are those of `anogan score` but for the steps.
/// </summary>
public sealed record WarmScorerOptions
{
    /// <summary>What the score is.</summary>
    public ScoreKind Kind { get; init; } = ScoreKind.Combined;

    /// <summary>Wished share of new normal images that are called anomalies, 0.00001 to 0.5.</summary>
    [NumberRange(1e-5, 0.5)]
    public double FalsePositiveRate { get; init; } = 0.01;

    /// <summary>
    /// The most search steps a picture, 0 to 1,000,000. Null for none where no score depends on the search, with an
    /// encoder and not for the paper's score: the reconstruction is then the picture of the encoder's answer. Null for
    /// the model's own search elsewhere.
    /// </summary>
    [NumberRange(0, 1_000_000)]
    public int? Steps { get; init; }

    /// <summary>Whether defects are looked for on the maps.</summary>
    public bool FindsDefects { get; init; }

    /// <summary>The fewest pixels of a defect, at the resolution of the picture, 1 to 100 million.</summary>
    [NumberRange(1, 100_000_000)]
    public int MinArea { get; init; } = RegionRule.DefaultMinArea;

    /// <summary>CPU threads, 1 to 1024; null for one for each CPU that this process may use.</summary>
    [NumberRange(1, 1024)]
    public int? Threads { get; init; }

    /// <summary>In what numbers the search's steps are computed, as <see cref="ScoreRequest.Precision"/>.</summary>
    public PrecisionMode Precision { get; init; }

    /// <summary>auto, cpu, cuda or cuda:N.</summary>
    [DeviceName]
    public string Device { get; init; } = "auto";

    /// <summary>Refuses values outside their ranges.</summary>
    /// <exception cref="AnoGanException">The option, the value found and the range.</exception>
    public void Validate() => ValueRule.Check(this);

    /// <summary>The model's search as it is asked for.</summary>
    /// <param name="own">The search that the model was calibrated with.</param>
    /// <param name="dependsOnSearch">Whether scores depend on it.</param>
    internal SearchOptions Adjust(SearchOptions own, bool dependsOnSearch) =>
        Steps is { } steps ? own with { Steps = steps }
        : dependsOnSearch ? own
        : own with { Steps = 0, Restarts = 1, Batch = ImageGenerator.RowUnit };

    /// <summary>The same as `anogan score` is asked for it.</summary>
    internal ScoreRequest ToRequest(string model) => new()
    {
        Images = "", Out = "", Model = model, Kind = Kind, FalsePositiveRate = FalsePositiveRate,
        FindsDefects = FindsDefects, MinArea = MinArea, Threads = Threads, Precision = Precision, Device = Device,
    };
}
