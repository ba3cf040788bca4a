using System.Diagnostics;
using System.Globalization;
using AnoGan.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>Trains a WGAN with gradient penalty (Gulrajani et al. 2017, algorithm 1) on normal images only.</summary>
public static class WganTrainer
{
    /// <summary>Runs the whole training.</summary>
    /// <param name="images">The normal images, at least one.</param>
    /// <param name="spec">The networks' shapes; size and channels must be those of the images.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="progress">Called after every generator step, on the training thread.</param>
    /// <param name="cancellation">Stops between two steps with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The networks, on the CPU.</returns>
    /// <exception cref="AnoGanException">An option is out of range, or a loss became NaN or infinite.</exception>
    public static TrainedNetworks Train(
        IImageBatches images, NetworkSpec spec, TrainOptions options, Device device,
        Action<TrainProgress>? progress = null, CancellationToken cancellation = default) =>
        Train(
            images, spec, options, device,
            new TrainingHooks<WganState> { AfterStep = state => progress?.Invoke(state.Last!) }, cancellation);

    /// <summary>Runs the training, or the rest of one.</summary>
    /// <param name="images">As for the public method.</param>
    /// <param name="spec">As for the public method.</param>
    /// <param name="options">As for the public method.</param>
    /// <param name="device">As for the public method.</param>
    /// <param name="hooks">Where to go on from, and whom to show the state between two steps.</param>
    /// <param name="cancellation">As for the public method.</param>
    internal static TrainedNetworks Train(
        IImageBatches images, NetworkSpec spec, TrainOptions options, Device device, TrainingHooks<WganState> hooks,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        int batch = options.Batch;
        Precision precision = options.Precision;
        using Scalar penaltyWeight = (options.PenaltyWeight * options.PenaltyEvery).ToScalar();

        using var state = new WganState(images, spec, options, device);
        if (hooks.From is { } from)
            state.Restore(from, options.CriticSteps);
        (ImageGenerator generator, ImageGenerator average, Critic critic) = state.Networks;
        double earlierSeconds = state.Last?.ElapsedSeconds ?? 0;
        var clock = Stopwatch.StartNew();
        double ElapsedSeconds() => earlierSeconds + clock.Elapsed.TotalSeconds;

        // At least one step, however short the time: there is no result without one.
        for (
            int step = state.Step + 1;
            step <= options.Steps && (step == 1 || !(ElapsedSeconds() / 60 >= options.Minutes));
            step++)
        {
            if (cancellation.IsCancellationRequested)
                hooks.Ending?.Invoke(state);
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();

            // All fakes of this round at once: the generator does not change between its critic steps.
            Tensor[] fakes = DrawFakes(generator, options, spec.Latent, state.Noise, device);

            // Critic: mean D(fake) - mean D(real) + weight · penalty
            double wasserstein = 0, penaltyValue = state.Last?.Penalty ?? 0;
            critic.SetTrainable(true);
            for (int k = 0; k < options.CriticSteps; k++)
            {
                using var criticScope = NewDisposeScope();
                Tensor real = state.Draw(batch).to(device); // [N, C, H, W]
                Tensor fake = fakes[k];
                Tensor[] scores = critic.Score(critic.Features(cat([real, fake]), precision)).chunk(2); // [N] each
                Tensor estimate = scores[0].mean() - scores[1].mean();
                Tensor loss = -estimate;
                if (((long)(step - 1) * options.CriticSteps + k) % options.PenaltyEvery == 0)
                {
                    Tensor epsilon = rand(batch, generator: state.Noise).to(device);
                    Tensor penalty = GradientPenalty.Compute(
                        between => critic.InputGradient(between, precision), real, fake, epsilon);
                    loss = penalty * penaltyWeight - estimate;
                    penaltyValue = penalty.item<float>();
                }

                state.CriticAdam.ZeroGradients();
                loss.backward();
                state.CriticAdam.Step();
                wasserstein = estimate.item<float>();
            }

            // Generator: -mean D(G(z)); the critic's own gradients are not needed.
            critic.SetTrainable(false);
            Tensor z = randn(batch, spec.Latent, generator: state.Noise).to(device);
            Tensor generatorLoss = -critic.Score(critic.Features(generator.Draw(z, precision), precision)).mean();
            state.GeneratorAdam.ZeroGradients();
            generatorLoss.backward();
            state.GeneratorAdam.Step();
            MovingAverage.Update(average, generator, step, options.AverageShare);

            double generatorValue = generatorLoss.item<float>();
            if (!double.IsFinite(wasserstein + penaltyValue + generatorValue))
                throw Diverged(step, wasserstein, penaltyValue, generatorValue);
            state.Last = new TrainProgress(
                step, wasserstein, penaltyValue, generatorValue, ElapsedSeconds(), state.ImagesDrawn);
            hooks.AfterStep?.Invoke(state);
        }

        hooks.Ending?.Invoke(state);
        state.Networks.MoveTo(CPU);
        RequireFiniteWeights(state.Networks);
        return state.TakeNetworks();
    }

    private static Tensor[] DrawFakes(
        ImageGenerator generator, TrainOptions options, int latent, Generator random, Device device)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor z = randn(options.CriticSteps * options.Batch, latent, generator: random).to(device);
        return
        [
            .. generator
                .Draw(z, options.Precision)
                .chunk(options.CriticSteps)
                .Select(fake => fake.MoveToOuterDisposeScope()),
        ]; // a critic step each, [N, C, H, W]
    }

    // The last update comes after the last loss that was looked at.
    private static void RequireFiniteWeights(TrainedNetworks networks)
    {
        using var scope = NewDisposeScope();
        foreach (
            Tensor weights in networks
                .Average.parameters()
                .Concat(networks.Generator.parameters())
                .Concat(networks.Critic.parameters()))
        {
            if (!weights.isfinite().all().item<bool>())
                throw new AnoGanException("training diverged in its last step: a weight is not finite; lower "
                    + "--critic-lr and --generator-lr, or raise --penalty-weight");
        }
    }

    private static AnoGanException Diverged(int step, double wasserstein, double penalty, double generatorLoss) =>
        new(string.Create(CultureInfo.InvariantCulture, $"training diverged at step {step}: Wasserstein estimate "
            + $"{wasserstein}, penalty {penalty}, ")
            + string.Create(CultureInfo.InvariantCulture, $"generator loss {generatorLoss}; lower --critic-lr and "
                + $"--generator-lr, or raise --penalty-weight"));
}
