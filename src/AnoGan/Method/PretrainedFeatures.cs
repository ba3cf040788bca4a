using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>
/// Local features of a picture from a pretrained network, one vector a position, as in PatchCore (Roth et al. 2022,
/// section 3.1): the activations at an eighth and at a sixteenth of the resolution, each averaged over 3×3 of its
/// positions, the coarser ones enlarged to the finer grid.
/// </summary>
/// <param name="network">The network, which this disposes.</param>
/// <param name="size">Side of the pictures in pixels, a multiple of 16.</param>
internal sealed class PretrainedFeatures(PretrainedNetwork network, int size) : IDisposable
{
    /// <summary>Pixels from one position to the next.</summary>
    public const int Stride = 8;

    // The picture is continued by its edge pixels, and what lies there is cut off the features again: the zeros that a
    // network pads with would be seen as an edge.
    private const int Rim = 32, Fine = 1, Coarse = 2;

    private Device _device = CPU;

    /// <summary>Side of the pictures in pixels.</summary>
    public int Size => size;

    /// <summary>Positions along a side.</summary>
    public int Side => size / Stride;

    /// <summary>Numbers of a position.</summary>
    public int Length => network.Channels[Fine] + network.Channels[Coarse];

    /// <summary>Moves the network.</summary>
    /// <param name="device">Where to.</param>
    public void MoveTo(Device device)
    {
        network.MoveTo(device);
        _device = device;
    }

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();

    /// <summary>The features of one picture; they do not depend on any other.</summary>
    /// <param name="picture">[3, size, size], red, green, blue in [-1,1].</param>
    /// <returns>[Side · Side, Length], positions in rows from the top.</returns>
    public Tensor Of(float[] picture)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor x = nn.functional.pad(
            tensor(picture, [1, 3, size, size]).to(_device), [Rim, Rim, Rim, Rim], PaddingModes.Replicate);
        Tensor[] stages = network.Run(StridedConvolution.ChannelsLast(x));
        Tensor fine = Averaged(stages[Fine]);
        Tensor coarse = nn.functional.interpolate(
            Averaged(stages[Coarse]), fine.shape[2..], mode: InterpolationMode.Bilinear, align_corners: false);
        return cat([fine, coarse], 1)
            .narrow(2, Rim / Stride, Side).narrow(3, Rim / Stride, Side)
            .flatten(2)[0].t().contiguous().MoveToOuterDisposeScope();
    }

    private static Tensor Averaged(Tensor x) =>
        nn.functional.avg_pool2d(x, kernel_size: 3, stride: 1, padding: 1, count_include_pad: false);
}
