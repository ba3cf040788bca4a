namespace AnoGan.Training;

/// <summary>A line of metrics.jsonl; what was not measured at that step is left out.</summary>
/// <param name="Step">Generator steps made.</param>
internal sealed record LogLine(int Step)
{
    /// <summary>mean D(real) - mean D(fake).</summary>
    public double? WassersteinEstimate { get; init; }

    /// <summary>mean (‖∇D‖ - 1)², without its weight.</summary>
    public double? Penalty { get; init; }

    /// <summary>-mean D(G(z)).</summary>
    public double? GeneratorLoss { get; init; }

    /// <summary>
    /// Mean distance between the generator's pictures of fixed latent vectors, as a share of that between real ones.
    /// </summary>
    public double? SampleDiversity { get; init; }

    /// <summary>
    /// Mean |x - G(z)| of fixed held-out images, each with the best latent vector of a short search, in [0,1] units.
    /// </summary>
    public double? HeldOutResidual { get; init; }

    /// <summary>Real images the critic has seen, repeats counted.</summary>
    public long? RealImages { get; init; }

    /// <summary>Seconds of training, interruptions apart.</summary>
    public double? ElapsedSeconds { get; init; }

    /// <summary>Something the user should know, in one line with its remedy.</summary>
    public string? Warning { get; init; }

    /// <summary>What kind of warning it is.</summary>
    public HealthKind? WarningKind { get; init; }
}
