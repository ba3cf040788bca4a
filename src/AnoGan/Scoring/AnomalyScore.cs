namespace AnoGan.Scoring;

/// <summary>The numbers that the search leaves for one image.</summary>
/// <param name="Score">
/// (1-λ)·peak residual + λ·feature distance: the anomaly score of Schlegl et al. 2017, section 2.3, with the residual
/// taken where it is largest instead of over the whole picture.
/// </param>
/// <param name="PeakResidual">Mean of the largest 1 % of |x - G(z)| after averaging 3×3 pixels, in [0,1] units.</param>
/// <param name="Residual">mean |x - G(z)| over pixels and channels, in [0,1] units.</param>
/// <param name="FeatureDistance">mean |f(x) - f(G(z))| over the critic's last feature map.</param>
/// <param name="ZNorm">‖z‖/√latent: about 1 where the generator was trained, more where z was dragged away.</param>
public readonly record struct AnomalyScore(double Score, double PeakResidual, double Residual, double FeatureDistance, double ZNorm)
{
    /// <summary>The numbers of one row of a search.</summary>
    /// <param name="result">The search.</param>
    /// <param name="row">The image's place in its batch.</param>
    /// <param name="residualMap">|x - G(z)| of that image, [size, size], in [0,1] units.</param>
    /// <param name="size">Side of the map in pixels.</param>
    /// <param name="lambda">λ, 0 to 1.</param>
    public static AnomalyScore Of(SearchResult result, int row, ReadOnlySpan<float> residualMap, int size, double lambda)
    {
        ArgumentNullException.ThrowIfNull(result);
        double peak = Scoring.PeakResidual.Of(residualMap, size), featureDistance = result.FeatureDistance[row];
        return new AnomalyScore(
            (1 - lambda) * peak + lambda * featureDistance, peak, result.Residual[row], featureDistance, result.ZNorm[row]);
    }
}
