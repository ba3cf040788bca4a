using AnoGan.Networks;
using TorchSharp;

namespace AnoGan.Models;

/// <summary>A model ready for scoring; disposing it disposes the networks.</summary>
/// <param name="Manifest">What model.json says.</param>
/// <param name="Generator">G with the moving average of its weights, frozen.</param>
/// <param name="Critic">D, frozen.</param>
/// <param name="Hash">SHA-256 of model.json in lower-case hexadecimal; it covers the hashes of the weights.</param>
public sealed record TrainedModel(ModelManifest Manifest, ImageGenerator Generator, Critic Critic, string Hash) : IDisposable
{
    /// <summary>Moves both networks.</summary>
    /// <param name="device">Where to.</param>
    public void MoveTo(torch.Device device)
    {
        Generator.to(device);
        Critic.to(device);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Generator.Dispose();
        Critic.Dispose();
    }
}
