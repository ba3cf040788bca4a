using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Runtime;
using TorchSharp;

namespace AnoGan.Tests.Support;

/// <summary>Training images that exist only as numbers: grey, or RGB, slanted ramps of seeded slopes.</summary>
internal sealed class DrawnBatches(int count, int size, int channels = 1) : IImageBatches
{
    public int Count => count;

    /// <summary>How many images were asked for.</summary>
    public long ImagesRead { get; private set; }

    /// <summary>The image whose every value is not a number, or -1.</summary>
    public int BrokenImage { get; init; } = -1;

    public ITrainingDraws Draws(ulong seed) => new EpochDraws(count, seed, Batch);

    private torch.Tensor Batch(int[] indices)
    {
        ImagesRead += indices.Length;
        int length = channels * size * size;
        float[] values = new float[indices.Length * length];
        for (int n = 0; n < indices.Length; n++)
        {
            var random = new SeededRandom((ulong)indices[n]);
            double slopeX = random.NextDouble(-1, 1), slopeY = random.NextDouble(-1, 1);
            for (int i = 0; i < length; i++)
            {
                double x = i % size / (double)size - 0.5, y = i / size % size / (double)size - 0.5;
                values[n * length + i] = indices[n] == BrokenImage ? float.NaN : (float)(slopeX * x + slopeY * y);
            }
        }

        return torch.tensor(values, [indices.Length, channels, size, size]);
    }
}
