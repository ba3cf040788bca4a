using System.Diagnostics;
using AnoGan.Models;
using AnoGan.Networks;
using AnoGan.Scoring;
using AnoGan.Tests.Support;
using AnoGan.Training;
using static TorchSharp.torch;

namespace AnoGan.Tests.Runs;

/// <summary>The resident size of the process after a long run is within 5 % of that after its first tenth.</summary>
[Collection(TensorTests.Name)]
[Trait("Category", "Slow")]
public sealed class FlatMemoryTests
{
    private static readonly NetworkSpec Spec = new(Size: 8, Channels: 1, Latent: 4, Width: 16);

    [Fact]
    public void Training_keeps_its_memory_over_2000_steps()
    {
        long early = 0, late = 0;
        var options = new TrainOptions { Steps = 2000, CriticSteps = 1, Batch = 4 };

        using TrainedNetworks networks = WganTrainer.Train(new DrawnBatches(10, 8), Spec, options, CPU, step =>
        {
            if (step.Step == 200)
                early = ResidentBytes();
            if (step.Step == 2000)
                late = ResidentBytes();
        }, TestContext.Current.CancellationToken);

        Assert.InRange(late, 1, early * 1.05);
    }

    [Fact]
    public void Searching_keeps_its_memory_over_10000_steps()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec);
        using Tensor images = zeros(4, 1, 8, 8), starts = zeros(1, 4, 4);

        LatentSearch.Run(networks.Average, networks.Critic, images, starts, new SearchOptions { Steps = 1000 }, TestContext.Current.CancellationToken);
        long early = ResidentBytes();
        LatentSearch.Run(networks.Average, networks.Critic, images, starts, new SearchOptions { Steps = 9000 }, TestContext.Current.CancellationToken);
        long late = ResidentBytes();

        Assert.InRange(late, 1, early * 1.05);
    }

    private static long ResidentBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
