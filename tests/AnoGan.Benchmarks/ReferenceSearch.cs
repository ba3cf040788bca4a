using System.Diagnostics;
using AnoGan.Models;
using AnoGan.Networks;
using static TorchSharp.torch;

namespace AnoGan.Benchmarks;

/// <summary>
/// The search as it was published for MNIST: one image at a time, mean |x - G(z)| alone, 15,000 steps of Adam at 1e-4. It is
/// what scoring is measured against, and is timed over 200 steps.
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
        Tensor image = rand([1, spec.Channels, spec.Size, spec.Size], generator: random);
        var z = new TorchSharp.Modules.Parameter(randn([1, spec.Latent], generator: random));
        using var adam = new Adam([z], 1e-4);
        var times = new List<double>();
        for (int step = 0; step < WarmUp + Timed; step++)
        {
            var clock = Stopwatch.StartNew();
            using var stepScope = NewDisposeScope();
            adam.ZeroGradients();
            (networks.Average.forward(z) - image).abs().mean().backward();
            adam.Step();
            times.Add(clock.Elapsed.TotalSeconds);
        }

        return times[WarmUp..];
    }
}
