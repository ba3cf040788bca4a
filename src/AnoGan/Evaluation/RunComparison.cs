namespace AnoGan.Evaluation;

/// <summary>
/// How the scores of a new run differ from those of a baseline. Lists of images are paths in ordinal order.
/// </summary>
public sealed record RunComparison
{
    /// <summary>The file's format: always anogan-comparison.</summary>
    public string Format { get; init; } = "anogan-comparison";

    /// <summary>Version of the properties and their meaning.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>
    /// Whether both have the same images, and every score, verdict and lack of them is the same to the last digit.
    /// </summary>
    public required bool Identical { get; init; }

    /// <summary>Images of the baseline, at least 1.</summary>
    public required int BaselineImages { get; init; }

    /// <summary>Images of the new run, at least 1.</summary>
    public required int NewImages { get; init; }

    /// <summary>Images in both.</summary>
    public required int CommonImages { get; init; }

    /// <summary>Images that have a score in both, which all that follows is about.</summary>
    public required int ComparedImages { get; init; }

    /// <summary>Images of the baseline that the new run does not have.</summary>
    public required IReadOnlyList<string> MissingImages { get; init; }

    /// <summary>Images of the new run that the baseline does not have.</summary>
    public required IReadOnlyList<string> AddedImages { get; init; }

    /// <summary>Images with a score in the baseline and an error in the new run.</summary>
    public required IReadOnlyList<string> NewlyFailedImages { get; init; }

    /// <summary>Images with an error in the baseline and a score in the new run.</summary>
    public required IReadOnlyList<string> NewlyScoredImages { get; init; }

    /// <summary>Compared images whose score is not the same.</summary>
    public required int ChangedScores { get; init; }

    /// <summary>The score that changed most, the first of equals; null where no image was compared.</summary>
    public ScoreChange? LargestChange { get; init; }

    /// <summary>Mean absolute change of the scores; null where no image was compared.</summary>
    public double? MeanChange { get; init; }

    /// <summary>
    /// Spearman's correlation of the scores, -1 to 1; null with fewer than two images or where a run has only equal
    /// scores.
    /// </summary>
    public double? RankCorrelation { get; init; }

    /// <summary>The verdicts.</summary>
    public required VerdictChanges Verdicts { get; init; }

    /// <summary>The AUROC of both; null where labels are not known.</summary>
    public AurocChange? Auroc { get; init; }

    /// <summary>Why there is no AUROC; null where there is one.</summary>
    public string? WhyNoAuroc { get; init; }

    /// <summary>What the gates said, in their order; empty where none was asked for.</summary>
    public IReadOnlyList<GateOutcome> Gates { get; init; } = [];

    /// <summary>Whether every gate passed.</summary>
    public bool Passed => Gates.All(gate => gate.Passed);
}
