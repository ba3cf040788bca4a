using System.Diagnostics;
using AnoGan.Data;
using AnoGan.Models;
using AnoGan.Networks;
using AnoGan.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Training;

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
        IImageBatches images,
        NetworkSpec spec,
        TrainOptions options,
        Device device,
        Action<TrainProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var clock = Stopwatch.StartNew();
        int batch = options.Batch;
        using Scalar penaltyWeight = options.PenaltyWeight.ToScalar();

        // Three sources, so that the order of the images does not depend on the size of the networks, and so on.
        using var initRandom = new Generator(SeededRandom.Derive(options.Seed, "init"));
        using var noiseRandom = new Generator(SeededRandom.Derive(options.Seed, "noise"));
        ITrainingDraws draws = images.Draws(SeededRandom.Derive(options.Seed, "order"));

        TrainedNetworks networks = TrainedNetworks.Create(spec, initRandom);
        networks.MoveTo(device);
        (ImageGenerator generator, ImageGenerator average, Critic critic) = networks;
        using var criticAdam = new Adam(critic.parameters(), options.CriticLearningRate, options.Beta1, options.Beta2);
        using var generatorAdam = new Adam(generator.parameters(), options.GeneratorLearningRate, options.Beta1, options.Beta2);

        try
        {
            // At least one step, however short the time: there is no result without one.
            for (int step = 1; step <= options.Steps && (step == 1 || !(clock.Elapsed.TotalMinutes >= options.Minutes)); step++)
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();

                // All fakes of this round at once: the generator does not change between its critic steps.
                Tensor[] fakes = DrawFakes(generator, options.CriticSteps, batch, spec.Latent, noiseRandom, device);

                // Critic: mean D(fake) - mean D(real) + weight · penalty
                double wasserstein = 0, penaltyValue = 0;
                critic.SetTrainable(true);
                for (int k = 0; k < options.CriticSteps; k++)
                {
                    using var criticScope = NewDisposeScope();
                    Tensor real = draws.Next(batch).to(device); // [N, C, H, W]
                    Tensor fake = fakes[k];
                    Tensor epsilon = rand(batch, generator: noiseRandom).to(device);

                    Tensor[] scores = critic.forward(cat([real, fake])).chunk(2); // [N] each
                    Tensor estimate = scores[0].mean() - scores[1].mean();
                    Tensor penalty = GradientPenalty.Compute(critic.forward, real, fake, epsilon);
                    Tensor loss = penalty * penaltyWeight - estimate;

                    criticAdam.ZeroGradients();
                    loss.backward();
                    criticAdam.Step();
                    wasserstein = estimate.item<float>();
                    penaltyValue = penalty.item<float>();
                }

                // Generator: -mean D(G(z)); the critic's own gradients are not needed.
                critic.SetTrainable(false);
                Tensor z = randn(batch, spec.Latent, generator: noiseRandom).to(device);
                Tensor generatorLoss = -critic.forward(generator.forward(z)).mean();
                generatorAdam.ZeroGradients();
                generatorLoss.backward();
                generatorAdam.Step();
                MovingAverage.Update(average, generator, step, options.AverageShare);

                double generatorValue = generatorLoss.item<float>();
                if (!double.IsFinite(wasserstein + penaltyValue + generatorValue))
                    throw Diverged(step, wasserstein, penaltyValue, generatorValue);
                progress?.Invoke(new TrainProgress(step, wasserstein, penaltyValue, generatorValue,
                    clock.Elapsed.TotalSeconds, (long)step * options.CriticSteps * batch));
            }

            networks.MoveTo(CPU);
            RequireFiniteWeights(networks);
            return networks;
        }
        catch
        {
            networks.Dispose();
            throw;
        }
    }

    private static Tensor[] DrawFakes(ImageGenerator generator, int rounds, int batch, int latent, Generator random, Device device)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor z = randn(rounds * batch, latent, generator: random).to(device);
        return [.. generator.forward(z).chunk(rounds).Select(fake => fake.MoveToOuterDisposeScope())]; // rounds × [N, C, H, W]
    }

    // The last update comes after the last loss that was looked at.
    private static void RequireFiniteWeights(TrainedNetworks networks)
    {
        using var scope = NewDisposeScope();
        foreach (Tensor weights in networks.Average.parameters().Concat(networks.Generator.parameters()).Concat(networks.Critic.parameters()))
        {
            if (!weights.isfinite().all().item<bool>())
                throw new AnoGanException("training diverged in its last step: a weight is not finite; lower --critic-lr and --generator-lr, or raise --penalty-weight");
        }
    }

    private static AnoGanException Diverged(int step, double wasserstein, double penalty, double generatorLoss) =>
        new(FormattableString.Invariant($"training diverged at step {step}: Wasserstein estimate {wasserstein}, penalty {penalty}, ")
            + FormattableString.Invariant($"generator loss {generatorLoss}; lower --critic-lr and --generator-lr, or raise --penalty-weight"));
}
