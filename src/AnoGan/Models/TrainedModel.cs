using AnoGan.Method;
using TorchSharp;

namespace AnoGan.Models;

/// <summary>A model ready for scoring; disposing it disposes the networks.</summary>
/// <param name="Manifest">What model.json says.</param>
/// <param name="Networks">The networks, frozen; the generator that scoring uses is the average.</param>
/// <param name="Metric">In which metric images are compared with normal ones.</param>
/// <param name="Hash">SHA-256 of model.json in lower-case hexadecimal; it covers the hashes of the weights.</param>
public sealed record TrainedModel(ModelManifest Manifest, TrainedNetworks Networks, NormalMetric Metric, string Hash)
    : IDisposable
{
    /// <summary>Moves all networks.</summary>
    /// <param name="device">Where to.</param>
    public void MoveTo(torch.Device device) => Networks.MoveTo(device);

    /// <inheritdoc/>
    public void Dispose() => Networks.Dispose();
}
