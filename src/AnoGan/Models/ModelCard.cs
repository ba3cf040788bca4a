using System.Text.Json;
using System.Text.Json.Serialization;
using AnoGan.Method;
using AnoGan.Preparing;

namespace AnoGan.Models;

/// <summary>
/// What there is to know of a model before it is used: what `anogan info` shows, and writes as JSON with snake_case
/// names, null for what is not known, and numbers with all their digits.
/// </summary>
internal sealed record ModelCard
{
    public string Format { get; init; } = "anogan-card";

    /// <summary>Version of the properties and their meaning.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>Name of the model directory, without the path to it.</summary>
    public required string Model { get; init; }

    /// <summary>SHA-256 of model.json in lower-case hexadecimal; it covers the hashes of the other files.</summary>
    public required string ModelHash { get; init; }

    public required int ModelFormatVersion { get; init; }

    /// <summary>When the model was written, UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>What it was trained on.</summary>
    public required DataFacts Data { get; init; }

    /// <summary>Pictures and logs of the training that lie in the model directory.</summary>
    public required IReadOnlyList<CardPicture> Pictures { get; init; }

    public required CardNetwork Network { get; init; }

    /// <summary>Whether an encoder begins the searches.</summary>
    public required bool HasEncoder { get; init; }

    /// <summary>The pretrained network whose features are compared, too; null for none.</summary>
    public required PretrainedSetup? Pretrained { get; init; }

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

    /// <summary>The document, with a line break at its end.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ModelCardJson.Default.ModelCard) + "\n";
}

/// <summary>Something in a model directory to look at.</summary>
/// <param name="Name">Its name; of a folder with a slash at the end.</param>
/// <param name="What">What it shows.</param>
internal sealed record CardPicture(string Name, string What);

/// <summary>The networks' shapes.</summary>
/// <param name="Size">Side of what the networks see, in pixels.</param>
/// <param name="Width">Channels of the critic's first convolution.</param>
/// <param name="FeatureLength">Numbers in the critic's last feature map, for one image.</param>
internal sealed record CardNetwork(int Size, int Channels, int Latent, int Width, int FeatureLength);

/// <summary>How pictures are cut.</summary>
/// <param name="Patch">Side of patches and tiles in pixels of the prepared picture.</param>
/// <param name="Stride">Pixels from one tile to the next.</param>
/// <param name="Augment">How training patches were varied, as on the command line.</param>
internal sealed record CardTiles(int Patch, int Stride, string Augment);

/// <summary>An option of the training, name and value as on the command line.</summary>
/// <param name="Value">Null for none.</param>
/// <param name="IsDefault">Whether a training without the option has this value.</param>
internal sealed record CardOption(string Name, string? Value, bool IsDefault);

/// <summary>How normal images score.</summary>
/// <param name="Folder">Name of the folder of normal images, without the path to it.</param>
/// <param name="IsHeldOut">
/// Whether they were held out of training; if not, there are no p-values and no verdicts.
/// </param>
/// <param name="ScoreQuantiles">
/// The score that a share of them stays at or below, by the share: 0 is the lowest score, 1 the highest.
/// </param>
/// <param name="MedianResidual">The residual that half of them stay below, in [0,1] units.</param>
/// <param name="SmallestRate">
/// The smallest false-positive rate that they can vouch for, 1/(n+1); null where they were not held out.
/// </param>
/// <param name="Added">Those that were added after training, which count among them.</param>
internal sealed record CardCalibration(
    string Folder, int Images, bool IsHeldOut, IReadOnlyDictionary<string, double> ScoreQuantiles,
    double MedianResidual, double? SmallestRate, IReadOnlyList<CardThreshold> Thresholds,
    IReadOnlyList<CardAddition> Added);

/// <summary>Normal images that were added after training.</summary>
/// <param name="Folder">Name of their folder, without the path to it.</param>
/// <param name="Time">When, UTC.</param>
/// <param name="ContentHash">SHA-256 over their prepared pixels.</param>
/// <param name="AlarmsBefore">How many were called anomalies before.</param>
/// <param name="AlarmsAfter">How many still are with the others alone added.</param>
/// <param name="Alone">How many resemble none of the others.</param>
internal sealed record CardAddition(
    string Folder, DateTimeOffset Time, int Images, string ContentHash, int AlarmsBefore, int AlarmsAfter, int Alone);

/// <summary>From where on something counts as an anomaly.</summary>
/// <param name="Rate">The share of new normal images that may be called so.</param>
/// <param name="Score">
/// The score above which an image is one; null where the held-out images cannot vouch for the rate.
/// </param>
/// <param name="Map">
/// The value of the map above which pixels of an image that is one are a defect (--mask); null likewise.
/// </param>
internal sealed record CardThreshold(double Rate, double? Score, double? Map);

/// <summary>What `anogan score` does with a model where no option says otherwise.</summary>
/// <param name="Score">What the score is, as on the command line.</param>
/// <param name="Stride">Pixels from one tile to the next; null where pictures are seen whole.</param>
/// <param name="FalsePositiveRate">The rate that verdicts are given at; null where none are given.</param>
/// <param name="Threshold">
/// The score above which an image is called an anomaly; null where no verdicts are given.
/// </param>
internal sealed record CardScoring(
    string Score, SearchOptions Search, int? Stride, double? FalsePositiveRate, double? Threshold);

[JsonSourceGenerationOptions(
    WriteIndented = true, UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ModelCard))]
internal sealed partial class ModelCardJson : JsonSerializerContext;
