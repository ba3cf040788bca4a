using AnoGan.Preparing;

namespace AnoGan.Models;

/// <summary>What there is to know of a model before it is used: what `anogan info` shows, and writes as JSON.</summary>
internal sealed record ModelCard
{
    /// <summary>The document's format: always anogan-card.</summary>
    public string Format { get; init; } = "anogan-card";

    /// <summary>Version of the properties and their meaning.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>Name of the model directory, without the path to it.</summary>
    public required string Model { get; init; }

    /// <summary>SHA-256 of model.json in lower-case hexadecimal; it covers the hashes of the other files.</summary>
    public required string ModelHash { get; init; }

    /// <summary>Version of the model's format.</summary>
    public required int ModelFormatVersion { get; init; }

    /// <summary>When the model was written, UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>What it was trained on.</summary>
    public required DataFacts Data { get; init; }

    /// <summary>Pictures and logs of the training that lie in the model directory.</summary>
    public required IReadOnlyList<CardPicture> Pictures { get; init; }

    /// <summary>The networks' shapes.</summary>
    public required CardNetwork Network { get; init; }

    /// <summary>Whether an encoder begins the searches.</summary>
    public required bool HasEncoder { get; init; }

    /// <summary>What is done with every picture before it is fitted or cut.</summary>
    public required Preparation Preparation { get; init; }

    /// <summary>
    /// How pictures that are not square are fitted, as on the command line; null where they are cut into tiles.
    /// </summary>
    public required string? Fit { get; init; }

    /// <summary>How pictures are cut; null where they are seen whole.</summary>
    public required CardTiles? Tiles { get; init; }

    /// <summary>The options of the training.</summary>
    public required IReadOnlyList<CardOption> Options { get; init; }

    /// <summary>CPU threads of the training.</summary>
    public required int Threads { get; init; }

    /// <summary>Device of the training: cpu, cuda or cuda:N.</summary>
    public required string Device { get; init; }

    /// <summary>What the training came to.</summary>
    public required TrainingFacts Training { get; init; }

    /// <summary>How healthy it was; null where it was too short to be checked.</summary>
    public required TrainingHealthFacts? Health { get; init; }

    /// <summary>How normal images score.</summary>
    public required CardCalibration Calibration { get; init; }

    /// <summary>What `anogan score` does where no option says otherwise.</summary>
    public required CardScoring Scoring { get; init; }

    /// <summary>Versions of the program, the packages and the system that trained it, by name.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>The files beside model.json.</summary>
    public required IReadOnlyList<ModelFileFacts> Files { get; init; }
}
