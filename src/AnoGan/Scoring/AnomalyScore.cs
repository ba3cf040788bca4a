namespace AnoGan.Scoring;

/// <summary>The numbers that the search leaves for one image.</summary>
/// <param name="Score">(1-λ)·residual + λ·feature distance: the anomaly score A(x) of Schlegl et al. 2017, section 2.3.</param>
/// <param name="Residual">mean |x - G(z)| over pixels and channels, in [0,1] units.</param>
/// <param name="FeatureDistance">mean |f(x) - f(G(z))| over the critic's last feature map.</param>
/// <param name="ZNorm">‖z‖/√latent: about 1 where the generator was trained, more where z was dragged away.</param>
public readonly record struct AnomalyScore(double Score, double Residual, double FeatureDistance, double ZNorm)
{
    /// <summary>The numbers of one row of a search.</summary>
    /// <param name="result">The search.</param>
    /// <param name="row">The image's place in its batch.</param>
    /// <param name="lambda">λ, 0 to 1.</param>
    public static AnomalyScore Of(SearchResult result, int row, double lambda)
    {
        ArgumentNullException.ThrowIfNull(result);
        double residual = result.Residual[row], featureDistance = result.FeatureDistance[row];
        return new AnomalyScore((1 - lambda) * residual + lambda * featureDistance, residual, featureDistance, result.ZNorm[row]);
    }
}
