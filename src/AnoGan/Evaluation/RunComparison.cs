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

/// <summary>An image's score in two runs.</summary>
/// <param name="Image">The image's path.</param>
/// <param name="Baseline">Its score in the baseline.</param>
/// <param name="New">Its score in the new run.</param>
public sealed record ScoreChange(string Image, double Baseline, double New)
{
    private const double SmallestExact = 1e-12, LargestExact = 1e9;

    /// <summary>
    /// The absolute difference, 0 or more; finite however far apart the scores are. From 1 to 1.1 it is 0.1, as the
    /// digits in a table have it.
    /// </summary>
    public double Change
    {
        get
        {
            double change = Math.Min(Math.Abs(New - Baseline), double.MaxValue);
            return change > SmallestExact && Math.Max(Math.Abs(Baseline), Math.Abs(New)) < LargestExact
                ? (double)Math.Abs((decimal)New - (decimal)Baseline)
                : change;
        }
    }
}

/// <summary>How the verdicts of two runs differ, over the images that have a score in both.</summary>
/// <param name="InBaseline">Images with a verdict in the baseline.</param>
/// <param name="InNew">Images with a verdict in the new run.</param>
/// <param name="Compared">Images with a verdict in both.</param>
/// <param name="NormalToAnomaly">Images that only the new run calls an anomaly, in ordinal order.</param>
/// <param name="AnomalyToNormal">Images that only the baseline calls an anomaly, in ordinal order.</param>
public sealed record VerdictChanges(
    int InBaseline, int InNew, int Compared, IReadOnlyList<string> NormalToAnomaly,
    IReadOnlyList<string> AnomalyToNormal)
{
    /// <summary>Images whose verdict differs, 0 or more.</summary>
    public int Flips => NormalToAnomaly.Count + AnomalyToNormal.Count;
}

/// <summary>The AUROC of two runs over the same images.</summary>
/// <param name="NormalLabel">The label that counts as normal; all others are anomalous.</param>
/// <param name="NormalImages">Images with the normal label, at least 1.</param>
/// <param name="AnomalousImages">Images with another label, at least 1.</param>
/// <param name="Baseline">AUROC of the baseline's scores, 0 to 1, ties counted half.</param>
/// <param name="New">AUROC of the new scores, likewise.</param>
public sealed record AurocChange(string NormalLabel, int NormalImages, int AnomalousImages, double Baseline, double New)
{
    /// <summary>
    /// The new run's AUROC less the baseline's, -1 to 1; rounded once, so that 0.8 to 0.7 is exactly -0.1.
    /// </summary>
    public double Change
    {
        get
        {
            double halves = 2.0 * NormalImages * AnomalousImages;
            return (Math.Round(New * halves) - Math.Round(Baseline * halves)) / halves;
        }
    }
}
