using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>
/// The convolution of stride 2 that all networks are made of, and its transpose, each in the way that is fastest on the
/// CPU: images of few channels with four times as many at half the side, because libtorch's own convolutions towards
/// few channels run at a thirtieth of the speed of others; all others with their channels last, which spares libtorch a
/// change of layout.
/// </summary>
internal static class StridedConvolution
{
    private const int Padding = NetworkSpec.Kernel / 2, Few = 16;

    private static readonly long[] Strides = [2, 2], Paddings = [Padding, Padding], Ones = [1, 1];

    /// <summary>Halves the sides, rounded up.</summary>
    /// <param name="x">[N, c, h, w].</param>
    /// <param name="weight">[C, c, 5, 5].</param>
    /// <param name="bias">[C].</param>
    /// <param name="precision">In what numbers; the layer at the image is fp32 in any.</param>
    /// <returns>[N, C, ⌈h/2⌉, ⌈w/2⌉].</returns>
    public static Tensor Down(Tensor x, Tensor weight, Tensor bias, Precision precision)
    {
        if (IsThin(weight))
            return IsByParity(x, (int)x.shape[2]) ? DownFromFew(x, weight, bias) : Convolve(x, weight, bias);
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
        if (IsThin(weight) && IsByParity(y, side))
            return UpToFew(y, weight, bias);
        if (IsThin(weight))
            (y, precision) = (y.to(weight.dtype), Precision.Fp32);
        long more = 1 - (side & 1);
        return nn.functional.conv_transpose2d(
            In(precision, ChannelsLast(y)), In(precision, weight), bias is null ? null : In(precision, bias), Strides,
            Paddings, [more, more]);
    }

    /// <summary>
    /// The same with all channels of a place side by side in memory, as oneDNN convolves without changing the layout of
    /// what goes in and comes out; on a GPU as it is.
    /// </summary>
    /// <param name="x">[N, c, h, w].</param>
    public static Tensor ChannelsLast(Tensor x) =>
        x.device_type == DeviceType.CPU ? x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : x;

    private static bool IsThin(Tensor weight) => weight.shape[1] < Few;

    private static bool IsByParity(Tensor tensor, int side) => tensor.device_type == DeviceType.CPU && side % 2 == 0;

    private static Tensor Convolve(Tensor x, Tensor weight, Tensor bias) =>
        nn.functional.conv2d(x, weight, bias, Strides, Paddings);

    // Every other pixel of every other row is a channel of its own, so that the stride is gone and the kernel is 3×3.
    private static Tensor DownFromFew(Tensor x, Tensor weight, Tensor bias)
    {
        Tensor kernel = ByParity(weight).permute(0, 1, 3, 5, 2, 4).reshape(weight.shape[0], -1, 3, 3);
        return nn.functional.conv2d(ChannelsLast(nn.functional.pixel_unshuffle(x, 2)), kernel, bias, Ones, Ones);
    }

    // The same read backwards.
    private static Tensor UpToFew(Tensor y, Tensor weight, Tensor? bias)
    {
        Tensor kernel = ByParity(weight).permute(1, 3, 5, 0, 2, 4).flip(4, 5).reshape(-1, weight.shape[0], 3, 3);
        Tensor x = nn.functional.conv2d(y.to(weight.dtype), kernel, bias: null, Ones, Ones);
        x = nn.functional.pixel_shuffle(x, 2);
        return bias is null ? x : x.add(bias.reshape(-1, 1, 1), Scalars.One);
    }

    // [C, c, 5, 5] as [C, c, 3, 2, 3, 2]: row 2a + p of a sixth row and column of zeros.
    private static Tensor ByParity(Tensor weight) =>
        nn.functional.pad(weight, [0, 1, 0, 1]).reshape(weight.shape[0], weight.shape[1], 3, 2, 3, 2);

    // In fp32 weights stay as they are: those of tests are of double precision.
    private static Tensor In(Precision precision, Tensor tensor) =>
        precision == Precision.Bf16 ? tensor.to(ScalarType.BFloat16) : tensor;
}
