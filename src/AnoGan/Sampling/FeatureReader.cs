using AnoGan.Method;
using AnoGan.Runtime;
using static TorchSharp.torch;

namespace AnoGan.Sampling;

/// <summary>
/// Where images lie in the metric of the critic's features, as in the score's distance from the nearest normal images.
/// </summary>
internal sealed class FeatureReader
{
    private const int Batch = 64;

    private readonly Critic _critic;
    private readonly Whitening _metric;
    private readonly NetworkSpec _spec;
    private readonly Device _device;
    private readonly int _threads;

    /// <summary>Prepares the reading.</summary>
    /// <param name="critic">The critic on the device; stays the caller's.</param>
    /// <param name="metric">The metric of its normalised features.</param>
    /// <param name="spec">Its shapes.</param>
    /// <param name="device">Where it is.</param>
    /// <param name="threads">Images whose coordinates are computed at the same time; changes no result.</param>
    public FeatureReader(Critic critic, Whitening metric, NetworkSpec spec, Device device, int threads)
    {
        _critic = critic;
        _metric = metric;
        _spec = spec;
        _device = device;
        _threads = threads;
    }

    /// <summary>Coordinates in standard deviations from the mean of normal images.</summary>
    /// <param name="rows">[N, C·H·W] in [-1,1] on the device.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>[N, components] on the CPU; the caller disposes it.</returns>
    public Tensor Read(Tensor rows, CancellationToken cancellation)
    {
        using var noGrad = no_grad();
        int count = (int)rows.shape[0];
        float[] coordinates = new float[count * _metric.Components];
        for (int first = 0; first < count; first += Batch)
        {
            cancellation.ThrowIfCancellationRequested();
            int length = Math.Min(Batch, count - first), start = first;
            float[] features = FeaturesOf(rows.narrow(0, first, length));
            ParallelWork.For(
                length,
                _threads,
                n =>
                    _metric
                        .Coordinates(features.AsSpan(n * _metric.Length, _metric.Length))
                        .CopyTo(coordinates, (start + n) * _metric.Components),
                cancellation);
        }

        return tensor(coordinates, [count, _metric.Components]);
    }

    private float[] FeaturesOf(Tensor rows)
    {
        using var scope = NewDisposeScope();
        Tensor images = rows.reshape(-1, _spec.Channels, _spec.Size, _spec.Size);
        Tensor features = Critic.Normalise(_critic.Features(images)).flatten(1);
        return features.to(CPU).contiguous().data<float>().ToArray();
    }
}
