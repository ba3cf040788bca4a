using AnoGan.Method;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Training;

/// <summary>
/// Training and search while another thread collects garbage all the time: nothing in use may be freed.
/// </summary>
[Collection(TensorTests.Name)]
[Trait("Category", "Slow")]
public sealed class GarbageCollectionTests
{
    private static readonly NetworkSpec Spec = new(Size: 8, Channels: 1, Latent: 4, Width: 16);

    [Fact]
    public void Does_not_disturb_training()
    {
        var options = new TrainOptions
        {
            Steps = 150,
            CriticSteps = 2,
            Batch = 4,
        };
        using TrainedNetworks undisturbed = WholeTraining.OfNetworks(
            new DrawnBatches(10, 8), options, spec: Spec);

        using TrainedNetworks disturbed = WhileCollecting(() =>
            WholeTraining.OfNetworks(new DrawnBatches(10, 8), options, spec: Spec));

        Assert.Equal(TensorAssert.Weights(undisturbed.Generator), TensorAssert.Weights(disturbed.Generator));
        Assert.Equal(TensorAssert.Weights(undisturbed.Critic), TensorAssert.Weights(disturbed.Critic));
    }

    [Fact]
    public void Does_not_disturb_a_search()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec, hasEncoder: true);
        SearchInput[] images = DrawnSquares.Inputs(8, Enumerable.Range(0, 10));
        var search = new ImageSearch(networks, Spec, new SearchOptions { Steps = 100, Plateau = 0, Batch = 4 }, CPU);
        SearchResult[] undisturbed = [.. search.Run(images, TestContext.Current.CancellationToken)];

        SearchResult[] disturbed = WhileCollecting(() => search.Run(images).ToArray());

        Assert.Equal(undisturbed.SelectMany(r => r.Z), disturbed.SelectMany(r => r.Z));
        Assert.Equal(undisturbed.SelectMany(r => r.Difference), disturbed.SelectMany(r => r.Difference));
    }

    [Fact]
    public void Does_not_disturb_the_training_of_an_encoder()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec);
        var options = new TrainOptions { EncoderSteps = 150, Batch = 4 };
        using Encoder undisturbed = WholeTraining.OfEncoder(
            new DrawnBatches(10, 8), networks, options, spec: Spec);

        using Encoder disturbed = WhileCollecting(() =>
            WholeTraining.OfEncoder(new DrawnBatches(10, 8), networks, options, spec: Spec));

        Assert.Equal(TensorAssert.Weights(undisturbed), TensorAssert.Weights(disturbed));
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
