namespace AnoGan.Training;

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
