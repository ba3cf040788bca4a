using AnoGan.Models;
using AnoGan.Networks;
using AnoGan.Scoring;
using AnoGan.Tests.Support;
using AnoGan.Training;
using static TorchSharp.torch;

namespace AnoGan.Tests.Training;

/// <summary>Training and search while another thread collects garbage all the time: nothing in use may be freed.</summary>
[Collection(TensorTests.Name)]
[Trait("Category", "Slow")]
public sealed class GarbageCollectionTests
{
    private static readonly NetworkSpec Spec = new(Size: 8, Channels: 1, Latent: 4, Width: 16);

    [Fact]
    public void Does_not_disturb_training()
    {
        var options = new TrainOptions { Steps = 150, CriticSteps = 2, Batch = 4 };
        using TrainedNetworks undisturbed = WganTrainer.Train(new DrawnBatches(10, 8), Spec, options, CPU, cancellation: TestContext.Current.CancellationToken);

        using TrainedNetworks disturbed = WhileCollecting(() => WganTrainer.Train(new DrawnBatches(10, 8), Spec, options, CPU));

        Assert.Equal(TensorAssert.Weights(undisturbed.Generator), TensorAssert.Weights(disturbed.Generator));
        Assert.Equal(TensorAssert.Weights(undisturbed.Critic), TensorAssert.Weights(disturbed.Critic));
    }

    [Fact]
    public void Does_not_disturb_a_search()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec);
        using Tensor images = zeros(4, 1, 8, 8), starts = ones(1, 4, 4);
        var options = new SearchOptions { Steps = 300, Restarts = 1 };
        SearchResult undisturbed = LatentSearch.Run(networks.Average, networks.Critic, images, starts, options, TestContext.Current.CancellationToken);

        SearchResult disturbed = WhileCollecting(() => LatentSearch.Run(networks.Average, networks.Critic, images, starts, options));

        Assert.Equal(undisturbed.Z, disturbed.Z);
    }

    private static T WhileCollecting<T>(Func<T> work)
    {
        using var done = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!done.IsCancellationRequested)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            return work();
        }
        finally
        {
            done.Cancel();
            collector.Join();
        }
    }
}
