using System.Text.Json;
using System.Text.Json.Serialization;
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

    /// <summary>Whether held-out images are reconstructed as well as more steps would bring them.</summary>
    public bool HasSettled => LearningCurve.HasSettled(
        [
            .. from check in History.Checks
               let residual = check.Measures.HeldOutResidual
               where residual is not null
               select new LearningPoint(check.Step, residual.Value),
        ],
        options.Enough);

    /// <summary>Takes note of a step.</summary>
    /// <param name="step">What it measured; finite.</param>
    public void Observe(TrainStep step)
    {
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

/// <summary>
/// What the health of a training is judged from, so that a resumed one is judged as if it had never stopped.
/// </summary>
internal sealed record HealthHistory
{
    /// <summary>A training that has just begun.</summary>
    public static HealthHistory Empty { get; } =
        new()
        {
            Checks = [],
            Warnings = [],
            Steps = 0,
            WassersteinSum = 0,
            PenaltySum = 0,
        };

    /// <summary>The checks so far; some hundreds at most, see <see cref="HealthSchedule"/>.</summary>
    public required IReadOnlyList<HealthCheck> Checks { get; init; }

    /// <summary>The warnings so far, in the order in which they were given.</summary>
    public required IReadOnlyList<HealthWarning> Warnings { get; init; }

    /// <summary>Steps since the last check.</summary>
    public required int Steps { get; init; }

    /// <summary>Sum of their Wasserstein estimates.</summary>
    public required double WassersteinSum { get; init; }

    /// <summary>Sum of their penalties.</summary>
    public required double PenaltySum { get; init; }
}

/// <summary>What one check of the training saw.</summary>
/// <param name="Step">Generator steps made.</param>
/// <param name="WassersteinEstimate">Mean of mean D(real) - mean D(fake) over the steps since the check before.</param>
/// <param name="Penalty">Mean of mean (‖∇D‖ - 1)², without its weight, over the same steps.</param>
/// <param name="Measures">What was measured at the last of them.</param>
internal sealed record HealthCheck(int Step, double WassersteinEstimate, double Penalty, HealthMeasures Measures);

/// <summary>
/// What was measured of the averaged generator, on latent vectors and images that stay the same over the whole
/// training.
/// </summary>
/// <param name="SampleDiversity">
/// Mean distance between the pictures of fixed latent vectors, as a share of that between training images; null where
/// these hardly differ.
/// </param>
/// <param name="HeldOutResidual">
/// Mean |x - G(z)| of fixed held-out images after a short search, in [0,1] units; null where none is held out.
/// </param>
/// <param name="MeanImageResidual">
/// The same with the mean of training images in place of G(z): what needs no generator.
/// </param>
internal sealed record HealthMeasures(double? SampleDiversity, double? HeldOutResidual, double? MeanImageResidual);

/// <summary>A warning that was given.</summary>
/// <param name="Kind">What was wrong.</param>
/// <param name="Step">Generator steps made by then.</param>
/// <param name="Text">What was seen and what to do, in one line.</param>
internal sealed record HealthWarning(HealthKind Kind, int Step, string Text)
{
    /// <summary>Generator steps made when the sign had gone; null while it stands.</summary>
    public int? GoneAt { get; init; }
}

/// <summary>What can be wrong with a training.</summary>
internal enum HealthKind
{
    /// <summary>The critic's slopes are far from 1: its estimates mean nothing.</summary>
    PenaltyOutOfRange,

    /// <summary>The critic takes generated pictures for more real than real ones.</summary>
    CriticLost,

    /// <summary>
    /// The critic's distance between real and generated pictures does not fall: the generator does not come closer.
    /// </summary>
    CriticWon,

    /// <summary>The generator draws nearly the same picture whatever the latent vector.</summary>
    SamplesCollapsed,

    /// <summary>Held-out images are explained clearly worse than before.</summary>
    ResidualRose,

    /// <summary>Held-out images are explained no better than by the mean image, and that does not change.</summary>
    ResidualStuck,
}

/// <summary>Writes what can be wrong as words: "samples_collapsed".</summary>
internal sealed class HealthKindConverter()
    : JsonStringEnumConverter<HealthKind>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);

/// <summary>What a check of the training's health measured, of the averaged generator.</summary>
/// <param name="Step">Generator steps made.</param>
/// <param name="SampleDiversity">
/// Mean distance between the pictures of fixed latent vectors, as a share of that between training images; null where
/// these hardly differ.
/// </param>
/// <param name="HeldOutResidual">
/// Mean |x - G(z)| of fixed held-out images after a short search, in [0,1] units; null where none is held out.
/// </param>
public sealed record TrainingCheck(int Step, double? SampleDiversity, double? HeldOutResidual);
