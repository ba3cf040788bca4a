using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Runtime;
using static TorchSharp.torch;

namespace AnoGan.Sampling;

/// <summary>Compares generated pictures with training images, a chunk of them at a time.</summary>
/// <param name="threads">CPU threads; change no result.</param>
internal sealed class SampleComparer(TrainedModel model, Device device, int threads)
{
    /// <summary>How many training images are named and shown for each generated picture.</summary>
    public const int Shown = 3;

    // Half a level of 255, and what float32 loses on the way.
    private const double LeastPixels = 0.5 / 255, LeastFeatures = 1e-3;

    /// <summary>Compares.</summary>
    /// <param name="generated">[C, H, W] in [-1,1] each; at least one.</param>
    /// <param name="references">What to compare with.</param>
    /// <param name="events">Receives how many training images are done.</param>
    public SampleComparison Compare(
        IReadOnlyList<float[]> generated, SampleReferences references, RunEvents events, CancellationToken cancellation)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        float[][] pictures = [.. generated, .. references.Real];
        int[] groups = [.. generated.Select(_ => -1), .. references.RealGroups];
        int length = references.Training.Length;
        Tensor points = tensor([.. pictures.SelectMany(picture => picture)], [pictures.Length, length]).to(device);
        var reader = new FeatureReader(
            model.Networks.Critic, model.Metric.Features, model.Manifest.Setup.Network, threads);
        bool hasFeatures = model.Metric.Features.Components > 0;

        // Twice as wide as [0,1] is [-1,1].
        var pixels = new NeighbourSearch(points, power: 1, unit: 0.5 / length, groups, Shown);
        NeighbourSearch? features = hasFeatures
            ? new NeighbourSearch(reader.Read(points, cancellation), power: 2, unit: 1, groups, Shown)
            : null;
        for (int chunk = 0; chunk < references.Training.Chunks; chunk++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var step = NewDisposeScope();
            Tensor rows = references.Training.Chunk(chunk);
            int first = references.Training.First(chunk);
            pixels.Add(rows, first, references.Groups);
            features?.Add(reader.Read(rows, cancellation), first, references.Groups);
            events.Images?.Invoke(references.Training.First(chunk + 1), references.Training.Count);
        }

        int count = generated.Count;
        return new SampleComparison
        {
            ByPixels = [.. pixels.Nearest.Take(count)],
            ByFeatures = features is null ? [] : [.. features.Nearest.Take(count)],
            Pixels = FactsOf(pixels, LeastPixels),
            Features = features is null ? null : FactsOf(features, LeastFeatures),
        };

        CopyFacts FactsOf(NeighbourSearch search, double least) =>
            CopyFacts.Of([.. Nearest(search.Nearest.Take(count))], [.. Nearest(search.Nearest.Skip(count))], least);
    }

    // A lone training image has no other one.
    private static IEnumerable<double> Nearest(IEnumerable<IReadOnlyList<Neighbour>> found) =>
        found.Where(neighbours => neighbours.Count > 0).Select(neighbours => neighbours[0].Distance);
}

/// <summary>Generated pictures beside the training images that are nearest to them.</summary>
internal sealed record SampleComparison
{
    /// <summary>
    /// Of each generated picture its nearest training images by the mean absolute difference of pixels, in [0,1] units,
    /// nearest first.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<Neighbour>> ByPixels { get; init; }

    /// <summary>
    /// The same by the distance in the metric of the critic's features; empty where the model has too few training
    /// images for a metric.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<Neighbour>> ByFeatures { get; init; }

    /// <summary>What the distances of pixels say.</summary>
    public required CopyFacts Pixels { get; init; }

    /// <summary>What the distances of features say; null where there are none.</summary>
    public required CopyFacts? Features { get; init; }
}

/// <summary>
/// Where images lie in the metric of the critic's features, as in the score's distance from the nearest normal images.
/// </summary>
/// <param name="threads">Images whose coordinates are computed at the same time; changes no result.</param>
internal sealed class FeatureReader(Critic critic, Whitening metric, NetworkSpec spec, int threads)
{
    private const int Batch = 64;

    /// <summary>Coordinates in standard deviations from the mean of normal images.</summary>
    /// <param name="rows">[N, C·H·W] in [-1,1] on the device.</param>
    /// <returns>[N, components] on the CPU; the caller disposes it.</returns>
    public Tensor Read(Tensor rows, CancellationToken cancellation)
    {
        using var noGrad = no_grad();
        int count = (int)rows.shape[0];
        float[] coordinates = new float[count * metric.Components];
        for (int first = 0; first < count; first += Batch)
        {
            cancellation.ThrowIfCancellationRequested();
            int length = Math.Min(Batch, count - first), start = first;
            float[] features = FeaturesOf(rows.narrow(0, first, length));
            ParallelWork.For(length, threads, n =>
            {
                ReadOnlySpan<float> row = features.AsSpan(n * metric.Length, metric.Length);
                metric.Coordinates(row).CopyTo(coordinates, (start + n) * metric.Components);
            }, cancellation);
        }

        return tensor(coordinates, [count, metric.Components]);
    }

    private float[] FeaturesOf(Tensor rows)
    {
        using var scope = NewDisposeScope();
        Tensor images = rows.reshape(-1, spec.Channels, spec.Size, spec.Size);
        Tensor features = Critic.Normalise(critic.Features(images)).flatten(1);
        return TensorArrays.ValuesOf(features);
    }
}
