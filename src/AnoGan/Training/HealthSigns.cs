using System.Globalization;
using AnoGan.Method;

namespace AnoGan.Training;

/// <summary>
/// What the checks of a training show, the last of them judged in the light of those before: pure functions.
/// </summary>
/// <param name="options">How the networks are trained.</param>
internal sealed class HealthSigns(TrainOptions options)
{
    /// <summary>
    /// A mean penalty above it is a sign: slopes of 4 and more where 1 is wanted. Healthy runs begin below 1 and end
    /// near 0.02; with a critic that learns too fast, or without a penalty, it is 10 to 10 million.
    /// </summary>
    public const double MostPenalty = 9;

    /// <summary>
    /// A penalty below this multiple of <see cref="RestingPenalty"/> is none: of large pictures it is above 9 until the
    /// generator has found the images' range.
    /// </summary>
    public const double RestingFactor = 4;

    /// <summary>
    /// A mean Wasserstein estimate below minus this share of its peak is a sign; chance leaves it near 0 at most.
    /// </summary>
    public const double LostShare = 0.05;

    /// <summary>
    /// An estimate that stays above this share of its peak is a sign. In healthy runs it is at six tenths or less after
    /// 200 steps, against a generator that stands still at nine tenths and more.
    /// </summary>
    public const double WonShare = 0.7;

    /// <summary>
    /// A diversity below it is a sign. Healthy runs are above 0.3 once they are warm, and at 0.8 to 1.2 later;
    /// collapsed ones are below 0.15, and most below 0.05.
    /// </summary>
    public const double LeastDiversity = 0.2;

    /// <summary>
    /// A held-out residual above this multiple of the best is a sign; in healthy runs it wavers by up to a third.
    /// </summary>
    public const double RoseFactor = 1.5;

    /// <summary>A held-out residual falls if it does by this share of itself in the last third of the steps.</summary>
    public const double FallingShare = 0.05;

    /// <summary>What is seen earlier says nothing: the generator still draws noise.</summary>
    public const int WarmUpSteps = 100;

    /// <summary>
    /// When the critic's estimate must have begun to fall, if half of the training is not over before.
    /// </summary>
    public const int WonSteps = 1000;

    /// <summary>Looks for one thing that can be wrong.</summary>
    /// <param name="kind">What.</param>
    /// <param name="checks">The checks up to the one that is judged, at least one.</param>
    /// <returns>What was seen and what to do, without the step; null where nothing is wrong.</returns>
    public string? Find(HealthKind kind, ReadOnlySpan<HealthCheck> checks)
    {
        HealthCheck last = checks[^1];
        if (last.Step < WarmUpSteps)
            return null;
        return kind switch
        {
            HealthKind.PenaltyOutOfRange => PenaltyOutOfRange(last, checks),
            HealthKind.CriticLost => CriticLost(last, checks),
            HealthKind.CriticWon => CriticWon(last, checks),
            HealthKind.SamplesCollapsed => SamplesCollapsed(last),
            HealthKind.ResidualRose => ResidualRose(last, checks),
            _ => ResidualStuck(last, checks),
        };
    }

    /// <summary>
    /// The penalty at which a critic rests against pictures that stand still: of all slopes s, the estimate s·W less
    /// weight · (s - 1)² is greatest at s = 1 + W / (2 · weight).
    /// </summary>
    /// <param name="wassersteinEstimate">s·W; none below 0.</param>
    /// <param name="penaltyWeight">The weight; what is below 1 counts as 1, for it holds nothing.</param>
    public static double RestingPenalty(double wassersteinEstimate, double penaltyWeight)
    {
        double root = (Math.Sqrt(1 + 2 * Math.Max(wassersteinEstimate, 0) / Math.Max(penaltyWeight, 1)) - 1) / 2;
        return root * root;
    }

    private string? PenaltyOutOfRange(HealthCheck last, ReadOnlySpan<HealthCheck> checks)
    {
        double most = Math.Max(
            MostPenalty, RestingFactor * RestingPenalty(last.WassersteinEstimate, options.PenaltyWeight));
        string remedy = options.PenaltyWeight < 1 ? "raise --penalty-weight (10 is usual)" : "lower --critic-lr";
        return last.Penalty <= most
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"the gradient penalty is {last.Penalty:G3} on average "
                + $"since step {Since(checks)}, above {most:G3}: the critic's slope is not held near 1, and what it "
                + $"says means nothing; {remedy}");
    }

    private static string? CriticLost(HealthCheck last, ReadOnlySpan<HealthCheck> checks) =>
        last.WassersteinEstimate >= -LostShare * Peak(checks)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"the Wasserstein estimate is {last.WassersteinEstimate:G3} "
                + $"on average since step {Since(checks)}, below 0: the critic takes generated pictures for more real "
                + $"than real ones; raise --critic-steps or --critic-lr, or lower --generator-lr");

    private string? CriticWon(HealthCheck last, ReadOnlySpan<HealthCheck> checks)
    {
        double peak = Peak(checks);
        if (last.Step < Math.Min(Math.Max(options.Steps / 2, 2 * WarmUpSteps), WonSteps)
            || !(last.WassersteinEstimate > WonShare * peak))
            return null;
        double ratio = options.GeneratorLearningRate / options.CriticLearningRate;
        string remedy = ratio switch
        {
            < 0.25 => "raise --generator-lr",
            > 4 => "lower --generator-lr",
            _ => "lower --critic-lr and --generator-lr, or raise --width",
        };
        return string.Create(CultureInfo.InvariantCulture, $"the Wasserstein estimate is "
            + $"{last.WassersteinEstimate:G3} on average since step {Since(checks)} and has not fallen from its peak "
            + $"of {peak:G3}: the generator does not come closer to the images; {remedy}");
    }

    private static string? SamplesCollapsed(HealthCheck last) =>
        !(last.Measures.SampleDiversity < LeastDiversity)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"generated pictures differ "
                + $"{last.Measures.SampleDiversity:F2} times as much as training images do, below {LeastDiversity:G3}: "
                + $"the generator draws nearly the same whatever the latent vector; lower --generator-lr, or raise "
                + $"--critic-steps");

    private static string? ResidualRose(HealthCheck last, ReadOnlySpan<HealthCheck> checks)
    {
        HealthCheck? best = Best(checks, WarmUpSteps, last.Step);
        return !(last.Measures.HeldOutResidual > RoseFactor * best?.Measures.HeldOutResidual)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"the held-out residual is "
                + $"{last.Measures.HeldOutResidual:F4}, after {best!.Measures.HeldOutResidual:F4} at step {best.Step}: "
                + $"the generator unlearns images like these; end with --steps {best.Step}, give more training images, "
                + $"or lower --critic-lr and --generator-lr");
    }

    private static string? ResidualStuck(HealthCheck last, ReadOnlySpan<HealthCheck> checks)
    {
        int lastThird = (int)(last.Step * 2L / 3);
        double? before = Best(checks, 0, lastThird)?.Measures.HeldOutResidual,
            since = Best(checks, lastThird + 1, last.Step)?.Measures.HeldOutResidual;
        bool isStuck = last.Step >= 2 * WarmUpSteps && since > (1 - FallingShare) * before
            && since > last.Measures.MeanImageResidual;
        return !isStuck
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"the held-out residual is "
                + $"{last.Measures.HeldOutResidual:F4}, no better than {last.Measures.MeanImageResidual:F4} with the "
                + $"mean training image, and no longer falls: more steps alone will not help; raise --width or "
                + $"--latent, or lower --critic-lr and --generator-lr");
    }

    private static int Since(ReadOnlySpan<HealthCheck> checks) => checks.Length > 1 ? checks[^2].Step : 0;

    private static double Peak(ReadOnlySpan<HealthCheck> checks)
    {
        double peak = 0;
        foreach (HealthCheck check in checks)
            peak = Math.Max(peak, Math.Abs(check.WassersteinEstimate));
        return peak;
    }

    // The first of the checks with the least held-out residual, from one step to another, both inclusive.
    private static HealthCheck? Best(ReadOnlySpan<HealthCheck> checks, int from, int to)
    {
        HealthCheck? best = null;
        foreach (HealthCheck check in checks)
        {
            if (check.Step >= from && check.Step <= to
                && check.Measures.HeldOutResidual < (best?.Measures.HeldOutResidual ?? double.PositiveInfinity))
                best = check;
        }

        return best;
    }
}
