namespace AnoGan.Scoring;

/// <summary>Where the search ended for the N images of a batch.</summary>
/// <param name="Z">[N, latent], row by row.</param>
/// <param name="Generated">G(z), [N, C, H, W] in [-1,1], image by image.</param>
/// <param name="Residual">mean |x - G(z)| of each image in [0,1] units.</param>
/// <param name="FeatureDistance">mean |f(x) - f(G(z))| of each image, f the critic's last feature map.</param>
/// <param name="ZNorm">‖z‖/√latent of each image; about 1 for vectors drawn from the prior.</param>
public sealed record SearchResult(float[] Z, float[] Generated, float[] Residual, float[] FeatureDistance, float[] ZNorm);
