namespace AnoGan.Scoring;

/// <summary>The numbers of one scored image. Those that a method does not have are not-a-number.</summary>
public sealed record AnomalyScore
{
    /// <summary>The anomaly score; larger means further from normal.</summary>
    public required double Score { get; init; }

    /// <summary>Conformal p-value of the score beside held-out normal images, above 0 to 1.</summary>
    public double PValue { get; init; } = double.NaN;

    /// <summary>Whether the p-value is at most the wished false-positive rate.</summary>
    public bool IsAnomaly { get; init; }

    /// <summary>
    /// mean |x - G(z)| over pixels and channels, in [0,1] units. A background counts as the black that it is in x and
    /// nearly is in G(z), as in the loss of the search: the less of the picture an object fills, the smaller the mean.
    /// </summary>
    public double Residual { get; init; } = double.NaN;

    /// <summary>mean |f(x) - f(G(z))| over the critic's last feature map.</summary>
    public double FeatureDistance { get; init; } = double.NaN;

    /// <summary>‖z‖/√latent: about 1 where the generator was trained, more where z was dragged away.</summary>
    public double ZNorm { get; init; } = double.NaN;
}
