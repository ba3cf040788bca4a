using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Runtime;

namespace AnoGan.Training;

/// <summary>
/// The checkpoints of one training, each a folder of state.json and safetensors files that appears whole: written under
/// another name, flushed to the disk and renamed. The last two are kept.
/// </summary>
/// <param name="folder">Where they are; made with the first one.</param>
internal sealed class CheckpointFolder(string folder)
{
    /// <summary>How many are kept.</summary>
    public const int Kept = 2;

    private const string StateName = "state.json", Extension = ".safetensors", Temporary = "new";

    private readonly HashSet<string> _damaged = [];

    /// <summary>Writes one, and then deletes those before the last two and those that were found damaged.</summary>
    /// <param name="checkpoint">All but its <see cref="Checkpoint.Files"/>, which are filled in.</param>
    /// <exception cref="AnoGanException">A weight is not finite: such a state is good for nothing.</exception>
    /// <exception cref="IOException">The disk is full or the folder gone; earlier checkpoints stay.</exception>
    public void Write(Checkpoint checkpoint)
    {
        RequireFinite(checkpoint);
        string path = Path.Combine(folder, checkpoint.Name);
        string temporary = Path.Combine(folder, Temporary);
        DeleteFolder(temporary);
        Directory.CreateDirectory(temporary);
        try
        {
            var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var group in checkpoint.Arrays.GroupBy(array => GroupOf(array.Key)))
            {
                string file = Path.Combine(temporary, group.Key + Extension);
                int prefix = group.Key.Length + 1;
                Safetensors.Write(file, group.ToDictionary(array => array.Key[prefix..], array => array.Value));
                files[group.Key + Extension] = ModelFile.HashOf(file);
            }

            using (var stream = new FileStream(Path.Combine(temporary, StateName), FileMode.CreateNew))
            {
                JsonSerializer.Serialize(
                    stream, checkpoint with { Files = files }, CheckpointJson.Default.Checkpoint);
                stream.Flush(flushToDisk: true);
            }

            // What stands there already was damaged, or this run would not have come here again.
            FileSystemCalls.FlushFolder(temporary);
            DeleteFolder(path);
            Directory.Move(temporary, path);
            FileSystemCalls.FlushFolder(folder);
        }
        catch
        {
            DeleteFolder(temporary);
            throw;
        }

        _damaged.Remove(Path.GetFileName(path));
        foreach (string old in _damaged.Concat(Names().Where(name => !_damaged.Contains(name)).Skip(Kept)).ToArray())
            DeleteFolder(Path.Combine(folder, old));
    }

    /// <summary>Reads the last one that is whole.</summary>
    /// <param name="warning">Told of each that is not, in one line.</param>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="AnoGanException">A checkpoint was written by another version of the program.</exception>
    public Checkpoint? ReadLast(Action<string>? warning)
    {
        foreach (string name in Names())
        {
            string path = Path.Combine(folder, name);
            RefuseOtherVersion(path);
            try
            {
                return Read(path);
            }
            catch (Exception e)
                when (e
                        is AnoGanException
                            or IOException
                            or UnauthorizedAccessException
                            or JsonException
                            or ArgumentException
                            or KeyNotFoundException)
            {
                _damaged.Add(name);
                warning?.Invoke($"{path}: a damaged checkpoint ({e.Message.ReplaceLineEndings(" ")}); going back to "
                    + "the one before it");
            }
        }

        return null;
    }

    /// <summary>Removes the folder if there is nothing in it.</summary>
    public void RemoveIfEmpty()
    {
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    /// <summary>The names of the checkpoints, the last one first.</summary>
    public IReadOnlyList<string> Names() => !Directory.Exists(folder)
        ? []
        : [.. Directory.GetDirectories(folder).Select(path => Path.GetFileName(path)!)
            .Select(name => (Name: name, Place: PlaceOf(name))).Where(item => item.Place is not null)
            .OrderByDescending(item => item.Place).Select(item => item.Name)];

    private static Checkpoint Read(string path)
    {
        byte[] json = ModelFile.ReadAllBytes(Path.Combine(path, StateName));
        Checkpoint? state = JsonSerializer.Deserialize(json, CheckpointJson.Default.Checkpoint);
        if (state is not { Format: Checkpoint.FormatName })
            throw new AnoGanException($"{StateName} is not of a checkpoint");
        var arrays = new Dictionary<string, NamedArray>();
        foreach ((string file, string hash) in state.Files)
        {
            string full = Path.Combine(path, file), group = Path.GetFileNameWithoutExtension(file);
            byte[] bytes = ModelFile.ReadAllBytes(full);
            if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != hash)
                throw new AnoGanException($"{file} is not as it was written");
            foreach ((string name, NamedArray array) in Safetensors.Read(full, bytes))
                arrays[$"{group}/{name}"] = array;
        }

        return state with { Arrays = arrays };
    }

    // Not damaged, and worth something to the program that wrote it.
    private static void RefuseOtherVersion(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(ModelFile.ReadAllBytes(Path.Combine(path, StateName)));
            int version = json.RootElement.GetProperty("formatVersion").GetInt32();
            if (version == Checkpoint.CurrentVersion
                || json.RootElement.GetProperty("format").GetString() != Checkpoint.FormatName)
                return;
        }
        catch (Exception e)
            when (e is AnoGanException or JsonException or InvalidOperationException or KeyNotFoundException
                or FormatException)
        {
            return;
        }

        throw new AnoGanException($"{path}: a checkpoint of another version of anogan; go on with the version that "
            + "wrote it, or begin again with --overwrite in place of --resume");
    }

    private static string GroupOf(string name) => name[..name.IndexOf('/', StringComparison.Ordinal)];

    private static (int Phase, int Step)? PlaceOf(string name) =>
        name.Split('-') is [var phase, var number]
        && Array.IndexOf(Checkpoint.Phases, phase) is >= 0 and var place
        && NumberText.TryRead(number, out int step)
            ? (place, step)
            : null;

    private static void RequireFinite(Checkpoint checkpoint)
    {
        foreach ((string name, NamedArray array) in checkpoint.Arrays)
        {
            if (!Array.TrueForAll(array.Values, float.IsFinite))
                throw new AnoGanException($"training diverged at step {checkpoint.PhaseStep}: a number in "
                    + $"{GroupOf(name)} is not finite; lower --critic-lr and --generator-lr, or raise "
                    + "--penalty-weight");
        }
    }

    private static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }
}

/// <summary>A training between two steps, and what belongs to it: what state.json of a checkpoint says.</summary>
internal sealed record Checkpoint
{
    /// <summary>The value of <see cref="Format"/>.</summary>
    public const string FormatName = "anogan-checkpoint";

    /// <summary>The one <see cref="FormatVersion"/> that this program reads and writes.</summary>
    public const int CurrentVersion = 8;

    /// <summary>The parts of a training in their order, as the names of checkpoints begin.</summary>
    public static readonly string[] Phases = ["networks", "encoder", "segmenter"];

    /// <summary>Always <see cref="FormatName"/>.</summary>
    public required string Format { get; init; }

    /// <summary>Version of the layout and meaning.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>What the last generator step measured.</summary>
    public required TrainStep Last { get; init; }

    /// <summary>Steps made of the encoder; 0 while generator and critic are trained.</summary>
    public required int EncoderSteps { get; init; }

    /// <summary>Steps made of the segmenter; 0 before.</summary>
    public required int SegmenterSteps { get; init; }

    /// <summary>State of the source of noise; null once generator and critic are trained.</summary>
    public required byte[]? Noise { get; init; }

    /// <summary>What was measured of encoder or segmenter while it was trained.</summary>
    public required IReadOnlyList<LearningPoint> Curve { get; init; }

    /// <summary>What the training's health was judged from so far.</summary>
    public required HealthHistory Health { get; init; }

    /// <summary>Bytes of the log that belong to the steps made.</summary>
    public required long LogBytes { get; init; }

    /// <summary>What is trained, and how.</summary>
    public required TrainingSetup Setup { get; init; }

    /// <summary>Versions of the program, the packages and the system, by name.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>SHA-256 in lower-case hexadecimal of every file of weights, by name.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>The numbers beside it: those of "critic/score.weight" are in critic.safetensors.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, NamedArray> Arrays { get; init; } = new Dictionary<string, NamedArray>();

    /// <summary>What the training resumes from.</summary>
    [JsonIgnore]
    public TrainingSnapshot Snapshot => new(Last, EncoderSteps, SegmenterSteps, Noise, Curve, Arrays);

    /// <summary>Steps made of its part of the training.</summary>
    [JsonIgnore]
    public int PhaseStep => SegmenterSteps > 0 ? SegmenterSteps : EncoderSteps > 0 ? EncoderSteps : Last.Step;

    /// <summary>Its folder's name.</summary>
    [JsonIgnore]
    public string Name => string.Create(
        CultureInfo.InvariantCulture,
        $"{Phases[SegmenterSteps > 0 ? 2 : EncoderSteps > 0 ? 1 : 0]}-{PhaseStep:D9}");
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    WriteIndented = true,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(Checkpoint))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
