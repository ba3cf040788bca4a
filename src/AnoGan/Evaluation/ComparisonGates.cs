using static System.FormattableString;

namespace AnoGan.Evaluation;

/// <summary>How much a new run may differ from its baseline; null where a gate is not applied.</summary>
public sealed record ComparisonGates
{
    private const double LargestTolerance = 1e9;

    /// <summary>The largest absolute change of a score that passes, 0 to 1e9.</summary>
    [NumberRange(0, LargestTolerance)]
    public double? Tolerance { get; init; }

    /// <summary>The most flips of a verdict that pass, 0 or more.</summary>
    [NumberRange(0, int.MaxValue)]
    public int? MaxFlips { get; init; }

    /// <summary>The largest drop of the AUROC that passes, 0 to 1.</summary>
    [NumberRange(0, 1)]
    public double? MaxAurocDrop { get; init; }

    /// <summary>The smallest AUROC of the new run that passes, 0 to 1.</summary>
    [NumberRange(0, 1)]
    public double? MinAuroc { get; init; }

    /// <summary>Whether there is a gate.</summary>
    public bool Any =>
        Tolerance is not null || MaxFlips is not null || MaxAurocDrop is not null || MinAuroc is not null;

    /// <summary>Refuses values outside their ranges, and not-a-number.</summary>
    /// <exception cref="AnoGanException">The option, the value found and the range.</exception>
    public void Validate() => ValueRule.Check(this);

    /// <summary>Applies the gates, completeness first; without a gate there is nothing to apply.</summary>
    /// <exception cref="AnoGanException">
    /// A gate cannot be applied: no scores, verdicts or labels to compare.
    /// </exception>
    internal IReadOnlyList<GateOutcome> Apply(RunComparison comparison)
    {
        if (!Any)
            return [];
        List<GateOutcome> outcomes = [Completeness(comparison)];
        if (Tolerance is { } tolerance)
            outcomes.Add(OfTolerance(comparison, tolerance));
        if (MaxFlips is { } flips)
            outcomes.Add(OfFlips(comparison.Verdicts, comparison.ComparedImages, flips));
        if (MaxAurocDrop is { } drop)
            outcomes.Add(OfDrop(RequireAuroc(comparison, nameof(MaxAurocDrop)), drop));
        if (MinAuroc is { } auroc)
            outcomes.Add(OfAuroc(RequireAuroc(comparison, nameof(MinAuroc)), auroc));
        return outcomes;
    }

    private static GateOutcome Completeness(RunComparison comparison)
    {
        int missing = comparison.MissingImages.Count, failed = comparison.NewlyFailedImages.Count;
        List<string> found = [];
        if (missing > 0)
            found.Add($"{PathList.Count(missing, "missing image")} ({PathList.First(comparison.MissingImages)})");
        if (failed > 0)
            found.Add($"{PathList.Count(failed, "lost score")} ({PathList.First(comparison.NewlyFailedImages)})");
        return new GateOutcome(GateOutcome.Completeness, missing + failed == 0, missing + failed, 0,
            $"found {(found.Count == 0 ? "no missing image and no lost score" : string.Join(" and ", found))}, "
                + "expected every image and score of the baseline");
    }

    private static GateOutcome OfTolerance(RunComparison comparison, double limit)
    {
        ScoreChange largest = comparison.LargestChange
            ?? throw AnoGanException.Of(nameof(Tolerance), ": found no image with a score in both, expected at least "
                + "one; score the same images");
        string found = largest.Change == 0
            ? "no changed score"
            : Invariant($"a score that changed by {largest.Change} ({Places(largest)})");
        return Outcome(
            "tolerance", largest.Change <= limit, largest.Change, limit,
            $"found {found}, expected a change of at most");
    }

    private static string Places(ScoreChange change) =>
        Invariant($"{change.Image}, from {change.Baseline} to {change.New}");

    private static GateOutcome OfFlips(VerdictChanges verdicts, int images, int limit)
    {
        if (verdicts.Compared == 0 || verdicts.Compared < images)
            throw AnoGanException.Of(nameof(MaxFlips), $": found verdicts of {verdicts.InBaseline} images of the "
                + "baseline "
                + $"and {verdicts.InNew} of the new run, expected one for each of the {images} images with a score in "
                + "both; score with a calibrated model, or leave the gate away");
        string named = verdicts.Flips == 0
            ? ""
            : $" ({PathList.First([.. verdicts.NormalToAnomaly, .. verdicts.AnomalyToNormal])})";
        return Outcome(
            "max-flips", verdicts.Flips <= limit, verdicts.Flips, limit,
            $"found {PathList.Count(verdicts.Flips, "flipped verdict")}{named}, expected at most");
    }

    private static GateOutcome OfDrop(AurocChange auroc, double limit) => Outcome(
        "max-auroc-drop", 0 - auroc.Change <= limit, 0 - auroc.Change, limit,
        Invariant($"found an AUROC of {auroc.New} after {auroc.Baseline}, expected a drop of at most"));

    private static GateOutcome OfAuroc(AurocChange auroc, double limit) => Outcome(
        "min-auroc", auroc.New >= limit, auroc.New, limit,
        Invariant($"found an AUROC of {auroc.New}, expected at least"));

    private static GateOutcome Outcome(string name, bool passed, double found, double limit, string words) =>
        new(name, passed, found, limit, Invariant($"{words} {limit} as --{name} demands"));

    private static AurocChange RequireAuroc(RunComparison comparison, string property) => comparison.Auroc
        ?? throw AnoGanException.Of(property, $": cannot be applied without an AUROC: {comparison.WhyNoAuroc}");
}

/// <summary>What one gate said of a comparison.</summary>
/// <param name="Name">The option's name without dashes, or <see cref="Completeness"/>.</param>
/// <param name="Passed">Whether what was found is within the limit.</param>
/// <param name="Found">What was measured.</param>
/// <param name="Limit">The largest value that passes; of min-auroc the smallest.</param>
/// <param name="Message">What was found, and what was expected, in words.</param>
public sealed record GateOutcome(string Name, bool Passed, double Found, double Limit, string Message)
{
    /// <summary>The gate that comes with every other: no image is missing, or has lost its score.</summary>
    public const string Completeness = "completeness";
}
