namespace AnoGan.Training;

/// <summary>A warning that was given.</summary>
/// <param name="Kind">What was wrong.</param>
/// <param name="Step">Generator steps made by then.</param>
/// <param name="Text">What was seen and what to do, in one line.</param>
internal sealed record HealthWarning(HealthKind Kind, int Step, string Text)
{
    /// <summary>Generator steps made when the sign had gone; null while it stands.</summary>
    public int? GoneAt { get; init; }
}
