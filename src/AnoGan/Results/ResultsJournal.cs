using System.Text.Json;

namespace AnoGan.Results;

/// <summary>
/// journal.jsonl of an unfinished results folder: a line each time that all work so far was on the disk. It says how
/// much of the tables a later run keeps; a line that was cut off counts for nothing.
/// </summary>
internal sealed class ResultsJournal : IDisposable
{
    /// <summary>The file's name.</summary>
    public const string FileName = "journal.jsonl";

    private readonly FileStream _stream;

    /// <summary>Opens the journal, or begins one.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="results">Where the tables are.</param>
    public ResultsJournal(string folder, string results)
    {
        _stream = new FileStream(
            Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        long kept = 0;
        foreach ((JournalLine line, long end) in ReadLines(_stream))
        {
            if (line.Bytes.Any(table => !HasLength(Path.Combine(results, table.Key), table.Value)))
                break;
            (Last, kept) = (line, end);
        }

        _stream.SetLength(kept);
        _stream.Seek(0, SeekOrigin.End);
    }

    /// <summary>The last line that holds.</summary>
    public JournalLine Last { get; private set; } = JournalLine.Beginning;

    /// <summary>Adds a line; everything that it speaks of is on the disk.</summary>
    /// <param name="line">The line.</param>
    public void Add(JournalLine line)
    {
        _stream.Write([.. JsonSerializer.SerializeToUtf8Bytes(line, JournalJson.Default.JournalLine), (byte)'\n']);
        _stream.Flush(flushToDisk: true);
        Last = line;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static IEnumerable<(JournalLine Line, long End)> ReadLines(FileStream stream)
    {
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        int start = 0;
        for (int end = Array.IndexOf(bytes, (byte)'\n'); end >= 0; end = Array.IndexOf(bytes, (byte)'\n', start))
        {
            if (Parse(bytes.AsSpan(start, end - start)) is not { } line)
                yield break;
            start = end + 1;
            yield return (line, start);
        }
    }

    private static JournalLine? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, JournalJson.Default.JournalLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool HasLength(string path, long bytes) =>
        bytes >= 0 && File.Exists(path) && new FileInfo(path).Length >= bytes;
}
