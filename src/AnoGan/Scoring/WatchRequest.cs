namespace AnoGan.Scoring;

/// <summary>Everything that a watch is asked to do.</summary>
internal sealed record WatchRequest
{
    /// <summary>
    /// The folder that is watched, the model, the results folder, and how pictures are scored. It names no list and no
    /// shard, is not strict, and says neither to resume nor to overwrite.
    /// </summary>
    public required ScoreRequest Score { get; init; }

    /// <summary>For how many seconds a picture must have stayed as it is to count as finished, 0 to 86,400.</summary>
    [NumberRange(0, 86_400)]
    public double SettleSeconds { get; init; } = 2;

    /// <summary>Seconds from one look at the folder to the next, 0.05 to 3,600.</summary>
    [NumberRange(0.05, 3600)]
    public double IntervalSeconds { get; init; } = 1;

    /// <summary>The least minutes from one report to the next while pictures arrive, 0 to 10,080.</summary>
    [NumberRange(0, 10_080)]
    public double ReportMinutes { get; init; } = 10;

    /// <summary>
    /// Seconds without anything new after which the watch ends by itself, 0 to 604,800; null for never.
    /// </summary>
    [NumberRange(0, 604_800)]
    public double? IdleSeconds { get; init; }

    /// <summary>Refuses values outside their ranges.</summary>
    /// <exception cref="AnoGanException">The option, the value found and the range.</exception>
    public void Validate()
    {
        ValueRule.Check(this);
        Score.Validate();
    }
}
