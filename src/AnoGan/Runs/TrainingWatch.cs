using AnoGan.Data;
using AnoGan.Models;
using AnoGan.Networks;
using AnoGan.Runtime;
using AnoGan.Scoring;
using AnoGan.Training;
using static TorchSharp.torch;

namespace AnoGan.Runs;

/// <summary>
/// Measures the averaged generator between two steps of its training, always on the same latent vectors and images. It
/// draws from random sources of its own and changes nothing that the training uses.
/// </summary>
internal sealed class TrainingWatch : IDisposable
{
    private const int Samples = 64, HeldOutImages = 16;

    // A short search from the middle of the prior leaves half of what a long one would take off; it tells a generator that knows such images from one that does not.
    private const int SearchSteps = 15;

    private const double SearchLearningRate = 0.3;

    // Below this mean difference, a hundredth of the way from black to white, images are alike, and pictures of them may be.
    private const double LeastRealDistance = 0.01;

    private readonly NetworkSpec _spec;
    private readonly Device _device;
    private readonly HealthSchedule _schedule;
    private readonly SearchOptions _search = new() { Steps = SearchSteps, LearningRate = SearchLearningRate, Plateau = 0, Batch = HeldOutImages };
    private readonly Tensor _z; // [Samples, latent]
    private readonly double _realDistance;
    private readonly SearchTask[] _tasks = [];
    private readonly double? _meanImageResidual;

    /// <summary>Draws what is measured on.</summary>
    /// <param name="spec">The networks' shapes.</param>
    /// <param name="options">How they are trained.</param>
    /// <param name="training">The training images.</param>
    /// <param name="heldOut">Images that are not trained on; null for none.</param>
    /// <param name="device">Where the networks are.</param>
    public TrainingWatch(NetworkSpec spec, TrainOptions options, IImageBatches training, IImageBatches? heldOut, Device device)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(training);
        (_spec, _device) = (spec, device);

        // A search step takes the images through both networks, forwards and backwards.
        _schedule = new HealthSchedule(options, Samples + (heldOut is null ? 0 : 4 * SearchSteps * HeldOutImages));
        using var scope = NewDisposeScope();
        _z = LatentVectors(SeededRandom.Derive(options.Seed, "health"));

        // As many as there are pictures, repeats and all: what few images differ by is what their generator's pictures should.
        Tensor real = training.Draws(SeededRandom.Derive(options.Seed, "health-real")).Next(Samples); // [Samples, C, H, W]
        _realDistance = SampleDiversity.MeanDistance(real);
        if (heldOut is null)
            return;
        Tensor images = heldOut.Draws(SeededRandom.Derive(options.Seed, "health-held-out")).Next(HeldOutImages); // [HeldOutImages, C, H, W]
        _tasks = [.. images.data<float>().ToArray().Chunk(spec.Channels * spec.Size * spec.Size).Select((image, i) => new SearchTask(i, image, new float[spec.Latent]))];
        _meanImageResidual = ((images - real.mean([0])).abs().mean() * Scalars.Half).item<float>(); // [-1,1] is twice as wide as [0,1]
    }

    /// <summary>Whether a step is one of those after which the health is checked.</summary>
    /// <param name="step">Generator steps made.</param>
    public bool IsDue(int step) => _schedule.IsDue(step);

    /// <summary>Makes the measurements; what is not finite is left out.</summary>
    /// <param name="networks">The networks as they are, on the device.</param>
    public HealthMeasures Measure(TrainedNetworks networks)
    {
        ArgumentNullException.ThrowIfNull(networks);
        bool wasTrainable = networks.Critic.parameters().First().requires_grad;
        networks.Critic.SetTrainable(false);
        try
        {
            return new HealthMeasures(Diversity(networks.Average), Residual(networks), _meanImageResidual);
        }
        finally
        {
            networks.Critic.SetTrainable(wasTrainable);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _z.Dispose();

    private double? Diversity(ImageGenerator generator)
    {
        if (_realDistance < LeastRealDistance)
            return null;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return Finite(SampleDiversity.MeanDistance(generator.forward(_z)) / _realDistance);
    }

    private double? Residual(TrainedNetworks networks) => _tasks.Length == 0
        ? null
        : Finite(LatentSearch.Run(networks, _spec, _search, _tasks, _device).Average(result => (double)result.Residual));

    private Tensor LatentVectors(ulong seed)
    {
        var random = new SeededRandom(seed);
        float[] values = new float[Samples * _spec.Latent];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)random.NextGaussian();
        return tensor(values, [Samples, _spec.Latent]).to(_device).DetachFromDisposeScope();
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
