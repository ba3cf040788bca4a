using System.Diagnostics;
using AnoGan.Method;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Scoring;

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

        using TrainedNetworks networks = WholeTraining.OfNetworks(new DrawnBatches(10, 8), options, state =>
        {
            if (state.Steps == 200)
                early = ResidentBytes();
            if (state.Steps == 2000)
                late = ResidentBytes();
        }, Spec);

        Assert.InRange(late, 1, early * 1.05);
    }

    [Fact]
    public void Training_an_encoder_keeps_its_memory_over_2000_steps()
    {
        long early = 0, late = 0;
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec);
        var options = new TrainOptions { EncoderSteps = 2000, Batch = 4, Enough = 0 };

        using Encoder encoder = WholeTraining.OfEncoder(new DrawnBatches(10, 8), networks, options, done =>
        {
            if (done == 200)
                early = ResidentBytes();
            if (done == 2000)
                late = ResidentBytes();
        }, Spec);

        Assert.InRange(late, 1, early * 1.05);
    }

    [Fact]
    public void Searching_keeps_its_memory_over_10000_steps()
    {
        // 1000 steps, then 9000: images follow one another through four rows, each for a hundred steps.
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec, hasEncoder: true);
        SearchInput image = DrawnSquares.Input(DrawnSquares.Draw(8, 1));
        var search = new ImageSearch(networks, Spec, new SearchOptions { Steps = 100, Plateau = 0, Batch = 4 }, CPU);

        _ = search.Run(Enumerable.Repeat(image, 4 * 10), TestContext.Current.CancellationToken).Count();
        long early = ResidentBytes();
        _ = search.Run(Enumerable.Repeat(image, 4 * 90), TestContext.Current.CancellationToken).Count();
        long late = ResidentBytes();

        Assert.InRange(late, 1, early * 1.05);
    }

    private static long ResidentBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
