using System.Text.Json;
using System.Text.Json.Serialization;
using AnoGan.Models;

namespace AnoGan.Training;

/// <summary>
/// metrics.jsonl: a JSON object a line, of what training measured every few generator steps and what there was to warn
/// of. It can be read while training runs.
/// </summary>
internal sealed class TrainingLog : IDisposable
{
    private readonly FileStream _stream;
    private readonly List<LogLine> _lines;

    /// <summary>Opens the log of a folder.</summary>
    /// <param name="bytes">How much of it is kept: what belongs to the steps of the checkpoint, or 0.</param>
    public TrainingLog(string folder, long bytes)
    {
        Path = System.IO.Path.Combine(folder, TrainingRecord.LogName);
        _stream = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        if (_stream.Length > bytes)
            _stream.SetLength(bytes);
        _lines = Read(_stream);
        _stream.Seek(0, SeekOrigin.End);
    }

    public string Path { get; }

    /// <summary>All lines so far, those that were kept included.</summary>
    public IReadOnlyList<LogLine> Lines => _lines;

    /// <summary>Its length in bytes.</summary>
    public long Bytes => _stream.Length;

    public void Add(LogLine line)
    {
        _stream.Write([.. JsonSerializer.SerializeToUtf8Bytes(line, LogJson.Default.LogLine), (byte)'\n']);
        _stream.Flush();
        _lines.Add(line);
    }

    /// <summary>Waits until all lines are on the disk.</summary>
    public void FlushToDisk() => _stream.Flush(flushToDisk: true);

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static List<LogLine> Read(FileStream stream)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        var lines = new List<LogLine>();
        while (reader.ReadLine() is { } text)
        {
            try
            {
                if (JsonSerializer.Deserialize(text, LogJson.Default.LogLine) is { } line)
                    lines.Add(line);
            }
            catch (JsonException)
            {
                // A line that somebody changed is no reason to fail: it is missing in the curves.
            }
        }

        return lines;
    }
}

/// <summary>A line of metrics.jsonl; what was not measured at that step is left out.</summary>
/// <param name="Step">Generator steps made.</param>
internal sealed record LogLine(int Step)
{
    /// <summary>mean D(real) - mean D(fake).</summary>
    public double? WassersteinEstimate { get; init; }

    /// <summary>mean (‖∇D‖ - 1)², without its weight.</summary>
    public double? Penalty { get; init; }

    /// <summary>-mean D(G(z)).</summary>
    public double? GeneratorLoss { get; init; }

    /// <summary>
    /// Mean distance between the generator's pictures of fixed latent vectors, as a share of that between real ones.
    /// </summary>
    public double? SampleDiversity { get; init; }

    /// <summary>
    /// Mean |x - G(z)| of fixed held-out images, each with the best latent vector of a short search, in [0,1] units.
    /// </summary>
    public double? HeldOutResidual { get; init; }

    /// <summary>Real images the critic has seen, repeats counted.</summary>
    public long? RealImages { get; init; }

    /// <summary>Seconds of training, interruptions apart.</summary>
    public double? ElapsedSeconds { get; init; }

    /// <summary>Something the user should know, in one line with its remedy.</summary>
    public string? Warning { get; init; }

    /// <summary>What kind of warning it is.</summary>
    public HealthKind? WarningKind { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(HealthKindConverter)])]
[JsonSerializable(typeof(LogLine))]
internal sealed partial class LogJson : JsonSerializerContext;
