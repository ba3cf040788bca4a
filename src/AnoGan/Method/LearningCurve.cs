namespace AnoGan.Method;

/// <summary>What was measured of a phase of training, the less the better.</summary>
/// <param name="Step">Steps of the phase made.</param>
/// <param name="Value">Above 0; finite.</param>
internal readonly record struct LearningPoint(int Step, double Value);

/// <summary>
/// Says when a phase of training has learned enough: when the last third of its steps has brought less than a share of
/// what it is measured by. What is compared is the best so far with the best of the first two thirds, so that a bad
/// measurement ends nothing and a good one counts.
/// </summary>
internal static class LearningCurve
{
    /// <summary>Whether the phase has learned enough after the last of some measurements.</summary>
    /// <param name="points">All of them, in the order of their steps.</param>
    /// <param name="enough">The share, 0 to below 1; with 0 nothing is enough.</param>
    public static bool HasSettled(IReadOnlyList<LearningPoint> points, double enough)
    {
        if (points.Count == 0 || enough <= 0)
            return false;
        LearningPoint[] earlier = [.. points.Where(point => 3L * point.Step <= 2L * points[^1].Step)];
        return earlier.Length > 0
            && points.Min(point => point.Value) > (1 - enough) * earlier.Min(point => point.Value);
    }
}

/// <summary>
/// How long a phase of training goes on, and how fast it learns: at its full rate until it has learned enough, or two
/// thirds of the most steps are made, and then for half as many steps again while the rate falls to 0 as a cosine.
/// </summary>
/// <param name="most">The most steps, at least 1.</param>
/// <param name="warmUp">Steps in which the rate rises at first; 0 for none.</param>
/// <param name="enough">As of <see cref="LearningCurve"/>.</param>
internal sealed class PhasePlan(int most, int warmUp, double enough)
{
    // Steps from one measurement to the next, and before the first that counts: what has hardly begun to learn may
    // stand still for a while.
    private const int Interval = 25, LeastSteps = 75;

    private readonly List<LearningPoint> _curve = [];
    private int? _settledAt;

    /// <summary>What was measured so far.</summary>
    public IReadOnlyList<LearningPoint> Curve => _curve;

    /// <summary>The steps of the phase as far as is known.</summary>
    public int Total => _settledAt is { } step ? Math.Min(step + (step + 1) / 2, most) : most;

    /// <summary>Whether to measure after a step.</summary>
    /// <param name="steps">Steps made.</param>
    public bool IsDue(int steps) => enough > 0 && steps >= LeastSteps && steps % Interval == 0 && steps <= LastFullStep;

    /// <summary>Adds what was measured.</summary>
    public void Add(LearningPoint point)
    {
        _curve.Add(point);
        if (LearningCurve.HasSettled(_curve, enough))
            _settledAt = point.Step;
    }

    /// <summary>The rate of the next step, as a share of the full one.</summary>
    /// <param name="steps">Steps made.</param>
    public double RateAfter(int steps)
    {
        int from = LastFullStep;
        double rate = steps < from ? 1 : 0.5 * (1 + Math.Cos(Math.PI * (steps - from) / (Total - from)));
        return steps < warmUp ? rate * (steps + 1) / warmUp : rate;
    }

    private int LastFullStep => _settledAt ?? (int)(2L * most / 3);
}
