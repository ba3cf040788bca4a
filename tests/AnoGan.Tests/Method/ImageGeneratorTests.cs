using AnoGan.Method;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Method;

[Collection(TensorTests.Name)]
public sealed class ImageGeneratorTests
{
    private static readonly NetworkSpec Spec = new(28, 1, 5, 16);

    [Fact]
    public void Draws_an_image_whatever_its_neighbours()
    {
        using ImageGenerator generator = TinyNetworks.Generator(Spec);
        using var scope = NewDisposeScope();
        using var random = new Generator(3);
        Tensor z = randn(3, 5, generator: random);
        Tensor others = z.clone();
        others[TensorIndex.Slice(1)].mul_(10).add_(1);

        float[] first = TensorAssert.Values(generator.forward(z)[0]);
        float[] besideOthers = TensorAssert.Values(generator.forward(others)[0]);

        TensorAssert.AllClose(first, besideOthers, 1e-6);
    }

    [Fact]
    public void Draws_almost_the_same_image_in_bfloat16()
    {
        using ImageGenerator generator = TinyNetworks.Generator(Spec);
        using var scope = NewDisposeScope();
        using var random = new Generator(3);
        Tensor z = randn(16, 5, generator: random);

        Tensor image = generator.Draw(z), coarse = generator.Draw(z, Precision.Bf16);

        Assert.Equal(ScalarType.Float32, coarse.dtype);
        Assert.InRange((image - coarse).abs().max().item<float>(), 1e-5f, 0.05f);
    }

    [Fact]
    public void Draws_its_weights_from_the_seed_alone()
    {
        using ImageGenerator one = TinyNetworks.Generator(Spec, seed: 7),
            same = TinyNetworks.Generator(Spec, seed: 7),
            other = TinyNetworks.Generator(Spec, seed: 8);

        Assert.Equal(TensorAssert.Weights(one), TensorAssert.Weights(same));
        Assert.NotEqual(TensorAssert.Weights(one), TensorAssert.Weights(other));
    }

    [Fact]
    public void Names_its_weights_by_its_fields()
    {
        using ImageGenerator generator = TinyNetworks.Generator(Spec);

        Assert.Equal(
            [
                "seed.weight", "seed.bias", "convolutions.0.weight", "convolutions.0.bias", "convolutions.1.weight",
                "convolutions.1.bias", "convolutions.2.weight", "convolutions.2.bias",
            ],
            generator.named_parameters().Select(p => p.name));
    }

    [Fact]
    public void Leaves_no_tensors_behind() => TensorAssert.LeavesNoTensors(() =>
    {
        using ImageGenerator generator = TinyNetworks.Generator(Spec);
        using Critic critic = TinyNetworks.Critic(Spec);
    });
}
