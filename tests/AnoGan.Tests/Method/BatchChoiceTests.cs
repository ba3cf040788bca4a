using AnoGan.Method;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Method;

[Collection(TensorTests.Name)]
public sealed class BatchChoiceTests
{
    [Fact]
    public void Is_the_smallest_that_is_hardly_slower_than_the_fastest()
    {
        Assert.Equal(64, BatchChoice.Of([(16, 0.50), (32, 0.41), (64, 0.31), (128, 0.30), (256, 0.33)]));
        Assert.Equal(128, BatchChoice.Of([(16, 0.50), (32, 0.41), (64, 0.32), (128, 0.30)]));
        Assert.Equal(16, BatchChoice.Of([(16, 0.50)]));
    }

    [Fact]
    public void Measures_from_16_images_up_by_doubling()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(TinyNetworks.Spec);

        IReadOnlyList<(int Batch, double Seconds)> measured = BatchChoice.Measure(
            networks, TinyNetworks.Spec, new SearchOptions(), CPU);

        Assert.Equal(Enumerable.Range(0, measured.Count).Select(i => 16 << i), measured.Select(m => m.Batch));
        Assert.InRange(measured.Count, 3, 7);
        Assert.All(measured, m => Assert.True(m.Seconds > 0));
    }

    [Fact]
    public void Counts_the_activations_of_both_networks()
    {
        // 8·8·1 + 4·4·16 numbers a network, of 4 bytes; each before and after its ReLU, with a gradient for both.
        Assert.Equal((64 + 256) * 4 * 2 * 4, BatchChoice.BytesOf(new NetworkSpec(8, 1, 4, 16)));
    }
}
