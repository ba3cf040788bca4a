using System.Runtime.InteropServices;
using System.Security.Cryptography;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Runtime;
using static TorchSharp.torch;

namespace AnoGan.Training;

/// <summary>
/// Measures the averaged generator between two steps of its training, always on the same latent vectors and images. It
/// draws from random sources of its own and changes nothing that the training uses.
/// </summary>
internal sealed class TrainingWatch : IDisposable
{
    private const int Samples = 64, HeldOutImages = 16;

    // A short search leaves much of what a long one would take off, but tells a generator that knows such images from
    // one that does not.
    private const int SearchSteps = 15;

    private const double SearchLearningRate = 0.3;

    // Below this mean difference, a hundredth of the way from black to white, images are alike, and pictures of them
    // may be.
    private const double LeastRealDistance = 0.01;

    private readonly NetworkSpec _spec;
    private readonly Device _device;
    private readonly HealthSchedule _schedule;
    private readonly TrainingSheets _sheets;
    private readonly SearchOptions _search = new()
    {
        Steps = SearchSteps,
        LearningRate = SearchLearningRate,
        Plateau = 0,
        Batch = HeldOutImages,
    };
    private readonly Tensor _z; // [Samples, latent]
    private readonly double _realDistance;
    private readonly float[][] _latents; // the rows of _z
    private readonly Tensor? _heldOut; // [HeldOutImages, C, H, W]
    private readonly float[][] _heldOutRows = [];
    private readonly double? _meanImageResidual;

    /// <summary>Draws what is measured on.</summary>
    /// <param name="spec">The networks' shapes.</param>
    /// <param name="options">How they are trained.</param>
    /// <param name="training">The training images.</param>
    /// <param name="heldOut">Images that are not trained on; null for none.</param>
    /// <param name="device">Where the networks are.</param>
    public TrainingWatch(
        NetworkSpec spec, TrainOptions options, IImageBatches training, IImageBatches? heldOut, Device device)
    {
        (_spec, _device, _sheets) = (spec, device, new TrainingSheets(spec));

        // A search step takes the images through both networks, forwards and backwards.
        _schedule = new HealthSchedule(options, Samples + (heldOut is null ? 0 : 4 * SearchSteps * HeldOutImages));
        using var scope = NewDisposeScope();
        _latents = LatentVectors(SeededRandom.Derive(options.Seed, "health"), spec.Latent);
        _z = tensor([.. _latents.SelectMany(z => z)], [Samples, spec.Latent]).to(device).DetachFromDisposeScope();

        // As many as there are pictures, repeats and all: what few images differ by is what their generator's pictures
        // should.
        ITrainingDraws reals = training.Draws(SeededRandom.Derive(options.Seed, "health-real"));
        Tensor real = reals.Next(Samples); // [Samples, C, H, W]
        _realDistance = SampleDiversity.MeanDistance(real);
        TrainingImages = _sheets.Grid([
            .. TensorArrays.RowsOf(real)
                .DistinctBy(image => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(image.AsSpan())))),
        ]);
        if (heldOut is null)
            return;
        ITrainingDraws others = heldOut.Draws(SeededRandom.Derive(options.Seed, "health-held-out"));
        Tensor images = others.Next(HeldOutImages); // [HeldOutImages, C, H, W]
        _heldOutRows = TensorArrays.RowsOf(images);
        _heldOut = images.to(device).DetachFromDisposeScope();

        // [-1,1] is twice as wide as [0,1].
        _meanImageResidual = ((images - real.mean([0])).abs().mean() * Scalars.Half).item<float>();
    }

    /// <summary>Whether a step is one of those after which the health is checked.</summary>
    /// <param name="step">Generator steps made.</param>
    public bool IsDue(int step) => _schedule.IsDue(step);

    /// <summary>Steps from one check to the next, from a step on; a multiple of what it was before.</summary>
    /// <param name="step">Generator steps made.</param>
    public long IntervalAt(int step) => _schedule.IntervalAt(step);

    /// <summary>A sheet of training images, each different from the others.</summary>
    public PixelImage TrainingImages { get; }

    /// <summary>Draws a sheet of the generator's pictures alone, which costs nearly nothing.</summary>
    /// <param name="networks">The networks as they are, on the device.</param>
    public PixelImage DrawSamples(TrainedNetworks networks)
    {
        using Tensor pictures = Draw(networks.Average);
        return _sheets.Grid(TensorArrays.RowsOf(pictures));
    }

    /// <summary>Makes the measurements and the pictures; numbers that are not finite are left out.</summary>
    /// <param name="networks">The networks as they are, on the device.</param>
    public WatchCheck Check(TrainedNetworks networks)
    {
        bool wasTrainable = networks.Critic.parameters().First().requires_grad;
        networks.Critic.SetTrainable(false);
        try
        {
            using Tensor pictures = Draw(networks.Average);
            double? diversity =
                _realDistance < LeastRealDistance
                    ? null
                    : Finite(SampleDiversity.MeanDistance(pictures) / _realDistance);
            SearchResult[]? found = Reconstruct(networks, pictures);
            return new WatchCheck(
                new HealthMeasures(
                    diversity, found is null ? null : Finite(found.Average(result => (double)result.Residual)),
                    _meanImageResidual),
                _sheets.Grid(TensorArrays.RowsOf(pictures)),
                found is null ? null : _sheets.Triples(_heldOutRows, [.. found.Select(result => result.Generated)]));
        }
        finally
        {
            networks.Critic.SetTrainable(wasTrainable);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _z.Dispose();
        _heldOut?.Dispose();
    }

    private Tensor Draw(ImageGenerator generator)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return generator.forward(_z).MoveToOuterDisposeScope();
    }

    private SearchResult[]? Reconstruct(TrainedNetworks networks, Tensor pictures)
    {
        if (_heldOut is null)
            return null;

        // Where a search begins must be somewhere the generator was trained: one from the middle, z = 0, can begin in
        // the dark and stay there.
        float[][] starts = [.. _heldOutRows.Select((_, i) => _latents[Nearest(pictures, _heldOut, i)])];
        return [.. LatentSearch.Run(networks, _spec, _search, _heldOutRows, starts, _device)];
    }

    private static int Nearest(Tensor pictures, Tensor images, int image)
    {
        using var scope = NewDisposeScope();
        return (int)(pictures - images[image]).abs().mean([1, 2, 3]).argmin().item<long>();
    }

    private static float[][] LatentVectors(ulong seed, int latent)
    {
        var random = new SeededRandom(seed);
        return
        [
            .. Enumerable
                .Range(0, Samples)
                .Select(_ => Enumerable.Range(0, latent).Select(_ => (float)random.NextGaussian()).ToArray()),
        ];
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}

/// <summary>What a look at a training saw.</summary>
/// <param name="Measures">The numbers.</param>
/// <param name="Samples">A sheet of the generator's pictures of the fixed latent vectors.</param>
/// <param name="Reconstructions">
/// A sheet of the fixed held-out images, each with its reconstruction and the residual; null where none is held out.
/// </param>
internal sealed record WatchCheck(HealthMeasures Measures, PixelImage Samples, PixelImage? Reconstructions);

/// <summary>How much pictures differ from each other, as a pure function.</summary>
internal static class SampleDiversity
{
    /// <summary>The mean over all pairs of pictures of their mean absolute difference, in [0,1] units.</summary>
    /// <param name="images">[N, C, H, W] in [-1,1].</param>
    /// <returns>0 for one picture, and for pictures that are all equal.</returns>
    public static double MeanDistance(Tensor images)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        int count = (int)images.shape[0];
        Tensor pixels = images.flatten(1); // [N, C·H·W]
        double sum = 0;
        for (int i = 0; i + 1 < count; i++)
        {
            using var pairs = NewDisposeScope();
            Tensor distances = (pixels[(i + 1)..] - pixels[i]).abs().mean([1]); // [N - 1 - i]
            sum += distances.sum().item<float>();
        }

        return count < 2 ? 0 : 0.5 * sum / (count * (count - 1.0) / 2); // [-1,1] is twice as wide as [0,1]
    }
}
