using System.Diagnostics;
using AnoGan.Method;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace AnoGan.Benchmarks;

/// <summary>
/// The search as it was published for MNIST: one image at a time, mean |x - G(z)| alone, 15,000 steps of Adam at 1e-4.
/// It is what scoring is measured against, and is timed over 200 steps.
/// </summary>
internal static class ReferenceSearch
{
    public const int PublishedSteps = 15_000;

    private const int WarmUp = 20, Timed = 200;

    /// <summary>Seconds of each step.</summary>
    /// <param name="spec">The networks' shapes.</param>
    public static List<double> Time(NetworkSpec spec)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1);
        using TrainedNetworks networks = TrainedNetworks.Create(spec, random);
        networks.Freeze();
        Dictionary<string, Tensor> layers = networks
            .Average.named_parameters()
            .ToDictionary(p => p.name, p => (Tensor)p.parameter);
        Tensor image = rand([1, spec.Channels, spec.Size, spec.Size], generator: random);
        var z = new TorchSharp.Modules.Parameter(randn([1, spec.Latent], generator: random));
        using var adam = new Adam([z], 1e-4);
        var times = new List<double>();
        for (int step = 0; step < WarmUp + Timed; step++)
        {
            var clock = Stopwatch.StartNew();
            using var stepScope = NewDisposeScope();
            adam.ZeroGradients();
            (Draw(layers, spec, z) - image).abs().mean().backward();
            adam.Step();
            times.Add(clock.Elapsed.TotalSeconds);
        }

        return times[WarmUp..];
    }

    // With libtorch's own transposed convolutions, which are faster for a single image than this project's.
    private static Tensor Draw(Dictionary<string, Tensor> layers, NetworkSpec spec, Tensor z)
    {
        int[] sides = [.. spec.Sides.Reverse()];
        Tensor x = relu(linear(z, layers["seed.weight"], layers["seed.bias"])).reshape(1, -1, sides[0], sides[0]);
        for (int level = 0; level < sides.Length - 1; level++)
        {
            long more = 1 - (sides[level + 1] & 1);
            x = conv_transpose2d(
                x, layers[$"convolutions.{level}.weight"], layers[$"convolutions.{level}.bias"], [2, 2], [2, 2],
                [more, more]);
            x = level < sides.Length - 2 ? relu(x) : x.tanh();
        }

        return x;
    }
}
