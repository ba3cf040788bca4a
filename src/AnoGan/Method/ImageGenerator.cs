using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>
/// The generator G: one linear layer to the smallest feature map, then transposed convolutions that mirror the critic,
/// ReLU between them and tanh at the end. It holds no batch statistics, so an image never depends on its neighbours.
/// </summary>
public sealed class ImageGenerator : nn.Module<Tensor, Tensor>
{
    /// <summary>
    /// Products of matrices of a multiple of this many rows, and they alone, give each image the same bits wherever it
    /// stands in the batch: libtorch's on the CPU treat the remainder in another way.
    /// </summary>
    internal const int RowUnit = 16;

    private readonly Linear seed;
    private readonly ModuleList<ConvTranspose2d> convolutions;
    private readonly long[] _seedShape;
    private readonly int[] _sides;

    /// <summary>Builds the generator with weights drawn from the given source.</summary>
    /// <param name="spec">The shapes.</param>
    /// <param name="random">The only source of the initial weights.</param>
    public ImageGenerator(NetworkSpec spec, Generator random)
        : base(nameof(ImageGenerator))
    {
        ArgumentNullException.ThrowIfNull(spec);
        spec.Validate();
        using var scope = NewDisposeScope(); // the layers themselves abandon tensors while they are built
        int[] sides = [.. spec.Sides.Reverse()];
        int[] channels = [.. spec.ChannelsBySide.Reverse()];
        _sides = sides;
        _seedShape = [-1, channels[0], sides[0], sides[0]];
        seed = nn.Linear(spec.Latent, spec.FeatureLength);
        convolutions = nn.ModuleList(
            [.. Enumerable.Range(0, sides.Length - 1).Select(level =>
                nn.ConvTranspose2d(channels[level], channels[level + 1], kernel_size: NetworkSpec.Kernel, stride: 2,
                    padding: NetworkSpec.Kernel / 2, output_padding: sides[level + 1] % 2 == 0 ? 1 : 0))]);
        RegisterComponents();

        // A transposed convolution of stride 2 reaches each output pixel through a quarter of its kernel.
        Weights.Draw(seed.weight, seed.bias, spec.Latent, random);
        foreach (ConvTranspose2d convolution in convolutions)
            Weights.Draw(
                convolution.weight, convolution.bias,
                convolution.weight.shape[0] * NetworkSpec.Kernel * NetworkSpec.Kernel / 4.0, random);
    }

    /// <summary>Draws one image for every latent vector.</summary>
    /// <param name="input">z, [N, latent], standard normal in training.</param>
    /// <returns>[N, C, H, W] in [-1,1].</returns>
    public override Tensor forward(Tensor input) => Draw(input);

    /// <summary>The same in other numbers.</summary>
    /// <param name="z">[N, latent], standard normal in training.</param>
    /// <param name="precision">In what numbers the transposed convolutions are computed.</param>
    /// <returns>[N, C, H, W] in [-1,1].</returns>
    public Tensor Draw(Tensor z, Precision precision = Precision.Fp32)
    {
        Tensor x = nn.functional.relu(Seed(z)).reshape(_seedShape); // [N, width·2^k, 4, 4]
        for (int level = 0; level < convolutions.Count; level++)
        {
            // The side doubles.
            ConvTranspose2d convolution = convolutions[level];
            x = StridedConvolution.Up(x, convolution.weight, convolution.bias, _sides[level + 1], precision);
            x = level < convolutions.Count - 1 ? nn.functional.relu(x) : x.to(z.dtype).tanh();
        }

        return x;
    }

    // The gradient towards z is a product of as many columns as z is long, whose last bits depend on the row for some
    // lengths (5 to 7, 9 to 11, and 26 or 42 with more threads) and for no multiple of 16.
    private Tensor Seed(Tensor z)
    {
        (long rows, long columns) = (-z.shape[0] & (RowUnit - 1), -z.shape[1] & (RowUnit - 1));
        if (rows == 0 && columns == 0)
            return seed.forward(z);
        Tensor weight = nn.functional.pad(seed.weight, [0, columns]);
        return nn.functional.linear(nn.functional.pad(z, [0, columns, 0, rows]), weight, seed.bias)
            .narrow(0, 0, z.shape[0]);
    }
}
