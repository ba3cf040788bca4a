using AnoGan.Runtime;
using AnoGan.Tests.Support;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace AnoGan.Tests.Runtime;

/// <summary>
/// The oracle is double precision, which libtorch computes by itself. On virtual machines whose AMD CPU does not tell
/// the sizes of its caches, many of these came out wrong.
/// </summary>
[Collection(TensorTests.Name)]
public sealed class ConvolutionLibrariesTests
{
    private static readonly int[] Channels = [1, 3, 8, 16, 20, 24, 40];

    [Theory]
    [InlineData(ScalarType.Float32, false, 1e-4)]
    [InlineData(ScalarType.Float32, true, 1e-4)]
    [InlineData(ScalarType.BFloat16, false, 0.05)]
    [InlineData(ScalarType.BFloat16, true, 0.05)]
    public void Convolutions_and_their_gradients_come_out_right(ScalarType type, bool isTransposed, double tolerance)
    {
        using var random = new Generator(3);
        foreach (int from in Channels)
        {
            foreach (int to in Channels)
            {
                using var scope = NewDisposeScope();
                Tensor Draw(params long[] shape) => randn(shape, generator: random).to(type);
                int outside = isTransposed ? 14 : 4;
                Tensor x = Draw(4, from, 7, 7), bias = Draw(to), gradient = Draw(4, to, outside, outside),
                    weight = isTransposed ? Draw(from, to, 5, 5) : Draw(to, from, 5, 5);

                Tensor[] expected = WithGradients(isTransposed, ScalarType.Float64, x, weight, bias, gradient);
                Tensor[] actual = WithGradients(isTransposed, type, x, weight, bias, gradient);

                foreach ((Tensor one, Tensor other) in expected.Zip(actual))
                {
                    double scale = Math.Max(1, one.abs().max().item<double>());
                    double error = (other.to(float64) - one).abs().max().item<double>();
                    Assert.True(error <= tolerance * scale, $"{from} to {to} channels: off by {error} of {scale}");
                }
            }
        }
    }

    [Fact]
    public void Finds_caches_of_one_byte_wherever_they_stand()
    {
        int[] caches = [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 3],
            real = [.. caches];
        real[0] = 32768;

        Assert.Equal([22, 44], ConvolutionLibraries.PlacesOfLevels([7, 1, .. caches, 1, .. caches, 5]));
        Assert.Empty(ConvolutionLibraries.PlacesOfLevels([1, .. real, .. caches[..20], 2]));
    }

    private static Tensor[] WithGradients(bool isTransposed, ScalarType type, params Tensor[] given)
    {
        Tensor[] leaves = Array.ConvertAll(given[..3], tensor => tensor.detach().to(type).requires_grad_(true));
        (Tensor x, Tensor weight, Tensor bias) = (leaves[0], leaves[1], leaves[2]);
        Tensor result = isTransposed
            ? conv_transpose2d(x, weight, bias, strides: [2, 2], padding: [2, 2], output_padding: [1, 1])
            : conv2d(x, weight, bias, strides: [2, 2], padding: [2, 2]);
        return [result, .. autograd.grad([result], leaves, [given[3].to(type)])];
    }
}
