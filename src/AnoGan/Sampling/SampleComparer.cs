using AnoGan.Models;
using static TorchSharp.torch;

namespace AnoGan.Sampling;

/// <summary>Compares generated pictures with training images, a chunk of them at a time.</summary>
/// <param name="model">The model, on the device.</param>
/// <param name="device">Where to compare.</param>
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
    /// <param name="events">Told of the training images that are done.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
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
            model.Networks.Critic, model.Metric.Features, model.Manifest.Setup.Network, device, threads);
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
