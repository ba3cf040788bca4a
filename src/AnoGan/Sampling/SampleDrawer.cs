using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using static TorchSharp.torch;

namespace AnoGan.Sampling;

/// <summary>Draws the generator's pictures of latent vectors. libtorch must be loaded.</summary>
internal sealed class SampleDrawer
{
    // One shape for every batch, the last padded: a picture has the same bits whatever is drawn beside it.
    private const int Batch = 4 * ImageGenerator.RowUnit;

    private readonly ImageGenerator _generator;
    private readonly NetworkSpec _spec;
    private readonly Device _device;

    /// <summary>Prepares the drawing.</summary>
    /// <param name="generator">The generator, which stays the caller's.</param>
    /// <param name="spec">Its shapes.</param>
    /// <param name="device">Where it is.</param>
    public SampleDrawer(ImageGenerator generator, NetworkSpec spec, Device device)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(spec);
        _generator = generator;
        _spec = spec;
        _device = device;
    }

    /// <summary>Draws one picture for each vector.</summary>
    /// <param name="latents">Vectors of the network's length.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>[C, H, W] values in [-1,1] each.</returns>
    public IReadOnlyList<float[]> Draw(IReadOnlyList<float[]> latents, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(latents);
        using var noGrad = no_grad();
        var pictures = new List<float[]>(latents.Count);
        int length = _spec.Channels * _spec.Size * _spec.Size;
        foreach (float[][] part in latents.Chunk(Batch))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            float[] z = new float[Batch * _spec.Latent];
            for (int n = 0; n < part.Length; n++)
                part[n].CopyTo(z, n * _spec.Latent);
            Tensor drawn = _generator.forward(tensor(z, [Batch, _spec.Latent]).to(_device)); // [Batch, C, H, W]
            float[] values = drawn.to(CPU).contiguous().data<float>().ToArray();
            for (int n = 0; n < part.Length; n++)
                pictures.Add(values[(n * length)..((n + 1) * length)]);
        }

        return pictures;
    }

    /// <summary>A drawn picture with 8 bits a sample.</summary>
    /// <param name="values">[C, H, W] in [-1,1].</param>
    public PixelImage Picture(float[] values) => PixelTensor.ToImage(values, _spec.Size, _spec.Size, _spec.Channels);
}
