using AnoGan.Method;
using AnoGan.Models;

namespace AnoGan.Training;

/// <summary>
/// Judges whether a training is worth going on with, by what its steps and its checks measure. A pure judge: it
/// measures nothing, and what it says depends on nothing but the options and the history.
/// </summary>
/// <param name="options">How the networks are trained.</param>
/// <param name="history">The judgement so far; <see cref="HealthHistory.Empty"/> to begin.</param>
internal sealed class TrainingHealth(TrainOptions options, HealthHistory history)
{
    private readonly HealthSigns _signs = new(options);

    /// <summary>All that the judge remembers.</summary>
    public HealthHistory History { get; private set; } = history;

    /// <summary>Takes note of a step.</summary>
    /// <param name="step">What it measured; finite.</param>
    public void Observe(TrainProgress step)
    {
        ArgumentNullException.ThrowIfNull(step);
        History = History with
        {
            Steps = History.Steps + 1,
            WassersteinSum = History.WassersteinSum + step.WassersteinEstimate,
            PenaltySum = History.PenaltySum + step.Penalty,
        };
    }

    /// <summary>
    /// Judges the steps since the last check, at least one. A sign that two checks in a row show is warned of, once:
    /// again only when it had gone for two in between.
    /// </summary>
    /// <param name="step">Generator steps made.</param>
    /// <param name="measures">What was measured now.</param>
    /// <returns>The new warnings.</returns>
    public IReadOnlyList<HealthWarning> Check(int step, HealthMeasures measures)
    {
        HealthCheck check = new(
            step, History.WassersteinSum / History.Steps, History.PenaltySum / History.Steps, measures);
        HealthCheck[] checks = [.. History.Checks, check];
        var warnings = History.Warnings.ToList();
        int before = warnings.Count;
        foreach (HealthKind kind in Enum.GetValues<HealthKind>())
        {
            string? seen = _signs.Find(kind, checks),
                earlier = checks.Length > 1 ? _signs.Find(kind, checks.AsSpan()[..^1]) : null;
            int standing = warnings.FindIndex(warning => warning.Kind == kind && warning.GoneAt is null);
            if (standing >= 0 && seen is null && earlier is null)
                warnings[standing] = warnings[standing] with { GoneAt = step };
            else if (standing < 0 && seen is not null && earlier is not null && !IsExplained(kind, warnings))
                warnings.Add(new HealthWarning(kind, step, FormattableString.Invariant($"at step {step} {seen}")));
        }

        History = HealthHistory.Empty with { Checks = checks, Warnings = warnings };
        return warnings[before..];
    }

    /// <summary>What the model keeps; null without a check.</summary>
    public TrainingHealthFacts? Facts
    {
        get
        {
            if (History.Checks.Count == 0)
                return null;
            HealthCheck last = History.Checks[^1];
            HealthCheck? best = History
                .Checks.Where(check => check.Measures.HeldOutResidual is not null)
                .MinBy(check => check.Measures.HeldOutResidual);
            return new TrainingHealthFacts(
                last.Step, last.Measures.SampleDiversity, last.Measures.HeldOutResidual, best?.Measures.HeldOutResidual,
                best?.Step, [.. History.Warnings.Select(InWords)]);
        }
    }

    // One cause, one warning: without slopes near 1 the critic teaches nothing, and held-out images suffer from
    // whatever else is wrong.
    private static bool IsExplained(HealthKind kind, List<HealthWarning> warnings) =>
        kind switch
        {
            HealthKind.CriticLost or HealthKind.CriticWon or HealthKind.SamplesCollapsed => warnings.Exists(warning =>
                warning is { GoneAt: null, Kind: HealthKind.PenaltyOutOfRange }
            ),
            HealthKind.ResidualRose or HealthKind.ResidualStuck => warnings.Exists(warning => warning.GoneAt is null),
            _ => false,
        };

    private static string InWords(HealthWarning warning) =>
        warning.GoneAt is { } gone
            ? FormattableString.Invariant($"{warning.Text} (no longer seen at step {gone})")
            : warning.Text;
}
