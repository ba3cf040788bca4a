using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Runtime;
using static TorchSharp.torch;

namespace AnoGan.Sampling;

/// <summary>Draws the generator's pictures of latent vectors. libtorch must be loaded.</summary>
/// <param name="generator">On the device; stays the caller's.</param>
internal sealed class SampleDrawer(ImageGenerator generator, NetworkSpec spec, Device device)
{
    // One shape for every batch, the last padded: a picture has the same bits whatever is drawn beside it.
    private const int Batch = 4 * ImageGenerator.RowUnit;

    /// <summary>Draws one picture for each vector.</summary>
    /// <param name="latents">Vectors of the network's length.</param>
    /// <returns>[C, H, W] values in [-1,1] each.</returns>
    public IReadOnlyList<float[]> Draw(IReadOnlyList<float[]> latents, CancellationToken cancellation = default)
    {
        using var noGrad = no_grad();
        var pictures = new List<float[]>(latents.Count);
        foreach (float[][] part in latents.Chunk(Batch))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Tensor z = TensorArrays.Stack(part, Batch, spec.Latent).to(device);
            Tensor drawn = generator.forward(z); // [Batch, C, H, W]
            pictures.AddRange(TensorArrays.RowsOf(drawn.narrow(0, 0, part.Length)));
        }

        return pictures;
    }

    /// <summary>A drawn picture with 8 bits a sample.</summary>
    /// <param name="values">[C, H, W] in [-1,1].</param>
    public PixelImage Picture(float[] values) => PixelTensor.ToImage(values, spec.Size, spec.Size, spec.Channels);
}

/// <summary>Latent vectors to draw pictures from.</summary>
internal static class LatentVectors
{
    // Below this sine of the angle two vectors lie on one line, and the sphere between them is not one way.
    private const double LeastSine = 1e-4;

    /// <summary>One vector of independent standard normal numbers, as in training.</summary>
    /// <param name="index">Which of the seed's vectors, from 0; how many others are drawn changes nothing.</param>
    public static float[] Draw(ulong seed, int index, int length)
    {
        var random = new SeededRandom(SeededRandom.Derive(seed, "sample-latent", (ulong)index));
        float[] z = new float[length];
        for (int i = 0; i < z.Length; i++)
            z[i] = (float)random.NextGaussian();
        return z;
    }

    /// <summary>
    /// A vector on the way from one to another along the sphere (Shoemake 1985, "slerp"). Long standard normal vectors
    /// all have a length near √latent; the middle of a straight way between two would be 0.7 times as long, where the
    /// generator was never trained.
    /// </summary>
    /// <param name="from">The vector at <paramref name="share"/> 0.</param>
    /// <param name="to">The vector at 1, of the same length.</param>
    /// <param name="share">How much of the way, 0 to 1.</param>
    /// <returns>The straight way's where the two lie on one line, as they always do for a latent length of 1.</returns>
    public static float[] Between(IReadOnlyList<float> from, IReadOnlyList<float> to, double share)
    {
        double product = from.Zip(to, (a, b) => (double)a * b).Sum();
        double lengths = Math.Sqrt(from.Sum(a => (double)a * a) * to.Sum(b => (double)b * b));
        double angle = lengths > 0 ? Math.Acos(Math.Clamp(product / lengths, -1, 1)) : 0;
        double sine = Math.Sin(angle);
        (double first, double second) = sine < LeastSine
            ? (1 - share, share)
            : (Math.Sin((1 - share) * angle) / sine, Math.Sin(share * angle) / sine);
        return [.. from.Zip(to, (a, b) => (float)(first * a + second * b))];
    }
}
