using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>
/// Initial weights from a given random source; the layers' own draws come from a global one and are overwritten.
/// </summary>
internal static class WeightInit
{
    /// <summary>Normal weights of variance gain / fan-in (He et al. 2015 for gain 2), zero bias.</summary>
    /// <param name="weight">Overwritten in place.</param>
    /// <param name="bias">Set to zero if there is one.</param>
    /// <param name="fanIn">Number of inputs that add up in one output.</param>
    /// <param name="random">The source.</param>
    /// <param name="gain">2 before a ReLU, 1 before a linear output.</param>
    public static void Normal(Parameter weight, Parameter? bias, double fanIn, Generator random, double gain = 2)
    {
        using var noGrad = no_grad();
        using Tensor draw = randn(weight.shape, generator: random);
        using Scalar deviation = Math.Sqrt(gain / fanIn).ToScalar();
        using Tensor scaled = draw.mul(deviation);
        weight.copy_(scaled);
        bias?.zero_();
    }
}
