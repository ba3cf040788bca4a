namespace AnoGan.Models;

/// <summary>What model.json says: everything needed to use the model and to know where it came from.</summary>
public sealed record ModelManifest
{
    /// <summary>The value of <see cref="Format"/>.</summary>
    public const string FormatName = "anogan-model";

    /// <summary>The one <see cref="FormatVersion"/> that this program writes and reads.</summary>
    public const int CurrentVersion = 12;

    /// <summary>Always <see cref="FormatName"/>.</summary>
    public required string Format { get; init; }

    /// <summary>Version of the directory's layout and meaning.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>When the model was written, UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>What was trained, on what, and how.</summary>
    public required TrainingSetup Setup { get; init; }

    /// <summary>What training came to.</summary>
    public required TrainingFacts Facts { get; init; }

    /// <summary>How healthy the training was; null where it was too short to be checked.</summary>
    public required TrainingHealthFacts? Health { get; init; }

    /// <summary>How normal images score, and under which search: the default for scoring with the model.</summary>
    public required Calibration Calibration { get; init; }

    /// <summary>Versions of the program, the packages and the system that trained it, by name.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>SHA-256 in lower-case hexadecimal of every other file of the model, by name.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }
}

/// <summary>What a training run came to.</summary>
/// <param name="Steps">Generator steps made.</param>
/// <param name="ElapsedSeconds">Wall-clock time of the generator steps alone.</param>
/// <param name="WassersteinEstimate">mean D(real) - mean D(fake) in the last step, in units of the critic.</param>
/// <param name="Penalty">mean (‖∇D‖ - 1)² in the last step.</param>
/// <param name="EncoderSteps">Steps made of the encoder; 0 where there is none.</param>
/// <param name="DefectSteps">Steps made of the segmenter; 0 where there is none.</param>
public sealed record TrainingFacts(
    int Steps, double ElapsedSeconds, double WassersteinEstimate, double Penalty, int EncoderSteps, int DefectSteps);

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
