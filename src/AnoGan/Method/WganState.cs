using AnoGan.Data;
using AnoGan.Runtime;
using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>
/// All that a step of <see cref="WganTrainer"/> changes: networks, optimisers, noise and the place in the data.
/// </summary>
internal sealed class WganState : IDisposable
{
    private const string Mean = "-mean", Square = "-square", NoiseName = "noise";

    private readonly ITrainingDraws _draws;
    private bool _ownsNetworks = true;

    /// <summary>Begins.</summary>
    /// <param name="images">The normal images.</param>
    /// <param name="spec">The networks' shapes.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="device">Where the networks are.</param>
    public WganState(IImageBatches images, NetworkSpec spec, TrainOptions options, Device device)
    {
        // Three sources, so that the order of the images does not depend on the size of the networks, and so on.
        using var initRandom = new Generator(SeededRandom.Derive(options.Seed, "init"));
        Noise = new Generator(SeededRandom.Derive(options.Seed, NoiseName));
        _draws = images.Draws(SeededRandom.Derive(options.Seed, "order"));

        Networks = TrainedNetworks.Create(spec, initRandom);
        Networks.MoveTo(device);
        CriticAdam = new Adam(Networks.Critic.parameters(), options.CriticLearningRate, options.Beta1, options.Beta2);
        GeneratorAdam = new Adam(
            Networks.Generator.parameters(), options.GeneratorLearningRate, options.Beta1, options.Beta2);
    }

    /// <summary>The networks, on the device.</summary>
    public TrainedNetworks Networks { get; }

    /// <summary>The critic's optimiser.</summary>
    public Adam CriticAdam { get; }

    /// <summary>The generator's optimiser.</summary>
    public Adam GeneratorAdam { get; }

    /// <summary>The source of latent vectors and of mixtures.</summary>
    public Generator Noise { get; }

    /// <summary>What the last step measured; null before the first.</summary>
    public TrainProgress? Last { get; set; }

    /// <summary>Generator steps made.</summary>
    public int Step => Last?.Step ?? 0;

    /// <summary>Images drawn so far.</summary>
    public long ImagesDrawn { get; private set; }

    /// <summary>Takes the next training images.</summary>
    /// <param name="count">How many.</param>
    /// <returns>[N, C, H, W] on the CPU; the caller disposes it.</returns>
    public Tensor Draw(int count)
    {
        ImagesDrawn += count;
        return _draws.Next(count);
    }

    /// <summary>Copies everything.</summary>
    public TrainingSnapshot Capture()
    {
        var weights = new Dictionary<string, IReadOnlyDictionary<string, NamedArray>>();
        foreach ((string name, nn.Module module) in Modules(Networks))
            weights[name] = TensorArrays.Read(module);
        foreach ((string name, Adam adam) in Optimisers)
        {
            weights[name + Mean] = TensorArrays.Read(adam.Means);
            weights[name + Square] = TensorArrays.Read(adam.Squares);
        }

        return new TrainingSnapshot(
            TrainingPhase.Networks, Step, ImagesDrawn, Last,
            new Dictionary<string, byte[]> { [NoiseName] = RandomState.Read(Noise) }, weights);
    }

    /// <summary>Goes on where another state was.</summary>
    /// <param name="snapshot">Its copy; of the same shapes and images.</param>
    /// <param name="criticSteps">Critic updates for each generator update.</param>
    public void Restore(TrainingSnapshot snapshot, int criticSteps)
    {
        Fill(Networks, snapshot);
        foreach ((string name, Adam adam) in Optimisers)
        {
            TensorArrays.Fill(adam.Means, snapshot.Weights[name + Mean]);
            TensorArrays.Fill(adam.Squares, snapshot.Weights[name + Square]);
        }

        CriticAdam.ContinueFrom(snapshot.Step * criticSteps);
        GeneratorAdam.ContinueFrom(snapshot.Step);
        RandomState.Fill(Noise, snapshot.Randoms[NoiseName]);
        _draws.Skip(snapshot.ImagesDrawn);
        ImagesDrawn = snapshot.ImagesDrawn;
        Last = snapshot.Last;
    }

    /// <summary>Fills generator, average and critic from the snapshot of any phase.</summary>
    /// <param name="networks">Networks of the same shapes.</param>
    /// <param name="snapshot">The snapshot.</param>
    public static void Fill(TrainedNetworks networks, TrainingSnapshot snapshot)
    {
        foreach ((string name, nn.Module module) in Modules(networks))
            TensorArrays.Fill(module, snapshot.Weights[name]);
    }

    /// <summary>The weights of generator, average and critic as snapshots of any phase hold them.</summary>
    /// <param name="networks">The networks.</param>
    public static Dictionary<string, IReadOnlyDictionary<string, NamedArray>> WeightsOf(TrainedNetworks networks) =>
        Modules(networks)
            .ToDictionary(
                item => item.Name, item => (IReadOnlyDictionary<string, NamedArray>)TensorArrays.Read(item.Module));

    /// <summary>Hands the networks over; this no longer disposes them.</summary>
    public TrainedNetworks TakeNetworks()
    {
        _ownsNetworks = false;
        return Networks;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CriticAdam.Dispose();
        GeneratorAdam.Dispose();
        Noise.Dispose();
        if (_ownsNetworks)
            Networks.Dispose();
    }

    private (string Name, Adam Adam)[] Optimisers => [("critic-adam", CriticAdam), ("generator-adam", GeneratorAdam)];

    private static (string Name, nn.Module Module)[] Modules(TrainedNetworks networks) =>
        [("generator", networks.Generator), ("generator-average", networks.Average), ("critic", networks.Critic)];
}
