namespace AnoGan.Training;

/// <summary>What the health of a training is judged from, so that a resumed one is judged as if it had never stopped.</summary>
internal sealed record HealthHistory
{
    /// <summary>A training that has just begun.</summary>
    public static HealthHistory Empty { get; } = new();
}
