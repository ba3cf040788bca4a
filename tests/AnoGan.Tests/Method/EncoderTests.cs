using AnoGan.Method;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Method;

[Collection(TensorTests.Name)]
public sealed class EncoderTests
{
    private static readonly NetworkSpec Spec = new(28, 1, 5, 16);

    [Theory]
    [InlineData(8, 1, 4)]
    [InlineData(28, 3, 7)]
    [InlineData(64, 1, 100)]
    public void Answers_with_one_latent_vector_an_image(int size, int channels, int latent)
    {
        using Encoder encoder = TinyNetworks.Encoder(new NetworkSpec(size, channels, latent, 16));
        using var scope = NewDisposeScope();

        Tensor z = encoder.forward(zeros(3, channels, size, size));

        Assert.Equal([3, latent], z.shape);
    }

    [Fact]
    public void Answers_for_an_image_whatever_its_neighbours()
    {
        using Encoder encoder = TinyNetworks.Encoder(Spec);
        using var scope = NewDisposeScope();
        using var random = new Generator(3);
        Tensor images = randn(4, 1, 28, 28, generator: random), others = images.clone();
        others[TensorIndex.Slice(1)].mul_(100).add_(7);

        float[] first = TensorAssert.Values(encoder.forward(images)[0]),
            besideOthers = TensorAssert.Values(encoder.forward(others)[0]);

        TensorAssert.AllClose(first, besideOthers, 1e-5);
        Assert.NotEqual(first, TensorAssert.Values(encoder.forward(images)[1]));
    }

    [Fact]
    public void Draws_its_weights_from_the_seed_alone()
    {
        using Encoder one = TinyNetworks.Encoder(Spec, seed: 7),
            same = TinyNetworks.Encoder(Spec, seed: 7),
            other = TinyNetworks.Encoder(Spec, seed: 8);

        Assert.Equal(TensorAssert.Weights(one), TensorAssert.Weights(same));
        Assert.NotEqual(TensorAssert.Weights(one), TensorAssert.Weights(other));
    }

    [Fact]
    public void Names_its_weights_by_its_fields()
    {
        using Encoder encoder = TinyNetworks.Encoder(Spec);

        Assert.Equal(
            [
                "convolutions.0.weight", "convolutions.0.bias", "convolutions.1.weight", "convolutions.1.bias",
                "convolutions.2.weight", "convolutions.2.bias", "latent.weight", "latent.bias",
            ],
            encoder.named_parameters().Select(p => p.name));
    }

    [Fact]
    public void Leaves_no_tensors_behind() => TensorAssert.LeavesNoTensors(() =>
    {
        using Encoder encoder = TinyNetworks.Encoder(Spec);
    });
}
