namespace AnoGan.Method;

/// <summary>
/// Floating-point operations of the networks, counted from their shapes: a multiplication and an addition are two.
/// Convolutions and matrix products only; biases, activations and optimisers, some percent, are not counted.
/// </summary>
internal sealed class NetworkCost
{
    private readonly double _firstConvolution, _seed;

    public NetworkCost(NetworkSpec spec)
    {
        IReadOnlyList<int> sides = spec.Sides, channels = spec.ChannelsBySide;
        const double Kernel = NetworkSpec.Kernel * NetworkSpec.Kernel;
        double[] convolutions = [.. Enumerable.Range(1, sides.Count - 1).Select(level =>
            2 * sides[level] * sides[level] * Kernel * channels[level - 1] * channels[level])];
        _firstConvolution = convolutions[0];
        _seed = 2.0 * spec.Latent * spec.FeatureLength;
        Features = convolutions.Sum();
        Critic = Features + 2.0 * spec.FeatureLength;
        Generator = Features + _seed;
    }

    /// <summary>From one image to the critic's features.</summary>
    public double Features { get; }

    /// <summary>From one image to the critic's score.</summary>
    public double Critic { get; }

    /// <summary>
    /// From one latent vector to an image: transposed convolutions, which cost as much as the critic's mirrored ones.
    /// </summary>
    public double Generator { get; }

    /// <summary>
    /// One generator step with its critic steps. Of each layer: forward 1, gradient of the weights 1, of the input 1. A
    /// critic step takes real and fake images (3 each, but for the gradient of the images) and those between them,
    /// whose gradient is taken and then differentiated again (4); the fakes are drawn once (1).
    /// </summary>
    /// <param name="batch">Images in a batch.</param>
    /// <param name="criticSteps">Critic steps for each generator step.</param>
    /// <param name="penaltyEvery">Critic steps from one gradient penalty to the next.</param>
    public double TrainingStep(int batch, int criticSteps, int penaltyEvery = 1)
    {
        double criticStep = Generator + 2 * (3 * Critic - _firstConvolution) + 4 * Critic / penaltyEvery;
        double generatorStep = 3 * Generator - _seed + 2 * Critic;
        return batch * (criticSteps * criticStep + generatorStep);
    }

    /// <summary>
    /// One step of the encoder: its own layers forward and both gradients, the generator forward and back to z, the
    /// critic's features of both pictures and back to one.
    /// </summary>
    /// <param name="batch">Images in a batch.</param>
    public double EncoderStep(int batch) => batch * (3 * Features + 2 * Generator + 3 * Features);

    /// <summary>
    /// What the search of one image begins with: its features, its start, and the picture of that with its features.
    /// </summary>
    /// <param name="hasEncoder">Whether an encoder chooses the start.</param>
    public double SearchStart(bool hasEncoder) => 2 * Features + Generator + (hasEncoder ? Features + _seed : 0);

    /// <summary>
    /// One step of the search of one image: generator and features forward, and the gradient back to z.
    /// </summary>
    public double SearchStep => 2 * (Generator + Features);
}
