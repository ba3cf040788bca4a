using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>The gradient penalty of WGAN-GP (Gulrajani et al. 2017, algorithm 1), as a pure function.</summary>
internal static class GradientPenalty
{
    /// <summary>
    /// mean over images of (‖∇x̂ D(x̂)‖₂ - 1)², x̂ = ε·real + (1 - ε)·fake, not yet multiplied by its weight. The norm
    /// is taken over all pixels and channels of one image.
    /// </summary>
    /// <param name="inputGradient">
    /// ∇D, from images [N, C, H, W] to the gradient of each one's own score, of the same shape.
    /// </param>
    /// <param name="real">[N, C, H, W].</param>
    /// <param name="fake">[N, C, H, W], outside any graph.</param>
    /// <param name="epsilon">[N], uniform in [0,1], one for each image.</param>
    /// <returns>A scalar that can be differentiated with respect to the critic's weights.</returns>
    public static Tensor Compute(Func<Tensor, Tensor> inputGradient, Tensor real, Tensor fake, Tensor epsilon)
    {
        using var scope = NewDisposeScope();
        Tensor mix = epsilon.reshape(-1, 1, 1, 1);
        Tensor between = (mix * real).Plus(mix.neg().Plus(Scalars.One) * fake).detach();
        Tensor norm = inputGradient(between).flatten(1).norm(1); // [N]
        return (norm - Scalars.One).Squared().mean().MoveToOuterDisposeScope();
    }
}
