using AnoGan.Models;
using AnoGan.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

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

        Tensor features = critic.Features(images).detach(); // [N, c, h, w], the same in every step
        Tensor? best = null, bestLoss = null;
        for (int restart = 0; restart < options.Restarts; restart++)
        {
            Tensor z = Descend(generator, critic, images, features, starts[restart], options, cancellation);
            Tensor loss = FinalTerms(generator, critic, images, features, z, options).Loss;
            Tensor better = bestLoss is null ? ones_like(loss, dtype: ScalarType.Bool) : loss < bestLoss; // [N]
            best = best is null ? z : where(better.unsqueeze(1), z, best);
            bestLoss = bestLoss is null ? loss : minimum(loss, bestLoss);
        }

        Terms terms = FinalTerms(generator, critic, images, features, best!, options);
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
        CancellationToken cancellation)
    {
        using var z = new Parameter(start.detach().clone()); // [N, latent]
        using var adam = optim.Adam([z], options.LearningRate);
        for (int step = 0; step < options.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Terms terms = Evaluate(generator, critic, images, features, z, options);

            // The sum, not the mean: the gradient of each row of z is that of its own image's loss.
            adam.zero_grad();
            terms.Loss.sum().backward();
            foreach (var group in adam.ParamGroups)
                group.LearningRate = options.LearningRateAt(step);
            adam.step();
        }

        return z.detach().clone();
    }

    private static Terms FinalTerms(
        ImageGenerator generator, Critic critic, Tensor images, Tensor features, Tensor z, SearchOptions options)
    {
        using var noGrad = no_grad();
        return Evaluate(generator, critic, images, features, z, options);
    }

    private static Terms Evaluate(
        ImageGenerator generator, Critic critic, Tensor images, Tensor features, Tensor z, SearchOptions options)
    {
        Tensor generated = generator.forward(z); // [N, C, H, W]
        Tensor residual = (images - generated).abs().mean([1, 2, 3]) / 2; // [N]; [-1,1] is twice as wide as [0,1]
        Tensor featureDistance = (features - critic.Features(generated)).abs().mean([1, 2, 3]); // [N]
        Tensor loss = (1 - options.Lambda) * residual + options.Lambda * featureDistance
            + options.PriorWeight * z.square().mean([1]);
        return new Terms(generated, residual, featureDistance, loss);
    }

    private static float[] ToArray(Tensor tensor)
    {
        using Tensor onCpu = tensor.detach().to(CPU).contiguous();
        return onCpu.data<float>().ToArray();
    }

    private sealed record Terms(Tensor Generated, Tensor Residual, Tensor FeatureDistance, Tensor Loss);
}
