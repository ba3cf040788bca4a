using System.Globalization;
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

/// <summary>The results for people, a line each as soon as it is there.</summary>
internal sealed class BenchmarkTable(TextWriter output, BenchmarkFile? before)
{
    public void WriteHead(string machine)
    {
        output.WriteLine(machine);
        if (before is not null)
            output.WriteLine($"compared with {before.Machine}");
        string compared = before is null ? "" : "   before  now/before";
        output.WriteLine($"{"work",-16} size width batch penalty threads prec    ms/step   images/s   GFLOP/s  matrix "
            + "  "
            + $"share  of bf16{compared}");
    }

    public void Write(BenchmarkResult result)
    {
        BenchmarkCase work = result.Case;
        string line = string.Create(CultureInfo.InvariantCulture, $"{work.Work,-16} {work.Size,4} {work.Width,5} "
            + $"{work.Batch,5} {work.PenaltyEvery,7} {work.Threads,7} {work.Precision,4} "
            + $"{result.SecondsPerStep * 1000,10:F1} {result.ImagesPerSecond,10:F0} {result.GigaflopsPerSecond,9:F0} "
            + $"{result.MatrixGigaflopsPerSecond,7:F0} {result.Share,7:P0} {result.Bf16Share,8:P0}");

        // Shares are compared, not times: what else the machine does slows the yardstick as well.
        if (before?.Results.FirstOrDefault(earlier => earlier.Case == work) is { } then)
            line += FormattableString.Invariant($" {then.Share,8:P0} {result.Share / then.Share,11:F2}");
        output.WriteLine(line);
    }
}
