using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
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
    /// <param name="snapshot">The state of the training.</param>
    /// <param name="complete">Adds what the snapshot does not know to what state.json says.</param>
    /// <exception cref="AnoGanException">A weight is not finite: such a state is good for nothing.</exception>
    /// <exception cref="IOException">The disk is full or the folder gone; earlier checkpoints stay.</exception>
    public void Write(TrainingSnapshot snapshot, Func<IReadOnlyDictionary<string, string>, CheckpointState> complete)
    {
        RequireFinite(snapshot);
        string path = Path.Combine(folder, NameOf(snapshot.Phase, snapshot.Step));
        string temporary = Path.Combine(folder, Temporary);
        DeleteFolder(temporary);
        Directory.CreateDirectory(temporary);
        try
        {
            var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach ((string name, IReadOnlyDictionary<string, NamedArray> arrays) in snapshot.Weights)
            {
                string file = Path.Combine(temporary, name + Extension);
                Safetensors.Write(file, arrays);
                files[name + Extension] = ModelFile.HashOf(file);
            }

            using (var stream = new FileStream(Path.Combine(temporary, StateName), FileMode.CreateNew))
            {
                JsonSerializer.Serialize(stream, complete(files), CheckpointJson.Default.CheckpointState);
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
                return Read(name, path);
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

    private static Checkpoint Read(string name, string path)
    {
        byte[] json = ModelFile.ReadAllBytes(Path.Combine(path, StateName));
        CheckpointState? state = JsonSerializer.Deserialize(json, CheckpointJson.Default.CheckpointState);
        if (state is not { Format: CheckpointState.FormatName })
            throw new AnoGanException($"{StateName} is not of a checkpoint");
        var weights = new Dictionary<string, IReadOnlyDictionary<string, NamedArray>>();
        foreach ((string file, string hash) in state.Files)
        {
            string full = Path.Combine(path, file);
            byte[] bytes = ModelFile.ReadAllBytes(full);
            if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != hash)
                throw new AnoGanException($"{file} is not as it was written");
            weights[Path.GetFileNameWithoutExtension(file)] = Safetensors.Read(full, bytes);
        }

        var snapshot = new TrainingSnapshot(
            state.Phase, state.Step, state.ImagesDrawn, state.Last, state.Randoms, weights);
        return new Checkpoint(name, state, snapshot);
    }

    // Not damaged, and worth something to the program that wrote it.
    private static void RefuseOtherVersion(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(ModelFile.ReadAllBytes(Path.Combine(path, StateName)));
            int version = json.RootElement.GetProperty("formatVersion").GetInt32();
            if (
                version == CheckpointState.CurrentVersion
                || json.RootElement.GetProperty("format").GetString() != CheckpointState.FormatName)
                return;
        }
        catch (Exception e)
            when (e
                    is AnoGanException
                        or JsonException
                        or InvalidOperationException
                        or KeyNotFoundException
                        or FormatException)
        {
            return;
        }

        throw new AnoGanException($"{path}: a checkpoint of another version of anogan; go on with the version that "
            + "wrote it, or begin again with --overwrite in place of --resume");
    }

    private static string NameOf(TrainingPhase phase, int step) =>
        string.Create(CultureInfo.InvariantCulture, $"{phase.ToString().ToLowerInvariant()}-{step:D9}");

    private static (TrainingPhase Phase, int Step)? PlaceOf(string name)
    {
        string[] parts = name.Split('-');
        return
            parts.Length == 2
            && ChoiceText.TryRead(parts[0], out TrainingPhase phase)
            && NumberText.TryRead(parts[1], out int step)
            ? (phase, step)
            : null;
    }

    private static void RequireFinite(TrainingSnapshot snapshot)
    {
        foreach ((string name, IReadOnlyDictionary<string, NamedArray> arrays) in snapshot.Weights)
        {
            if (arrays.Values.Any(array => !Array.TrueForAll(array.Values, float.IsFinite)))
                throw new AnoGanException($"training diverged at step {snapshot.Step}: a number in {name} is not "
                    + "finite; lower --critic-lr and --generator-lr, or raise --penalty-weight");
        }
    }

    private static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }
}
