using System.Text.Json;

namespace AnoGan.Training;

/// <summary>
/// metrics.jsonl: a JSON object a line, of what training measured every few generator steps and what there was to warn
/// of. It can be read while training runs.
/// </summary>
internal sealed class TrainingLog : IDisposable
{
    /// <summary>The file's name, beside the checkpoints and in the model directory.</summary>
    public const string FileName = TrainingRecord.LogName;

    private readonly FileStream _stream;
    private readonly List<LogLine> _lines;

    /// <summary>Opens the log.</summary>
    /// <param name="folder">Where it is or is to be.</param>
    /// <param name="bytes">
    /// How much of what stands there is kept: what belongs to the steps of the checkpoint, or 0.
    /// </param>
    public TrainingLog(string folder, long bytes)
    {
        Path = System.IO.Path.Combine(folder, FileName);
        _stream = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        if (_stream.Length > bytes)
            _stream.SetLength(bytes);
        _lines = Read(_stream);
        _stream.Seek(0, SeekOrigin.End);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>All lines so far, those that were kept included.</summary>
    public IReadOnlyList<LogLine> Lines => _lines;

    /// <summary>Its length in bytes.</summary>
    public long Bytes => _stream.Length;

    /// <summary>Adds a line.</summary>
    /// <param name="line">What to say.</param>
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
