namespace AnoGan.Training;

/// <summary>
/// What was measured of the averaged generator, on latent vectors and images that stay the same over the whole
/// training.
/// </summary>
/// <param name="SampleDiversity">
/// Mean distance between the pictures of fixed latent vectors, as a share of that between training images; null where
/// these hardly differ.
/// </param>
/// <param name="HeldOutResidual">
/// Mean |x - G(z)| of fixed held-out images after a short search, in [0,1] units; null where none is held out.
/// </param>
/// <param name="MeanImageResidual">
/// The same with the mean of training images in place of G(z): what needs no generator.
/// </param>
internal sealed record HealthMeasures(double? SampleDiversity, double? HeldOutResidual, double? MeanImageResidual);
