using AnoGan.Method;
using AnoGan.Sampling;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Sampling;

[Collection(TensorTests.Name)]
public sealed class SampleDrawerTests
{
    [Fact]
    public void A_picture_is_the_same_whatever_is_drawn_beside_it()
    {
        using ImageGenerator generator = TinyNetworks.Generator(TinyNetworks.Spec);
        var drawer = new SampleDrawer(generator, TinyNetworks.Spec, CPU);
        long before = TensorAssert.LiveTensors;

        CancellationToken test = TestContext.Current.CancellationToken;
        IReadOnlyList<float[]> many = drawer.Draw(Vectors(0, 100), test), few = drawer.Draw(Vectors(60, 7), test);

        Assert.Equal((100, 7), (many.Count, few.Count));
        for (int i = 0; i < few.Count; i++)
            Assert.Equal(many[60 + i], few[i]);
        Assert.Equal(100, many.Select(picture => string.Join(' ', picture)).Distinct().Count());
        Assert.Equal(before, TensorAssert.LiveTensors);
    }

    [Fact]
    public void A_picture_is_what_the_generator_draws()
    {
        using ImageGenerator generator = TinyNetworks.Generator(TinyNetworks.Spec);
        float[] z = LatentVectors.Draw(1, 5, 4);

        float[] drawn = new SampleDrawer(generator, TinyNetworks.Spec, CPU).Draw(
            [z], TestContext.Current.CancellationToken)[0];

        using var scope = NewDisposeScope();
        TensorAssert.AllClose(TensorAssert.Values(generator.forward(tensor(z, [1, 4]))), drawn, 1e-6);
    }

    private static float[][] Vectors(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(index => LatentVectors.Draw(1, index, 4))];
}
