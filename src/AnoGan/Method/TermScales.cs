namespace AnoGan.Method;

/// <summary>How each term of the score is distributed over normal images.</summary>
/// <param name="Nearest">Of the distance from the nearest normal images.</param>
/// <param name="CriticFeatures">Of that of the critic's features.</param>
/// <param name="FeatureDifference">Of that of their difference from the reconstruction's.</param>
/// <param name="Latent">Of that of z.</param>
/// <param name="PeakResidual">Of the peak residual.</param>
public sealed record TermScales(
    TermScale Nearest, TermScale CriticFeatures, TermScale FeatureDifference, TermScale Latent, TermScale PeakResidual)
{
    /// <summary>Whether every number can be used.</summary>
    public bool IsUsable() =>
        new[] { Nearest, CriticFeatures, FeatureDifference, Latent, PeakResidual }.All(scale => scale.IsUsable());
}
