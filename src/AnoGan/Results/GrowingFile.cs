using System.Text;

namespace AnoGan.Results;

/// <summary>A table that grows while a run works, and of which a later run may keep the beginning.</summary>
internal sealed class GrowingFile : IDisposable
{
    private readonly FileStream _stream;

    /// <summary>Opens the file.</summary>
    /// <param name="path">The file; made where it is missing.</param>
    /// <param name="keptBytes">How much of what stands there is kept.</param>
    public GrowingFile(string path, long keptBytes)
    {
        _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        _stream.SetLength(keptBytes);
        _stream.Seek(0, SeekOrigin.End);
        Name = Path.GetFileName(path);
        Writer = new StreamWriter(_stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    /// <summary>The file's name.</summary>
    public string Name { get; }

    /// <summary>Where its text goes; disposed with this.</summary>
    public StreamWriter Writer { get; }

    /// <summary>Waits until all text is on the disk.</summary>
    /// <returns>The file's length in bytes.</returns>
    public long FlushToDisk()
    {
        Writer.Flush();
        _stream.Flush(flushToDisk: true);
        return _stream.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => Writer.Dispose();
}
