using AnoGan.Method;
using AnoGan.Tests.Support;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace AnoGan.Tests.Method;

/// <summary>The oracle is libtorch's own convolution, which both ways must agree with, gradients included.</summary>
[Collection(TensorTests.Name)]
public sealed class StridedConvolutionTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly Generator _random = new(7);

    public void Dispose()
    {
        _random.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [InlineData(1, 16, 28)]
    [InlineData(3, 16, 7)]
    [InlineData(16, 32, 14)]
    [InlineData(16, 32, 7)]
    public void Down_is_a_convolution_of_stride_2(int few, int many, int side)
    {
        Tensor x = Draw(16, few, side, side), weight = Draw(many, few, 5, 5), bias = Draw(many);

        Tensor[] expected = WithGradients(conv2d(x, weight, bias, strides: [2, 2], padding: [2, 2]), x, weight, bias);

        AssertEqual(expected, WithGradients(StridedConvolution.Down(x, weight, bias, Precision.Fp32), x, weight, bias));
    }

    [Theory]
    [InlineData(1, 16, 28)]
    [InlineData(3, 16, 7)]
    [InlineData(16, 32, 14)]
    [InlineData(16, 32, 7)]
    public void Up_is_its_transpose(int few, int many, int side)
    {
        int half = (side + 1) / 2;
        Tensor y = Draw(16, many, half, half), weight = Draw(many, few, 5, 5), bias = Draw(few);
        long more = side % 2 == 0 ? 1 : 0;

        Tensor[] expected = WithGradients(
            conv_transpose2d(y, weight, bias, strides: [2, 2], padding: [2, 2], output_padding: [more, more]), y,
            weight, bias);

        AssertEqual(
            expected, WithGradients(StridedConvolution.Up(y, weight, bias, side, Precision.Fp32), y, weight, bias));
    }

    private static Tensor[] WithGradients(Tensor result, params Tensor[] sources) =>
        [result, .. autograd.grad([(result * result.sin()).sum()], sources)];

    private static void AssertEqual(Tensor[] expected, Tensor[] actual)
    {
        foreach ((Tensor one, Tensor other) in expected.Zip(actual))
        {
            Assert.Equal(one.shape, other.shape);
            double scale = one.abs().max().item<float>();
            TensorAssert.AllClose(TensorAssert.Values(one), TensorAssert.Values(other), 1e-5 * Math.Max(scale, 1));
        }
    }

    private Tensor Draw(params long[] shape) => randn(shape, generator: _random).requires_grad_(true);
}
