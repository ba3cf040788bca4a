using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Runtime;

namespace AnoGan.Results;

/// <summary>What run.json says: everything needed to tell two scoring runs apart or to repeat one.</summary>
public sealed record RunManifest
{
    /// <summary>The file's name in a results folder.</summary>
    public const string FileName = "run.json";

    /// <summary>The value of <see cref="Format"/>.</summary>
    public const string FormatName = "anogan-run";

    /// <summary>The <see cref="Method"/> of scores from a trained model.</summary>
    public const string AnoGanMethod = "anogan";

    /// <summary>That of scores from pretrained features alone.</summary>
    public const string FeaturesMethod = "features";

    /// <summary>Always <see cref="FormatName"/>.</summary>
    public string Format { get; init; } = FormatName;

    /// <summary>Version of the results folder's layout and meaning.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>When the run began, UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>What gave the scores: <see cref="AnoGanMethod"/>, or the name of a baseline.</summary>
    public required string Method { get; init; }

    /// <summary>Name of the model directory, without the path to it; null for a baseline.</summary>
    public string? Model { get; init; }

    /// <summary>SHA-256 of the model's model.json; null for a baseline.</summary>
    public string? ModelHash { get; init; }

    /// <summary>What a baseline was made from; null for a model.</summary>
    public BaselineFacts? Baseline { get; init; }

    /// <summary>Name of the folder of images, without the path to it.</summary>
    public required string Images { get; init; }

    /// <summary>What was read of a file of several pages.</summary>
    public PageMode Pages { get; init; }

    /// <summary>The resolved search options; null for a baseline.</summary>
    public SearchOptions? Search { get; init; }

    /// <summary>Pixels of the prepared picture from one tile to the next; null where pictures are seen whole.</summary>
    public int? Stride { get; init; }

    /// <summary>
    /// The value of the map above which a pixel belongs to a defect; null where none were looked for.
    /// </summary>
    public double? DefectThreshold { get; init; }

    /// <summary>The fewest pixels of a defect; null where none were looked for.</summary>
    public int? DefectMinArea { get; init; }

    /// <summary>
    /// How much of every picture counts, such as "41.2 % of 900×900 pixels" and the beginning of the mask's SHA-256,
    /// or "masks by name"; null where all of it does.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Roi { get; init; }

    /// <summary>Name of the folder of masks by name, without the path to it; null where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RoiFolder { get; init; }

    /// <summary>CPU threads; with the machine kind they fix the last bits of a score.</summary>
    public required int Threads { get; init; }

    /// <summary>cpu, cuda or cuda:N.</summary>
    public required string Device { get; init; }

    /// <summary>The pixel residual, in [0,1] units, that heatmaps show in their brightest colour.</summary>
    public required double HeatmapScale { get; init; }

    /// <summary>Whether all pictures but the residuals are PNG of the size of the picture in the file.</summary>
    public bool FullPictures { get; init; }

    /// <summary>What the score is; null for a baseline.</summary>
    public ScoreKind? Score { get; init; }

    /// <summary>The false-positive rate at which is_anomaly was decided, or null where nothing was decided.</summary>
    public double? FalsePositiveRate { get; init; }

    /// <summary>The score above which an image is called an anomaly, or null where nothing was decided.</summary>
    public double? Threshold { get; init; }

    /// <summary>
    /// Scores of the held-out normal images that p-values compare with, ascending; null where there are none.
    /// </summary>
    [JsonConverter(typeof(NumberLineConverter))]
    public IReadOnlyList<double>? NormalScores { get; init; }

    /// <summary>What the user was warned of, but for the images without a score.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Images that have a score.</summary>
    public required int ScoredImages { get; init; }

    /// <summary>Images that could not be scored.</summary>
    public required int FailedImages { get; init; }

    /// <summary>Wall-clock time from the loaded model to the last picture.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>Versions of the program, the packages and the system, by name.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>The shards that merged results lack, such as 3/7; null where none is missing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? MissingShards { get; init; }

    /// <summary>Which share of the pictures was scored; null where all were.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal RunShard? Shard { get; init; }

    /// <summary>What an unfinished run writes beside the scores, and of which files; null in a finished one.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal RunParts? Parts { get; init; }

    /// <summary>What a watch writes beside the scores, without files; null where the run is none.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal RunParts? Watch { get; init; }

    /// <summary>What counts as a defect; null where none are looked for.</summary>
    internal RegionRule? Regions =>
        DefectThreshold is { } threshold && DefectMinArea is { } area ? new RegionRule(threshold, area) : null;

    /// <summary>Reads run.json.</summary>
    /// <param name="folder">A results folder, or an unfinished one.</param>
    /// <param name="remedy">What the user can do where it cannot be read.</param>
    /// <exception cref="AnoGanException">It cannot be read, or is another program's.</exception>
    internal static RunManifest Read(string folder, string remedy)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            byte[] json = PlainFile.ReadAllBytes(path, PlainFile.MaximumJsonBytes, "a JSON file");
            if (JsonSerializer.Deserialize(json, RunJson.Default.RunManifest) is not { Format: FormatName } run)
                throw new AnoGanException($"{path}: not of a run of anogan; name another folder");

            // Early runs say nothing of warnings.
            run = run with { Warnings = run.Warnings ?? [] };
            return run.Damage() is { } damage ? throw new AnoGanException($"{path}: found {damage}; {remedy}") : run;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{path}: cannot be read ({e.Message.ReplaceLineEndings(" ")}); {remedy}", e);
        }
    }

    /// <summary>Writes run.json, whole or not at all, and waits until it is on the disk.</summary>
    internal void Write(string folder) => WholeFile.Write(
        Path.Combine(folder, FileName), this,
        static (stream, run) => JsonSerializer.Serialize(stream, run, RunJson.Default.RunManifest),
        flushToDisk: true);

    private string? Damage()
    {
        if (Warnings.Concat(Versions.Values).Contains(null))
            return "null among the warnings or the versions, expected text";
        double?[] numbers =
        [
            HeatmapScale, ElapsedSeconds, DefectThreshold, Threshold, FalsePositiveRate,
            .. NormalScores?.Select(score => (double?)score) ?? [],
        ];
        return Array.Exists(numbers, number => number is { } value && !double.IsFinite(value))
            ? "a number beyond all bounds, expected finite ones"
            : null;
    }
}

/// <summary>Many numbers in one line, in a file that is indented otherwise.</summary>
internal sealed class NumberLineConverter : JsonConverter<IReadOnlyList<double>>
{
    /// <inheritdoc/>
    public override IReadOnlyList<double> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("a list of numbers is an array");
        var numbers = new List<double>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            numbers.Add(
                reader.TokenType == JsonTokenType.Number
                    ? reader.GetDouble()
                    : throw new JsonException("a list of numbers holds nothing else"));
        return numbers;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<double> value, JsonSerializerOptions options) =>
        writer.WriteRawValue(
            $"[{string.Join(", ", value.Select(number => number.ToString("R", CultureInfo.InvariantCulture)))}]");
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true, RespectNullableAnnotations = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(RunManifest))]
[JsonSerializable(typeof(RunOrigin))]
internal sealed partial class RunJson : JsonSerializerContext;
