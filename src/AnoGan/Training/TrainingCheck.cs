namespace AnoGan.Training;

/// <summary>What a check of the training's health measured, of the averaged generator.</summary>
/// <param name="Step">Generator steps made.</param>
/// <param name="SampleDiversity">
/// Mean distance between the pictures of fixed latent vectors, as a share of that between training images; null where
/// these hardly differ.
/// </param>
/// <param name="HeldOutResidual">
/// Mean |x - G(z)| of fixed held-out images after a short search, in [0,1] units; null where none is held out.
/// </param>
public sealed record TrainingCheck(int Step, double? SampleDiversity, double? HeldOutResidual);
