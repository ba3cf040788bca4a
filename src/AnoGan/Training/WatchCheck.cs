using AnoGan.Images;

namespace AnoGan.Training;

/// <summary>What a look at a training saw.</summary>
/// <param name="Measures">The numbers.</param>
/// <param name="Samples">A sheet of the generator's pictures of the fixed latent vectors.</param>
/// <param name="Reconstructions">
/// A sheet of the fixed held-out images, each with its reconstruction and the residual; null where none is held out.
/// </param>
internal sealed record WatchCheck(HealthMeasures Measures, PixelImage Samples, PixelImage? Reconstructions);
