using AnoGan.Method;

namespace AnoGan.Training;

/// <summary>A checkpoint as read back.</summary>
/// <param name="Name">Its folder's name.</param>
/// <param name="State">What state.json says.</param>
/// <param name="Snapshot">The state with its weights.</param>
internal sealed record Checkpoint(string Name, CheckpointState State, TrainingSnapshot Snapshot);
