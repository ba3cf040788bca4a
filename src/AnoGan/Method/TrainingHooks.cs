namespace AnoGan.Method;

/// <summary>
/// Lets a phase of the training go on from where another stopped, and shows its state between two steps.
/// </summary>
/// <typeparam name="TState">The phase's state.</typeparam>
internal sealed record TrainingHooks<TState>
{
    /// <summary>Where to go on; null to begin.</summary>
    public TrainingSnapshot? From { get; init; }

    /// <summary>A step was made, and its losses were finite.</summary>
    public Action<TState>? AfterStep { get; init; }

    /// <summary>Training ends, after its last step or because it was asked to stop.</summary>
    public Action<TState>? Ending { get; init; }
}
