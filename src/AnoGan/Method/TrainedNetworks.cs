using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>The networks of a model; disposing this disposes them.</summary>
/// <param name="Generator">G with its last weights.</param>
/// <param name="Average">G with the moving average of its weights, which scoring uses.</param>
/// <param name="Critic">D.</param>
public sealed record TrainedNetworks(ImageGenerator Generator, ImageGenerator Average, Critic Critic) : IDisposable
{
    /// <summary>E, frozen, or null where none was trained.</summary>
    public Encoder? Encoder { get; init; }

    /// <summary>Says where defects are; frozen, or null where none was trained.</summary>
    public Segmenter? Segmenter { get; init; }

    /// <summary>Local features of a network that was trained elsewhere; null where none is used.</summary>
    internal PretrainedFeatures? Pretrained { get; init; }

    /// <summary>Builds untrained networks; the average starts as a copy of the generator.</summary>
    /// <param name="spec">The shapes.</param>
    /// <param name="random">The source of the initial weights.</param>
    public static TrainedNetworks Create(NetworkSpec spec, Generator random)
    {
        var generator = new ImageGenerator(spec, random);
        var critic = new Critic(spec, random);
        var average = new ImageGenerator(spec, random);
        using var noGrad = no_grad();
        foreach ((Tensor copy, Tensor original) in average.parameters().Zip(generator.parameters()))
            copy.copy_(original);
        average.SetTrainable(false);
        return new TrainedNetworks(generator, average, critic);
    }

    /// <summary>Ends the training of all weights, so that gradients reach none of them.</summary>
    public void Freeze()
    {
        Generator.SetTrainable(false);
        Average.SetTrainable(false);
        Critic.SetTrainable(false);
        Encoder?.SetTrainable(false);
        Segmenter?.SetTrainable(false);
        Segmenter?.eval();
    }

    /// <summary>Moves all weights.</summary>
    /// <param name="device">Where to.</param>
    public void MoveTo(Device device)
    {
        Generator.to(device);
        Average.to(device);
        Critic.to(device);
        Encoder?.to(device);
        Segmenter?.to(device);
        Pretrained?.MoveTo(device);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Generator.Dispose();
        Average.Dispose();
        Critic.Dispose();
        Encoder?.Dispose();
        Segmenter?.Dispose();
        Pretrained?.Dispose();
    }
}
