using System.Text;

namespace AnoGan.Cli;

/// <summary>
/// stdout or stderr, whatever becomes of it: what cannot be written is dropped and noted instead of thrown, so that a
/// full disk or a closed stream neither ends work halfway nor looks like a bug. <see cref="CliApp"/> reads the note at
/// the end.
/// </summary>
internal sealed class SteadyWriter : TextWriter
{
    private readonly TextWriter _inner;
    private readonly bool _isClosed;

    /// <summary>Stands in front of a writer.</summary>
    /// <param name="inner">The writer, which stays open.</param>
    public SteadyWriter(TextWriter inner)
    {
        _inner = inner;
        NewLine = inner.NewLine;
        int? descriptor = ReferenceEquals(inner, Console.Out) ? 1 : ReferenceEquals(inner, Console.Error) ? 2 : null;
        IsConsole = descriptor is not null;
        _isClosed = descriptor is { } number && !IsInherited(number);
    }

    /// <summary>Whether it stands in front of the process's own stdout or stderr.</summary>
    public bool IsConsole { get; }

    /// <summary>Why something could not be written; null while everything was.</summary>
    public string? Failure { get; private set; }

    /// <inheritdoc/>
    public override Encoding Encoding => _inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Try(value, static (inner, text) => inner.Write(text));

    /// <inheritdoc/>
    public override void Write(string? value) => Try(value, static (inner, text) => inner.Write(text));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) =>
        Try((buffer, index, count), static (inner, text) => inner.Write(text.buffer, text.index, text.count));

    // A line at once: lines of several threads do not mix.
    /// <inheritdoc/>
    public override void WriteLine(string? value) => Try(value, static (inner, text) => inner.WriteLine(text));

    /// <inheritdoc/>
    public override void Flush()
    {
        if (!_isClosed)
            Try(0, static (inner, _) => inner.Flush());
    }

    private void Try<T>(T text, Action<TextWriter, T> write)
    {
        if (Failure is not null)
            return;
        try
        {
            if (_isClosed)
                throw new IOException("it is closed");
            write(_inner, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            Failure = (e.InnerException ?? e).Message.ReplaceLineEndings(" ");
        }
    }

    /// <summary>
    /// Whether a stream came with the process. Where it did not, its number goes to the next thing that the runtime
    /// opens, a pipe of its own, which nothing may be written to; what the runtime opens is marked to be closed when a
    /// program starts, and what came with the process cannot be.
    /// </summary>
    private static bool IsInherited(int descriptor)
    {
        const int closeOnExec = 0x80000; // Linux: O_CLOEXEC, 02000000
        try
        {
            string? flags = !OperatingSystem.IsLinux()
                ? null
                : File.ReadLines($"/proc/self/fdinfo/{descriptor}")
                    .FirstOrDefault(line => line.StartsWith("flags:", StringComparison.Ordinal));
            return flags is null || (Convert.ToInt32(flags["flags:".Length..].Trim(), fromBase: 8) & closeOnExec) == 0;
        }
        catch (FileNotFoundException)
        {
            return !Directory.Exists("/proc/self/fdinfo");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true; // not to be known: the stream is tried
        }
    }
}
