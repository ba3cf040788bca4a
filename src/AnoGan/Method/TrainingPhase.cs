namespace AnoGan.Method;

/// <summary>The parts of a training, in their order.</summary>
internal enum TrainingPhase
{
    /// <summary>Generator and critic against each other.</summary>
    Networks,

    /// <summary>The encoder, for the frozen others.</summary>
    Encoder,
}
