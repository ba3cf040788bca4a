using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>The strided convolutions that critic and encoder begin with, leaky ReLU after each.</summary>
internal static class ConvolutionStack
{
    /// <summary>Builds the layers with drawn weights; each halves the side of its feature map.</summary>
    public static ModuleList<Conv2d> Create(NetworkSpec spec, Generator random)
    {
        IReadOnlyList<int> channels = spec.ChannelsBySide;
        ModuleList<Conv2d> convolutions = nn.ModuleList([.. channels.Skip(1).Select((output, level) => nn.Conv2d(
            channels[level], output, kernel_size: NetworkSpec.Kernel, stride: 2, padding: NetworkSpec.Kernel / 2))]);
        foreach (Conv2d convolution in convolutions)
            Weights.Draw(
                convolution.weight, convolution.bias,
                convolution.weight.shape[1] * NetworkSpec.Kernel * NetworkSpec.Kernel, random);
        return convolutions;
    }

    /// <summary>Runs all layers.</summary>
    /// <param name="convolutions">As <see cref="Create"/> built them.</param>
    /// <param name="images">[N, C, H, W] in [-1,1].</param>
    /// <param name="precision">Of all but the layer at the image.</param>
    /// <returns>[N, channels, side, side], the last of the spec's feature maps, in the weights' own numbers.</returns>
    public static Tensor Run(ModuleList<Conv2d> convolutions, Tensor images, Precision precision) =>
        Run(convolutions, images, precision, level: convolutions.Count).Last;

    /// <summary>Runs all layers, and keeps what one of them gives.</summary>
    /// <param name="convolutions">As <see cref="Create"/> built them.</param>
    /// <param name="images">[N, C, H, W] in [-1,1].</param>
    /// <param name="precision">Of all but the layer at the image.</param>
    /// <param name="level">Which layer's map is kept, counted from 1 at the image.</param>
    /// <returns>
    /// Two feature maps, [N, channels, side, side], the last in the weights' own numbers, the kept one in those that it
    /// was computed in.
    /// </returns>
    public static (Tensor Kept, Tensor Last) Run(
        ModuleList<Conv2d> convolutions, Tensor images, Precision precision, int level)
    {
        Tensor x = images, kept = images;
        for (int layer = 0; layer < convolutions.Count; layer++)
        {
            // The side halves, the channels double.
            x = Before(convolutions[layer], x, precision).leaky_relu(Scalars.LeakySlope);
            kept = layer + 1 == level ? x : kept;
        }

        return (kept, x.to(convolutions[0].weight.dtype));
    }

    /// <summary>
    /// The gradient of a sum over the features towards the images; itself to be differentiated by the weights alone.
    /// </summary>
    /// <param name="convolutions">As <see cref="Create"/> built them.</param>
    /// <param name="images">[N, C, H, W] in [-1,1].</param>
    /// <param name="weights">[1, channels, side, side], of the features in the sum.</param>
    /// <param name="precision">Of all but the layer at the image.</param>
    /// <returns>[N, C, H, W].</returns>
    public static Tensor InputGradient(
        ModuleList<Conv2d> convolutions, Tensor images, Tensor weights, Precision precision)
    {
        // Each layer is linear but for the slopes of its leaky ReLU, constants as long as no activation changes its
        // sign. So nothing has to be differentiated twice, and none of the zeros that second derivatives would come to
        // is computed.
        var slopes = new Tensor[convolutions.Count];
        var sides = new int[convolutions.Count];
        using (no_grad())
        {
            Tensor x = images;
            for (int level = 0; level < slopes.Length; level++)
            {
                sides[level] = (int)x.shape[2];
                Tensor before = Before(convolutions[level], x, precision);
                slopes[level] = before
                    .gt(Scalars.Zero)
                    .to_type(before.dtype)
                    .mul_(Scalars.OneLessLeakySlope)
                    .add_(Scalars.LeakySlope, Scalars.One);
                x = before.leaky_relu(Scalars.LeakySlope);
            }
        }

        Tensor gradient = weights;
        for (int level = slopes.Length - 1; level >= 0; level--)
            gradient = StridedConvolution.Up(
                slopes[level] * gradient, convolutions[level].weight, bias: null, sides[level], precision);
        return gradient.to(images.dtype);
    }

    private static Tensor Before(Conv2d convolution, Tensor x, Precision precision) =>
        StridedConvolution.Down(x, convolution.weight, convolution.bias!, precision);
}
