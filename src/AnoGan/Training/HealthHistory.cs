namespace AnoGan.Training;

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
