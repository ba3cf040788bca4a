using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>
/// A U-Net (Ronneberger et al. 2015) that says where an image has a defect, from the image and its reconstruction
/// G(E(x)), its nearest normal one. Convolutions, batch normalisation and leaky ReLU; the side is halved four times,
/// and the map comes at half the image's. Once trained it judges every image by itself.
/// </summary>
public sealed class Segmenter : nn.Module<Tensor, Tensor>
{
    private const int Width = 16, FirstKernel = 5, Kernel = 3;

    // Defects are rare: where the last bias begins.
    private static readonly Scalar FirstLogit = (-3.0).ToScalar();

    private readonly ModuleList<NormalisedConvolution> halving, keeping, joining;
    private readonly Conv2d map;

    /// <summary>Builds the network with weights drawn from the given source.</summary>
    /// <param name="spec">The shapes of the images.</param>
    /// <param name="random">The only source of the initial weights.</param>
    public Segmenter(NetworkSpec spec, Generator random)
        : base(nameof(Segmenter))
    {
        ArgumentNullException.ThrowIfNull(spec);
        spec.Validate();
        using var scope = NewDisposeScope(); // the layers themselves abandon tensors while they are built
        int[] channels = ChannelsFor(spec);
        int[] levels = [.. Enumerable.Range(1, channels.Length - 1)];
        halving = nn.ModuleList([.. levels.Select(level => new NormalisedConvolution(
            channels[level - 1], channels[level], level == 1 ? FirstKernel : Kernel, stride: 2, random))]);
        keeping = nn.ModuleList([.. levels.Select(level => new NormalisedConvolution(
            channels[level], channels[level], Kernel, stride: 1, random))]);
        joining = nn.ModuleList([.. levels.Reverse().SkipLast(1).Select(level => new NormalisedConvolution(
            channels[level] + channels[level - 1], channels[level - 1], Kernel, stride: 1, random))]);
        map = nn.Conv2d(Width, 1, kernel_size: 1);
        RegisterComponents();
        Weights.Draw(map.weight, map.bias, Width, random, gain: 0.1);
        using var noGrad = no_grad();
        map.bias!.fill_(FirstLogit);
    }

    /// <summary>Side of the map.</summary>
    /// <param name="spec">The shapes of the images.</param>
    public static int SideOf(NetworkSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return (spec.Size + 1) / 2;
    }

    /// <summary>
    /// Floating-point operations of the convolutions for one image, a multiplication and an addition being two.
    /// </summary>
    /// <param name="spec">The shapes of the images.</param>
    internal static double Cost(NetworkSpec spec)
    {
        int[] channels = ChannelsFor(spec);
        double sum = 0;
        int side = spec.Size;
        for (int level = 1; level < channels.Length; level++)
        {
            side = (side + 1) / 2;
            double places = 2.0 * side * side;
            int kernel = level == 1 ? FirstKernel * FirstKernel : Kernel * Kernel;
            sum += places * channels[level] * (kernel * channels[level - 1] + Kernel * Kernel * channels[level]);
            if (level < channels.Length - 1)
                sum += places * Kernel * Kernel * (channels[level + 1] + channels[level]) * channels[level];
        }

        return sum;
    }

    private static int[] ChannelsFor(NetworkSpec spec) => [2 * spec.Channels, Width, 2 * Width, 4 * Width, 4 * Width];

    /// <summary>Judges images.</summary>
    /// <param name="input">[N, 2·C, H, W] in [-1,1]: the image, then its reconstruction.</param>
    /// <returns>[N, H/2, W/2], rounded up: the logit of a defect at each place.</returns>
    public override Tensor forward(Tensor input)
    {
        var kept = new List<Tensor>();
        Tensor x = StridedConvolution.ChannelsLast(input);
        for (int level = 0; level < halving.Count; level++)
        {
            x = keeping[level].forward(halving[level].forward(x));
            kept.Add(x); // [N, channels of the level, half the side]
        }

        for (int level = 0; level < joining.Count; level++)
        {
            Tensor beside = kept[^(level + 2)];
            x = nn.functional.interpolate(x, [beside.shape[2], beside.shape[3]], mode: InterpolationMode.Nearest);
            x = joining[level].forward(cat([x, beside], 1));
        }

        return map.forward(x).squeeze(1);
    }

    /// <summary>Judges images beside their reconstructions.</summary>
    /// <param name="images">[N, C, H, W] in [-1,1].</param>
    /// <param name="generated">G(E(x)), of the same shape.</param>
    /// <returns>[N, H/2, W/2], rounded up: the logit of a defect at each place.</returns>
    internal Tensor Judge(Tensor images, Tensor generated) => forward(cat([images, generated], 1));
}

/// <summary>What a segmenter says of an image.</summary>
internal static class DefectMap
{
    // A defect is small, but a map that only whispers does so over more than a spot.
    private const double SpotShare = 0.05, LeastLogit = -20;

    /// <summary>Mean of the logits over the 5 % of the places where they are highest.</summary>
    /// <param name="logits">[side, side].</param>
    /// <param name="spec">The networks' shapes.</param>
    /// <param name="foreground">[size, size], which pixels of the image are compared; null for all.</param>
    /// <returns>At least one place counts; -20 where none shows anything of the object.</returns>
    public static double Spot(float[] logits, NetworkSpec spec, bool[]? foreground) => LocalMap.MeanOfHighest(
        logits, Segmenter.SideOf(spec), SpotShare, spec, foreground, logit => logit) ?? LeastLogit;
}

/// <summary>
/// A convolution, batch normalisation (Ioffe and Szegedy 2015) and leaky ReLU. The running mean and variance are
/// parameters that no gradient reaches, so that they are kept as weights are.
/// </summary>
internal sealed class NormalisedConvolution : nn.Module<Tensor, Tensor>
{
    private const double Momentum = 0.1, Epsilon = 1e-5;

    private readonly Conv2d convolution;
    private readonly Parameter scale, shift, mean, variance;

    public NormalisedConvolution(int inputs, int outputs, int kernel, int stride, Generator random)
        : base(nameof(NormalisedConvolution))
    {
        convolution = nn.Conv2d(inputs, outputs, kernel, stride: stride, padding: kernel / 2, bias: false);
        (scale, shift) = (Filled(1, outputs, isTrained: true), Filled(0, outputs, isTrained: true));
        (mean, variance) = (Filled(0, outputs, isTrained: false), Filled(1, outputs, isTrained: false));
        RegisterComponents();
        Weights.Draw(convolution.weight, null, inputs * kernel * kernel, random);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.batch_norm(
            convolution.forward(input), mean, variance, scale, shift, training, Momentum, Epsilon)
        .leaky_relu(Scalars.LeakySlope);

    // A field of a module is the one parameter that TorchSharp leaves to the dispose scope around it.
    private static Parameter Filled(float value, int count, bool isTrained)
    {
        var parameter = new Parameter(full(count, value), isTrained);
        parameter.DetachFromDisposeScope();
        return parameter;
    }
}
