using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Preparing;

namespace AnoGan.Models;

/// <summary>What model.json says: everything needed to use the model and to know where it came from.</summary>
public sealed record ModelManifest
{
    /// <summary>The value of <see cref="Format"/>.</summary>
    public const string FormatName = "anogan-model";

    /// <summary>The <see cref="FormatVersion"/> that this program writes; it reads the one before as well.</summary>
    public const int CurrentVersion = 5;

    /// <summary>Always <see cref="FormatName"/>.</summary>
    public required string Format { get; init; }

    /// <summary>Version of the directory's layout and meaning.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>When the model was written, UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The networks' shapes.</summary>
    public required NetworkSpec Network { get; init; }

    /// <summary>What is done with every picture before it is fitted or cut.</summary>
    public required Preparation Preparation { get; init; }

    /// <summary>
    /// How pictures are cut into patches and tiles of the networks' size; null where they are fitted as a whole.
    /// </summary>
    public required TileOptions? Tiles { get; init; }

    /// <summary>How pictures that are not square are fitted; without meaning for tiles.</summary>
    public required FitMode Fit { get; init; }

    /// <summary>The resolved training options.</summary>
    public required TrainOptions Training { get; init; }

    /// <summary>What training came to.</summary>
    public required TrainingFacts Facts { get; init; }

    /// <summary>How healthy the training was; null where it was too short to be checked.</summary>
    public required TrainingHealthFacts? Health { get; init; }

    /// <summary>What the training images were.</summary>
    public required DataFacts Data { get; init; }

    /// <summary>The search that calibrated the model, and the default for scoring with it.</summary>
    public required SearchOptions Search { get; init; }

    /// <summary>How normal images score.</summary>
    public required Calibration Calibration { get; init; }

    /// <summary>Versions of the program, the packages and the system that trained it, by name.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>SHA-256 in lower-case hexadecimal of every other file of the model, by name.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }
}
