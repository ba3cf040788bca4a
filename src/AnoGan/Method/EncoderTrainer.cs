using AnoGan.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>
/// Trains an encoder for frozen networks, the izi_f way of f-AnoGAN (Schlegl et al. 2019, section 3.2): image, latent
/// vector, image, with a loss on pixels and on the critic's features. The features are normalised, so that κ = 1 means
/// the same for every critic, and mean z² is added with a small weight, which holds E(x) near the prior.
/// </summary>
public static class EncoderTrainer
{
    private const double PriorWeight = 0.01;

    /// <summary>Runs the whole training.</summary>
    /// <param name="images">The normal images that the other networks were trained on.</param>
    /// <param name="spec">The networks' shapes.</param>
    /// <param name="generator">G with the weights that scoring uses, frozen, on the device.</param>
    /// <param name="critic">D, frozen, on the device.</param>
    /// <param name="options">Valid options with at least one encoder step.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="progress">Called after every step: how many are done, of how many.</param>
    /// <param name="cancellation">Stops between two steps with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The encoder, frozen, on the CPU.</returns>
    /// <exception cref="AnoGanException">The loss or a weight became NaN or infinite.</exception>
    public static Encoder Train(
        IImageBatches images,
        NetworkSpec spec,
        ImageGenerator generator,
        Critic critic,
        TrainOptions options,
        Device device,
        Action<int, int>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var hooks = new TrainingHooks<EncoderState>
        {
            AfterStep = state => progress?.Invoke(state.Step, options.EncoderSteps),
        };
        return Train(images, spec, generator, critic, options, device, hooks, cancellation);
    }

    /// <summary>Runs the training, or the rest of one.</summary>
    /// <param name="images">As for the public method.</param>
    /// <param name="spec">As for the public method.</param>
    /// <param name="generator">As for the public method.</param>
    /// <param name="critic">As for the public method.</param>
    /// <param name="options">As for the public method.</param>
    /// <param name="device">As for the public method.</param>
    /// <param name="hooks">Where to go on from, and whom to show the state between two steps.</param>
    /// <param name="cancellation">As for the public method.</param>
    internal static Encoder Train(
        IImageBatches images, NetworkSpec spec, ImageGenerator generator, Critic critic, TrainOptions options,
        Device device, TrainingHooks<EncoderState> hooks, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(critic);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.EncoderSteps, 1);
        using Scalar priorWeight = PriorWeight.ToScalar();
        using var state = new EncoderState(images, spec, options, device);
        if (hooks.From is { } from)
            state.Restore(from);
        Encoder encoder = state.Encoder;

        while (state.Step < options.EncoderSteps)
        {
            if (cancellation.IsCancellationRequested)
                hooks.Ending?.Invoke(state);
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();

            // x, E(x), G(E(x))
            Tensor real = state.Draw(options.Batch).to(device); // [N, C, H, W]
            Tensor z = encoder.Encode(real, options.Precision); // [N, latent]
            Tensor generated = generator.Draw(z, options.Precision); // [N, C, H, W]

            // mean (x - G(E(x)))² + mean (f(x) - f(G(E(x))))² + weight · mean z²
            Tensor realFeatures = Critic.Normalise(critic.Features(real, options.Precision)),
                generatedFeatures = Critic.Normalise(critic.Features(generated, options.Precision));
            Tensor pixelLoss = (real - generated).Squared().mean(),
                featureLoss = (realFeatures - generatedFeatures).Squared().mean();
            Tensor loss = pixelLoss.Plus(featureLoss).Plus(z.Squared().mean() * priorWeight);

            state.Adam.ZeroGradients();
            loss.backward();
            state.Adam.LearningRate =
                options.EncoderLearningRate * 0.5 * (1 + Math.Cos(Math.PI * state.Step / options.EncoderSteps));
            state.Adam.Step();

            float value = loss.item<float>();
            if (!float.IsFinite(value))
                throw new AnoGanException($"training of the encoder diverged at step {state.Step + 1}: loss {value}; "
                    + "lower --encoder-lr, or use --no-encoder");
            (state.Step, state.Loss) = (state.Step + 1, value);
            hooks.AfterStep?.Invoke(state);
        }

        hooks.Ending?.Invoke(state);
        encoder.to(CPU);
        RequireFiniteWeights(encoder);
        encoder.SetTrainable(false);
        return state.TakeEncoder();
    }

    // The last update comes after the last loss that was looked at.
    private static void RequireFiniteWeights(Encoder encoder)
    {
        using var scope = NewDisposeScope();
        foreach (Tensor weights in encoder.parameters())
        {
            if (!weights.isfinite().all().item<bool>())
                throw new AnoGanException("training of the encoder diverged in its last step: a weight is not finite; "
                    + "lower --encoder-lr, or use --no-encoder");
        }
    }
}
