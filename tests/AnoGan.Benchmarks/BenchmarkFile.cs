using System.Text.Json;

namespace AnoGan.Benchmarks;

/// <summary>The measurements of one run as a file, to compare with later ones.</summary>
/// <param name="Machine">Processor, system and versions, in one line.</param>
/// <param name="Results">In the order in which they were measured.</param>
internal sealed record BenchmarkFile(string Machine, IReadOnlyList<BenchmarkResult> Results)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Options) + "\n");

    /// <summary>Reads an earlier run.</summary>
    /// <exception cref="AnoGanException">It is no such file.</exception>
    public static BenchmarkFile Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<BenchmarkFile>(File.ReadAllText(path), Options)
                ?? throw new AnoGanException($"{path}: found null, expected the file of a benchmark");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new AnoGanException($"{path}: no file of a benchmark ({e.Message}); name one that --out wrote", e);
        }
    }
}
