using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AnoGan.Networks;

/// <summary>The strided convolutions that critic and encoder begin with, leaky ReLU after each.</summary>
internal static class ConvolutionStack
{
    /// <summary>Builds the layers; each halves the side of its feature map.</summary>
    /// <param name="spec">The shapes.</param>
    /// <param name="random">The only source of the initial weights.</param>
    public static ModuleList<Conv2d> Create(NetworkSpec spec, Generator random)
    {
        IReadOnlyList<int> channels = spec.ChannelsBySide;
        ModuleList<Conv2d> convolutions = nn.ModuleList(
            [.. channels.Skip(1).Select((output, level) =>
                nn.Conv2d(channels[level], output, kernel_size: NetworkSpec.Kernel, stride: 2, padding: NetworkSpec.Kernel / 2))]);
        foreach (Conv2d convolution in convolutions)
            WeightInit.Normal(convolution.weight, convolution.bias, convolution.weight.shape[1] * NetworkSpec.Kernel * NetworkSpec.Kernel, random);
        return convolutions;
    }

    /// <summary>Runs all layers.</summary>
    /// <param name="convolutions">As <see cref="Create"/> built them.</param>
    /// <param name="images">[N, C, H, W] in [-1,1].</param>
    /// <returns>[N, channels, side, side], the last of the spec's feature maps.</returns>
    public static Tensor Run(ModuleList<Conv2d> convolutions, Tensor images)
    {
        Tensor x = images;
        foreach (Conv2d convolution in convolutions)
            x = convolution.forward(x).leaky_relu(Scalars.LeakySlope); // side halves, channels double
        return x;
    }
}
