using AnoGan.Method;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Method;

[Collection(TensorTests.Name)]
public sealed class CriticTests
{
    private static readonly NetworkSpec Spec = new(28, 1, 5, 16);

    [Fact]
    public void Scores_an_image_whatever_its_neighbours()
    {
        using Critic critic = TinyNetworks.Critic(Spec);
        using var scope = NewDisposeScope();
        using var random = new Generator(3);
        Tensor images = randn(4, 1, 28, 28, generator: random);
        Tensor others = images.clone();
        others[TensorIndex.Slice(1)].mul_(100).add_(7);

        float first = TensorAssert.Values(critic.forward(images))[0];
        float besideOthers = TensorAssert.Values(critic.forward(others))[0];
        float alone = TensorAssert.Values(critic.forward(images[TensorIndex.Slice(0, 1)]))[0];

        Assert.Equal(first, besideOthers, 1e-6f);
        Assert.Equal(first, alone, 1e-6f);
    }

    [Theory]
    [InlineData(28, 1)]
    [InlineData(8, 3)]
    [InlineData(36, 1)]
    public void Has_the_gradient_that_automatic_differentiation_finds(int size, int channels)
    {
        using Critic critic = TinyNetworks.Critic(new NetworkSpec(size, channels, 5, 16));
        using var scope = NewDisposeScope();
        using var random = new Generator(3);
        Tensor images = randn([3, channels, size, size], generator: random);

        float[] gradient = TensorAssert.Values(critic.InputGradient(images));

        Tensor variable = images.clone().requires_grad_(true);
        float[] expected = TensorAssert.Values(autograd.grad([critic.forward(variable).sum()], [variable])[0]);
        Assert.Contains(expected, value => Math.Abs(value) > 0.01);
        TensorAssert.AllClose(expected, gradient, 1e-5);
    }

    [Fact]
    public void Has_almost_the_same_features_and_gradient_in_bfloat16()
    {
        using Critic critic = TinyNetworks.Critic(Spec);
        using var scope = NewDisposeScope();
        using var random = new Generator(3);
        Tensor images = randn([16, 1, 28, 28], generator: random);

        double features = RelativeDifference(critic.Features(images), critic.Features(images, Precision.Bf16));
        double gradient = RelativeDifference(
            critic.InputGradient(images), critic.InputGradient(images, Precision.Bf16));

        // A rounding to 8 bits is off by up to 0.4 %, there are a few in a row, and some activations near 0 change
        // their sign.
        Assert.InRange(features, 1e-4, 0.02);
        Assert.InRange(gradient, 1e-4, 0.1);
        Assert.Equal(ScalarType.Float32, critic.InputGradient(images, Precision.Bf16).dtype);

        static double RelativeDifference(Tensor one, Tensor other) => ((one - other).norm() / one.norm()).item<float>();
    }

    [Fact]
    public void Draws_its_weights_from_the_seed_alone()
    {
        using Critic one = TinyNetworks.Critic(Spec, seed: 7),
            same = TinyNetworks.Critic(Spec, seed: 7),
            other = TinyNetworks.Critic(Spec, seed: 8);

        Assert.Equal(TensorAssert.Weights(one), TensorAssert.Weights(same));
        Assert.NotEqual(TensorAssert.Weights(one), TensorAssert.Weights(other));
    }

    [Fact]
    public void Draws_weights_of_variance_two_over_fan_in()
    {
        using Critic critic = TinyNetworks.Critic(new NetworkSpec(28, 1, 5, 64));

        Dictionary<string, float[]> weights = critic
            .named_parameters()
            .ToDictionary(p => p.name, p => TensorAssert.Values(p.parameter));

        // 64 channels of 5×5 add up in one output of the second convolution, 256·4·4 numbers in the score.
        Assert.Equal(2.0 / (64 * 25), MeanSquare(weights["convolutions.1.weight"]), 2.0 / (64 * 25) * 0.05);
        Assert.Equal(1.0 / (256 * 16), MeanSquare(weights["score.weight"]), 1.0 / (256 * 16) * 0.1);
        Assert.All(weights["convolutions.1.bias"], bias => Assert.Equal(0, bias));
    }

    [Fact]
    public void Names_its_weights_by_its_fields()
    {
        using Critic critic = TinyNetworks.Critic(Spec);

        Assert.Equal(
            [
                "convolutions.0.weight", "convolutions.0.bias", "convolutions.1.weight", "convolutions.1.bias",
                "convolutions.2.weight", "convolutions.2.bias", "score.weight", "score.bias",
            ],
            critic.named_parameters().Select(p => p.name));
    }

    [Fact]
    public void Normalises_features_to_a_root_mean_square_of_one_over_the_channels()
    {
        // Two images of two channels and two places: (3, 4) and (0, 0); (-30, 40) and (1, 0).
        using var scope = NewDisposeScope();
        Tensor features = tensor([3f, 0, 4, 0, -30, 1, 40, 0], [2, 2, 1, 2]);

        float[] normalised = TensorAssert.Values(Critic.Normalise(features));

        // Root mean squares 5/√2, 0, 50/√2 and 1/√2; the thousandth that keeps the division finite is all but nothing.
        float root = MathF.Sqrt(2);
        TensorAssert.AllClose([0.6f * root, 0, 0.8f * root, 0, -0.6f * root, root, 0.8f * root, 0], normalised, 3e-3);
        Assert.Equal((0f, 0f, 0f), (normalised[1], normalised[3], normalised[7]));
        float first = 5 / root + 1e-3f, third = 50 / root + 1e-3f, fourth = 1 / root + 1e-3f;
        TensorAssert.AllClose([3 / first, 0, 4 / first, 0, -30 / third, 1 / fourth, 40 / third, 0], normalised, 1e-6);
    }

    [Fact]
    public void Normalises_with_a_gradient_that_stays_finite_where_all_channels_are_zero()
    {
        // One image of two channels and two places: (3, 4) and (0, 0).
        using var scope = NewDisposeScope();
        Tensor features = tensor([3f, 0, 4, 0], [1, 2, 1, 2], requires_grad: true);

        Critic.Normalise(features)[0, 0].sum().backward();

        // Of a/l, l² = (a² + b²)/2: 1/l - a²/2l³ by a and -ab/2l³ by b. At 0, a over the thousandth.
        double l = 5 / Math.Sqrt(2);
        float[] gradient = TensorAssert.Values(features.grad!);
        Assert.Equal(1 / l - 9 / (2 * l * l * l), gradient[0], 1e-3);
        Assert.Equal(-12 / (2 * l * l * l), gradient[2], 1e-3);
        Assert.Equal(1000, gradient[1], 2.0);
        Assert.Equal(0, gradient[3], 1e-6);
    }

    private static double MeanSquare(float[] values) => values.Average(value => (double)value * value);
}
