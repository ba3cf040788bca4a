using System.Text.Json;
using AnoGan.Runtime;

namespace AnoGan.Results;

/// <summary>What an evaluation or a comparison takes from run.json.</summary>
/// <param name="Format">The file's format, or null where it has none.</param>
/// <param name="Method">What gave the scores, or null where the file does not say.</param>
/// <param name="FalsePositiveRate">
/// The rate at which verdicts were given, above 0 and below 1, or null where the file does not say.
/// </param>
/// <param name="ModelHash">SHA-256 of the model's model.json, or null where there is none.</param>
/// <param name="Threads">CPU threads, or null where the file does not say.</param>
/// <param name="Search">The search options as the file has them, or null where there are none.</param>
internal sealed record RunOrigin(
    string? Format, string? Method, double? FalsePositiveRate, string? ModelHash = null, int? Threads = null,
    JsonElement? Search = null)
{
    /// <summary>Reads the file where there is one.</summary>
    /// <param name="folder">A results folder.</param>
    /// <exception cref="AnoGanException">The file is damaged, or another program's.</exception>
    public static RunOrigin Read(string folder)
    {
        string path = Path.Combine(folder, RunManifest.FileName);
        if (!File.Exists(path))
            return new RunOrigin(RunManifest.FormatName, null, null);
        try
        {
            RunOrigin? origin = JsonSerializer.Deserialize(
                PlainFile.ReadAllBytes(path, PlainFile.MaximumJsonBytes, "the description of a run"),
                RunJson.Default.RunOrigin);
            if (origin?.FalsePositiveRate is not (null or (> 0 and < 1)))
                throw new AnoGanException($"{path}: found a false-positive rate of {origin.FalsePositiveRate}, "
                    + "expected one above 0 and below 1; score again");
            return origin?.Format == RunManifest.FormatName
                ? origin
                : throw new AnoGanException($"{path}: found format {origin?.Format ?? "none"}, expected "
                    + $"{RunManifest.FormatName}; name a folder made by `anogan score`");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{path}: cannot be read ({e.Message}); score again", e);
        }
    }
}
