namespace AnoGan.Models;

/// <summary>How healthy a training was by its last check.</summary>
/// <param name="Step">Generator steps made by then.</param>
/// <param name="SampleDiversity">
/// Mean distance between the averaged generator's pictures of fixed latent vectors, as a share of that between training
/// images; null where these hardly differ.
/// </param>
/// <param name="HeldOutResidual">
/// Mean |x - G(z)| of fixed held-out images after a short search, in [0,1] units; null where none is held out.
/// </param>
/// <param name="BestHeldOutResidual">The least of all checks.</param>
/// <param name="BestHeldOutStep">Steps made by that check.</param>
/// <param name="Warnings">What was warned of, a line each.</param>
public sealed record TrainingHealthFacts(
    int Step, double? SampleDiversity, double? HeldOutResidual, double? BestHeldOutResidual, int? BestHeldOutStep,
    IReadOnlyList<string> Warnings);
