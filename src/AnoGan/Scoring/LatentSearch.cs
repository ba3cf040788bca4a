using AnoGan.Models;
using AnoGan.Networks;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace AnoGan.Scoring;

/// <summary>
/// The search of AnoGAN (Schlegl et al. 2017, section 2.2): with G and D frozen, gradient descent on z until G(z) comes
/// closest to the image. A pure function of its arguments. The images of a batch do not influence one another: each has
/// its own z, loss and optimiser state, and every operation acts on each row alone.
/// </summary>
public static class LatentSearch
{
    /// <summary>Searches all images of a batch at once.</summary>
    /// <param name="generator">G; its weights must not require gradients.</param>
    /// <param name="critic">D; its weights must not require gradients.</param>
    /// <param name="images">[N, C, H, W] in [-1,1].</param>
    /// <param name="starts">[restarts, N, latent], the first z of every search.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="cancellation">Stops between two steps with an <see cref="OperationCanceledException"/>.</param>
    public static SearchResult Run(
        ImageGenerator generator,
        Critic critic,
        Tensor images,
        Tensor starts,
        SearchOptions options,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(critic);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentNullException.ThrowIfNull(options);
        using var scope = NewDisposeScope();

        using var weights = new LossWeights(options);
        Tensor features = critic.Features(images).detach(); // [N, c, h, w], the same in every step
        Tensor? best = null, bestLoss = null;
        for (int restart = 0; restart < starts.shape[0]; restart++)
        {
            using var restartScope = NewDisposeScope();
            Tensor z = Descend(generator, critic, images, features, starts[restart], options, weights, cancellation);
            Tensor loss = FinalTerms(generator, critic, images, features, z, weights).Loss;
            Tensor better = bestLoss is null ? ones_like(loss, dtype: ScalarType.Bool) : loss < bestLoss; // [N]
            best = (best is null ? z : where(better.unsqueeze(1), z, best)).MoveToOuterDisposeScope();
            bestLoss = (bestLoss is null ? loss : minimum(loss, bestLoss)).MoveToOuterDisposeScope();
        }

        Terms terms = FinalTerms(generator, critic, images, features, best!, weights);
        return new SearchResult(
            ToArray(best!),
            ToArray(terms.Generated),
            ToArray(terms.Residual),
            ToArray(terms.FeatureDistance),
            ToArray(best!.square().mean([1]).sqrt()));
    }

    /// <summary>One search: Adam on z alone.</summary>
    private static Tensor Descend(
        ImageGenerator generator, Critic critic, Tensor images, Tensor features, Tensor start, SearchOptions options,
        LossWeights weights, CancellationToken cancellation)
    {
        using var z = new Parameter(start.detach().clone()); // [N, latent]
        using var adam = new Adam([z], options.LearningRate);
        for (int step = 0; step < options.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Terms terms = Evaluate(generator, critic, images, features, z, weights);

            // The sum, not the mean: the gradient of each row of z is that of its own image's loss.
            adam.ZeroGradients();
            terms.Loss.sum().backward();
            adam.LearningRate = options.LearningRateAt(step);
            adam.Step();
        }

        return z.detach().clone();
    }

    private static Terms FinalTerms(
        ImageGenerator generator, Critic critic, Tensor images, Tensor features, Tensor z, LossWeights weights)
    {
        using var noGrad = no_grad();
        return Evaluate(generator, critic, images, features, z, weights);
    }

    private static Terms Evaluate(
        ImageGenerator generator, Critic critic, Tensor images, Tensor features, Tensor z, LossWeights weights)
    {
        Tensor generated = generator.forward(z); // [N, C, H, W]
        Tensor residual = (images - generated).abs().mean([1, 2, 3]) * Scalars.Half; // [N]; [-1,1] is twice as wide as [0,1]
        Tensor featureDistance = (features - critic.Features(generated)).abs().mean([1, 2, 3]); // [N]
        Tensor loss = residual * weights.Residual + featureDistance * weights.FeatureDistance + z.square().mean([1]) * weights.Prior;
        return new Terms(generated, residual, featureDistance, loss);
    }

    private static float[] ToArray(Tensor tensor)
    {
        using Tensor onCpu = tensor.detach().to(CPU).contiguous();
        return onCpu.data<float>().ToArray();
    }

    private sealed class LossWeights(SearchOptions options) : IDisposable
    {
        public Scalar Residual { get; } = (1 - options.Lambda).ToScalar();

        public Scalar FeatureDistance { get; } = options.Lambda.ToScalar();

        public Scalar Prior { get; } = options.PriorWeight.ToScalar();

        public void Dispose()
        {
            Residual.Dispose();
            FeatureDistance.Dispose();
            Prior.Dispose();
        }
    }

    private sealed record Terms(Tensor Generated, Tensor Residual, Tensor FeatureDistance, Tensor Loss);
}
