using AnoGan.Method;
using static TorchSharp.torch;

namespace AnoGan.Benchmarks;

/// <summary>Images of noise in memory: what is in a picture costs no time.</summary>
internal sealed class NoiseImages(int size, Generator random) : IImageBatches, ITrainingDraws
{
    public int Count => 10_000;

    public ITrainingDraws Draws(ulong seed) => this;

    public Tensor Next(int count) => rand([count, 1, size, size], generator: random);

    public void Skip(long count)
    {
    }
}
