using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>
/// The convolution of stride 2 that all networks are made of, and its transpose, each in the way that is fastest on the
/// CPU: images of few channels as one product of matrices, because libtorch's own convolutions towards few channels run
/// at a thirtieth of the speed of others; all others with their channels last, which spares libtorch a change of
/// layout.
/// </summary>
internal static class StridedConvolution
{
    private const int Padding = NetworkSpec.Kernel / 2, Few = 16;

    private static readonly long[] Strides = [2, 2], Paddings = [Padding, Padding];

    /// <summary>Halves the sides, rounded up.</summary>
    /// <param name="x">[N, c, h, w].</param>
    /// <param name="weight">[C, c, 5, 5].</param>
    /// <param name="bias">[C].</param>
    /// <param name="precision">In what numbers; the layer at the image is fp32 in any.</param>
    /// <returns>[N, C, ⌈h/2⌉, ⌈w/2⌉].</returns>
    public static Tensor Down(Tensor x, Tensor weight, Tensor bias, Precision precision)
    {
        if (IsThin(weight))
            return x.device_type == DeviceType.CPU ? DownFromFew(x, weight, bias) : Convolve(x, weight, bias);
        return Convolve(In(precision, x), In(precision, weight), In(precision, bias));
    }

    /// <summary>The transpose of <see cref="Down"/>: doubles the sides, or to one less.</summary>
    /// <param name="y">[N, C, ⌈side/2⌉, ⌈side/2⌉].</param>
    /// <param name="weight">[C, c, 5, 5].</param>
    /// <param name="bias">[c], or null for none.</param>
    /// <param name="side">Height and width of the result.</param>
    /// <param name="precision">As for <see cref="Down"/>.</param>
    /// <returns>[N, c, side, side].</returns>
    public static Tensor Up(Tensor y, Tensor weight, Tensor? bias, int side, Precision precision)
    {
        if (IsThin(weight) && y.device_type == DeviceType.CPU)
            return UpToFew(y, weight, bias, side);
        if (IsThin(weight))
            (y, precision) = (y.to(weight.dtype), Precision.Fp32);
        long more = 1 - (side & 1);
        return nn.functional.conv_transpose2d(
            In(precision, ChannelsLast(y)), In(precision, weight), bias is null ? null : In(precision, bias), Strides,
            Paddings, [more, more]);
    }

    private static bool IsThin(Tensor weight) => weight.shape[1] < Few;

    private static Tensor Convolve(Tensor x, Tensor weight, Tensor bias) =>
        nn.functional.conv2d(x, weight, bias, Strides, Paddings);

    private static Tensor DownFromFew(Tensor x, Tensor weight, Tensor bias)
    {
        long height = (x.shape[2] + 1) / 2, width = (x.shape[3] + 1) / 2;
        Tensor patches = nn.functional.unfold( // [N, c·5·5, h·w]
            x, (NetworkSpec.Kernel, NetworkSpec.Kernel), padding: (Padding, Padding), stride: (2, 2));
        Tensor y = patches.transpose(1, 2).matmul(weight.flatten(1).t()).add(bias, Scalars.One); // [N, h·w, C]
        return y.reshape(-1, height, width, weight.shape[0]).permute(0, 3, 1, 2);
    }

    private static Tensor UpToFew(Tensor y, Tensor weight, Tensor? bias, int side)
    {
        Tensor columns = weight
            .flatten(1)
            .t()
            .matmul(y.to(weight.dtype).permute(0, 2, 3, 1).flatten(1, 2).transpose(1, 2)); // [N, c·5·5, h·w]
        Tensor x = nn.functional.fold(
            columns, (side, side), (NetworkSpec.Kernel, NetworkSpec.Kernel), padding: (Padding, Padding),
            stride: (2, 2));
        return bias is null ? x : x.add(bias.reshape(-1, 1, 1), Scalars.One);
    }

    private static Tensor ChannelsLast(Tensor x) =>
        x.device_type == DeviceType.CPU ? x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : x;

    // In fp32 weights stay as they are: those of tests are of double precision.
    private static Tensor In(Precision precision, Tensor tensor) =>
        precision == Precision.Bf16 ? tensor.to(ScalarType.BFloat16) : tensor;
}
