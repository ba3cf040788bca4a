namespace AnoGan.Method;

/// <summary>Where one search ended.</summary>
public sealed record SearchResult
{
    /// <summary>Place of the image among those that were searched, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Where the search began, [latent].</summary>
    public required float[] Start { get; init; }

    /// <summary>Where it ended, [latent].</summary>
    public required float[] Z { get; init; }

    /// <summary>G(z), [C, H, W] in [-1,1].</summary>
    public required float[] Generated { get; init; }

    /// <summary>mean |x - G(z)| in [0,1] units.</summary>
    public required float Residual { get; init; }

    /// <summary>mean |f(x) - f(G(z))|, f the critic's last feature map.</summary>
    public required float FeatureDistance { get; init; }

    /// <summary>(1-λ)·residual + λ·feature distance + w·mean z²: what was minimised.</summary>
    public required float Loss { get; init; }

    /// <summary>f̂(x), the critic's normalised features of the image, flattened.</summary>
    public required float[] Features { get; init; }

    /// <summary>G(start), [C, H, W] in [-1,1].</summary>
    public required float[] StartGenerated { get; init; }

    /// <summary>f̂(x) - f̂(G(start)), flattened.</summary>
    public required float[] StartDifference { get; init; }

    /// <summary>f̂(x) - f̂(G(z)), flattened.</summary>
    public required float[] Difference { get; init; }

    /// <summary>
    /// f̂₂(x), [c, h, w]: the normalised features of the critic's second convolution, which say where things are.
    /// </summary>
    public required float[] LocalFeatures { get; init; }

    /// <summary>f̂₂(x) - f̂₂(G(start)), [c, h, w].</summary>
    public required float[] StartLocal { get; init; }

    /// <summary>f̂₂(x) - f̂₂(G(z)), [c, h, w].</summary>
    public required float[] Local { get; init; }

    /// <summary>
    /// What the segmenter says of the image beside G(start), [h, w]: logits of a defect; null where there is none.
    /// </summary>
    public float[]? Defects { get; init; }

    /// <summary>Steps made.</summary>
    public required int Steps { get; init; }

    /// <summary>Whether the loss had stopped falling.</summary>
    public required bool Converged { get; init; }

    /// <summary>
    /// What the combined score compares the image with: the encoder's answer, or, without an encoder, where the search
    /// ended. A search that begins at the encoder's answer leads anomalies away from there, towards pictures that hide
    /// them: the longer it is, the worse they are told apart.
    /// </summary>
    internal Reconstruction Compared(bool hasEncoder) => hasEncoder
        ? new Reconstruction(Start, StartGenerated, StartDifference, StartLocal)
        : new Reconstruction(Z, Generated, Difference, Local);

    /// <summary>The paper's score (Schlegl et al. 2017, section 2.3): (1-λ)·residual + λ·feature distance.</summary>
    /// <param name="lambda">λ, 0 to 1.</param>
    public double PaperScore(double lambda) => (1 - lambda) * Residual + lambda * FeatureDistance;

    /// <summary>‖z‖/√latent; about 1 for vectors drawn from the prior.</summary>
    public double ZNorm => Math.Sqrt(Z.Average(value => (double)value * value));
}

/// <summary>What an image is compared with.</summary>
/// <param name="Z">Its latent vector.</param>
/// <param name="Generated">G(z), [C, H, W] in [-1,1].</param>
/// <param name="Difference">f̂(x) - f̂(G(z)), flattened.</param>
/// <param name="Local">f̂₂(x) - f̂₂(G(z)), [c, h, w].</param>
internal readonly record struct Reconstruction(float[] Z, float[] Generated, float[] Difference, float[] Local);
