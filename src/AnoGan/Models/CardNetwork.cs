namespace AnoGan.Models;

/// <summary>The networks' shapes on a model card.</summary>
/// <param name="Size">Side of what the networks see, in pixels.</param>
/// <param name="Channels">1 (grey) or 3 (RGB).</param>
/// <param name="Latent">Length of the latent vector.</param>
/// <param name="Width">Channels of the critic's first convolution.</param>
/// <param name="FeatureLength">Numbers in the critic's last feature map, for one image.</param>
internal sealed record CardNetwork(int Size, int Channels, int Latent, int Width, int FeatureLength);
