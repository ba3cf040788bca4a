using System.Diagnostics;
using System.Globalization;
using AnoGan.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>
/// The training of a WGAN with gradient penalty (Gulrajani et al. 2017, algorithm 1) on normal images only: networks,
/// optimisers, noise and the place in the data, and the step that changes them.
/// <code>
/// critic's loss      mean D(G(z)) - mean D(x) + weight · mean (‖∇D(x̂)‖ - 1)²,  x̂ = ε·x + (1 - ε)·G(z)
/// generator's loss   -mean D(G(z)),  z ~ N(0, 1), ε ~ U(0, 1)
/// </code>
/// Not for several threads at a time.
/// </summary>
public sealed class WganTraining : IDisposable
{
    private const string CriticAdam = "critic-adam", GeneratorAdam = "generator-adam";

    private readonly NetworkSpec _spec;
    private readonly TrainOptions _options;
    private readonly Device _device;
    private readonly ITrainingDraws _draws;
    private readonly Generator _noise;
    private readonly Adam _criticAdam;
    private readonly Adam _generatorAdam;
    private readonly Scalar _penaltyWeight;
    private readonly int _batch;
    private readonly Stopwatch _clock = new();
    private double _earlierSeconds;
    private bool _ownsNetworks = true;

    private WganTraining(IImageBatches images, NetworkSpec spec, TrainOptions options, Device device)
    {
        (_spec, _options, _device) = (spec, options, device);

        // Three sources, so that the order of the images does not depend on the size of the networks, and so on.
        using var initRandom = new Generator(SeededRandom.Derive(options.Seed, "init"));
        _noise = new Generator(SeededRandom.Derive(options.Seed, "noise"));
        _draws = images.Draws(SeededRandom.Derive(options.Seed, "order"));

        Networks = TrainedNetworks.Create(spec, initRandom);
        Networks.MoveTo(device);
        _criticAdam = new Adam(Networks.Critic.parameters(), options.CriticLearningRate, options.Beta1, options.Beta2);
        _generatorAdam = new Adam(
            Networks.Generator.parameters(), options.GeneratorLearningRate, options.Beta1, options.Beta2);
        _batch = options.Batch!.Value;
        _penaltyWeight = (options.PenaltyWeight * options.PenaltyEvery).ToScalar();
        _clock.Start();
    }

    /// <summary>The networks as they are, on the device; this disposes them until <see cref="Finish"/>.</summary>
    public TrainedNetworks Networks { get; }

    /// <summary>What the last step measured; null before the first.</summary>
    public TrainStep? Last { get; private set; }

    /// <summary>Generator steps made.</summary>
    public int Steps => Last?.Step ?? 0;

    /// <summary>
    /// Whether the steps are made or the minutes are over, but not before the first step: there is no result without
    /// one.
    /// </summary>
    public bool IsDone => Steps >= _options.Steps || (Steps > 0 && ElapsedSeconds / 60 >= _options.Minutes);

    private double ElapsedSeconds => _earlierSeconds + _clock.Elapsed.TotalSeconds;

    /// <summary>Draws the initial weights.</summary>
    /// <param name="images">The normal images, at least one.</param>
    /// <param name="spec">The networks' shapes; size and channels must be those of the images.</param>
    /// <param name="options">How to train.</param>
    /// <param name="device">Where to compute.</param>
    /// <exception cref="AnoGanException">An option is out of range.</exception>
    public static WganTraining Begin(IImageBatches images, NetworkSpec spec, TrainOptions options, Device device)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new WganTraining(images, spec, options.For(images.Count), device);
    }

    /// <summary>Updates the critic a few times, then the generator once, then its moving average.</summary>
    /// <returns>What was measured; finite.</returns>
    /// <exception cref="AnoGanException">A loss became NaN or infinite: the training is of no more use.</exception>
    public TrainStep Step()
    {
        using var scope = NewDisposeScope();
        (ImageGenerator generator, ImageGenerator average, Critic critic) = Networks;
        (int step, int batch, Precision precision) = (Steps + 1, _batch, _options.Precision);

        // All fakes of this step at once: the generator does not change between the critic's updates.
        Tensor[] fakes = DrawFakes();

        // Critic: mean D(fake) - mean D(real) + weight · penalty
        double wasserstein = 0, penaltyValue = Last?.Penalty ?? 0;
        critic.SetTrainable(true);
        for (int k = 0; k < _options.CriticSteps; k++)
        {
            using var criticScope = NewDisposeScope();
            Tensor real = _draws.Next(batch).to(_device); // [N, C, H, W]
            Tensor fake = fakes[k];
            Tensor[] scores = critic.Score(critic.Features(cat([real, fake]), precision)).chunk(2); // [N] each
            Tensor estimate = scores[0].mean() - scores[1].mean();
            Tensor loss = -estimate;
            if (((long)(step - 1) * _options.CriticSteps + k) % _options.PenaltyEvery == 0)
            {
                Tensor epsilon = rand(batch, generator: _noise).to(_device);
                Tensor penalty = GradientPenalty.Compute(
                    between => critic.InputGradient(between, precision), real, fake, epsilon);
                loss = penalty * _penaltyWeight - estimate;
                penaltyValue = penalty.item<float>();
            }

            _criticAdam.ZeroGradients();
            loss.backward();
            _criticAdam.Step();
            wasserstein = estimate.item<float>();
        }

        // Generator: -mean D(G(z)); the critic's own gradients are not needed.
        critic.SetTrainable(false);
        Tensor z = randn(batch, _spec.Latent, generator: _noise).to(_device);
        Tensor generatorLoss = -critic.Score(critic.Features(generator.Draw(z, precision), precision)).mean();
        _generatorAdam.ZeroGradients();
        generatorLoss.backward();
        _generatorAdam.Step();
        MovingAverage.Update(average, generator, step, _options.AverageShare);

        double generatorValue = generatorLoss.item<float>();
        if (!double.IsFinite(wasserstein + penaltyValue + generatorValue))
            throw Diverged(string.Create(CultureInfo.InvariantCulture, $"training diverged at step {step}: Wasserstein "
                + $"estimate {wasserstein}, penalty {penaltyValue}, generator loss {generatorValue}"));
        long realImages = (long)step * _options.CriticSteps * batch;
        return Last = new TrainStep(step, wasserstein, penaltyValue, generatorValue, ElapsedSeconds, realImages);
    }

    /// <summary>Ends the training and hands the networks over.</summary>
    /// <returns>The networks, frozen, on the device; the caller disposes them.</returns>
    /// <exception cref="AnoGanException">A weight is NaN or infinite.</exception>
    public TrainedNetworks Finish()
    {
        // The last update comes after the last loss that was looked at.
        if (!Networks.Average.IsFinite() || !Networks.Generator.IsFinite() || !Networks.Critic.IsFinite())
            throw Diverged("training diverged in its last step: a weight is not finite");
        Networks.Freeze();
        _ownsNetworks = false;
        return Networks;
    }

    private static AnoGanException Diverged(string what)
    {
        const string critic = nameof(TrainOptions.CriticLearningRate),
            generator = nameof(TrainOptions.GeneratorLearningRate),
            penalty = nameof(TrainOptions.PenaltyWeight);
        return AnoGanException.Naming(
            $"{what}; lower {critic} and {generator}, or raise {penalty}", critic, generator, penalty);
    }

    /// <summary>Copies all that the next steps depend on; after the first step.</summary>
    internal TrainingSnapshot Capture()
    {
        Dictionary<string, NamedArray> arrays = ArraysOf(Networks);
        _criticAdam.Put(arrays, CriticAdam);
        _generatorAdam.Put(arrays, GeneratorAdam);
        using Tensor noise = _noise.get_state();
        return new TrainingSnapshot(
            Last!, EncoderSteps: 0, SegmenterSteps: 0, noise.data<byte>().ToArray(), Curve: [], arrays);
    }

    /// <summary>Resumes from a copy made with the same images, shapes and options; before the first step.</summary>
    internal void Restore(TrainingSnapshot from)
    {
        Fill(Networks, from);
        _criticAdam.Restore(from.Arrays, CriticAdam, from.Last.Step * _options.CriticSteps);
        _generatorAdam.Restore(from.Arrays, GeneratorAdam, from.Last.Step);
        using Tensor noise = tensor(from.Noise!);
        _noise.set_state(noise);
        _draws.Skip(from.Last.RealImages);
        Last = from.Last;
        _earlierSeconds = Last.ElapsedSeconds;
        _clock.Restart();
    }

    /// <summary>Generator, average and critic as snapshots name them.</summary>
    internal static Dictionary<string, NamedArray> ArraysOf(TrainedNetworks networks)
    {
        var arrays = new Dictionary<string, NamedArray>();
        foreach ((string name, nn.Module module) in Modules(networks))
            TensorArrays.Put(arrays, name, module);
        return arrays;
    }

    /// <summary>Generator, average and critic of a snapshot; frozen, on the CPU.</summary>
    internal static TrainedNetworks NetworksOf(TrainingSnapshot snapshot, NetworkSpec spec)
    {
        using var random = new Generator(0);
        TrainedNetworks networks = TrainedNetworks.Create(spec, random);
        Fill(networks, snapshot);
        networks.Freeze();
        return networks;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _criticAdam.Dispose();
        _generatorAdam.Dispose();
        _noise.Dispose();
        _penaltyWeight.Dispose();
        if (_ownsNetworks)
            Networks.Dispose();
    }

    private Tensor[] DrawFakes()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor z = randn(_options.CriticSteps * _batch, _spec.Latent, generator: _noise).to(_device);
        Tensor fakes = Networks.Generator.Draw(z, _options.Precision); // those of all critic steps, [N, C, H, W] each
        return [.. fakes.chunk(_options.CriticSteps).Select(fake => fake.MoveToOuterDisposeScope())];
    }

    private static void Fill(TrainedNetworks networks, TrainingSnapshot snapshot)
    {
        foreach ((string name, nn.Module module) in Modules(networks))
            TensorArrays.Fill(snapshot.Arrays, name, module);
    }

    private static (string Name, nn.Module Module)[] Modules(TrainedNetworks networks) =>
        [("generator", networks.Generator), ("generator-average", networks.Average), ("critic", networks.Critic)];
}

/// <summary>
/// The exponential moving average of the generator's weights, whose memory grows with the run: at step t it weighs
/// the newest weights with 1 / (1 + share · t), so early, bad weights fade however long the run is.
/// </summary>
internal static class MovingAverage
{
    /// <summary>Moves the average towards the current weights, in place.</summary>
    /// <param name="average">The averaged network.</param>
    /// <param name="current">The network being trained.</param>
    /// <param name="step">Steps done, from 1.</param>
    /// <param name="share">Share of the run that the average remembers; 0 copies the current weights.</param>
    public static void Update(nn.Module average, nn.Module current, int step, double share)
    {
        using var noGrad = no_grad();
        double newest = 1 / (1 + share * step);
        using Scalar keep = (1 - newest).ToScalar(), add = newest.ToScalar();
        foreach ((Tensor old, Tensor now) in average.parameters().Zip(current.parameters()))
            old.mul_(keep).add_(now, add);
    }
}
