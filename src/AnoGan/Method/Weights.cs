using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>What the weights of every network need: initial values, and whether they are trained.</summary>
internal static class Weights
{
    /// <summary>
    /// Normal weights of variance gain / fan-in (He et al. 2015 for gain 2), zero bias. The layers' own draws, which
    /// come from a global source, are overwritten.
    /// </summary>
    /// <param name="weight">Overwritten in place.</param>
    /// <param name="bias">Set to zero if there is one.</param>
    /// <param name="fanIn">Number of inputs that add up in one output.</param>
    /// <param name="random">The source.</param>
    /// <param name="gain">2 before a ReLU, 1 before a linear output.</param>
    public static void Draw(Parameter weight, Parameter? bias, double fanIn, Generator random, double gain = 2)
    {
        using var noGrad = no_grad();
        using Tensor draw = randn(weight.shape, generator: random);
        using Scalar deviation = Math.Sqrt(gain / fanIn).ToScalar();
        using Tensor scaled = draw.mul(deviation);
        weight.copy_(scaled);
        bias?.zero_();
    }

    /// <summary>
    /// Says whether gradients reach the weights; without them a backward pass to the input costs half.
    /// </summary>
    public static void SetTrainable(this nn.Module network, bool trainable)
    {
        foreach (Tensor parameter in network.parameters())
            parameter.requires_grad_(trainable);
    }

    /// <summary>Whether every weight is a finite number.</summary>
    public static bool IsFinite(this nn.Module network)
    {
        using var scope = NewDisposeScope();
        return network.parameters().All(weights => weights.isfinite().all().item<bool>());
    }
}
