using AnoGan.Method;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Method;

[Collection(TensorTests.Name)]
public sealed class NetworkShapeTests
{
    [Theory]
    [InlineData(8, 1)]
    [InlineData(8, 3)]
    [InlineData(28, 1)]
    [InlineData(28, 3)]
    [InlineData(32, 1)]
    [InlineData(32, 3)]
    [InlineData(36, 1)]
    [InlineData(36, 3)]
    [InlineData(64, 1)]
    [InlineData(64, 3)]
    [InlineData(128, 1)]
    [InlineData(128, 3)]
    [InlineData(256, 1)]
    [InlineData(256, 3)]
    public void Follow_size_and_channels(int size, int channels)
    {
        var spec = new NetworkSpec(size, channels, 5, 16);
        using ImageGenerator generator = TinyNetworks.Generator(spec);
        using Critic critic = TinyNetworks.Critic(spec);
        using var scope = NewDisposeScope();
        using var random = new Generator(3);

        Tensor images = generator.forward(randn(2, 5, generator: random));
        Tensor features = critic.Features(images);

        Assert.Equal([2, channels, size, size], images.shape);
        Assert.All(TensorAssert.Values(images), value => Assert.InRange(value, -1, 1));
        Assert.Equal([2, spec.ChannelsBySide[^1], spec.Sides[^1], spec.Sides[^1]], features.shape);
        Assert.Equal([2], critic.forward(images).shape);
        Assert.Equal(TensorAssert.Values(critic.forward(images)), TensorAssert.Values(critic.Score(features)));
    }
}
