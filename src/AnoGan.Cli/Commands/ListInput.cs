using AnoGan.Scoring;

namespace AnoGan.Cli.Commands;

/// <summary>Reads a list of images that can be read only once: standard input, or a pipe with a name.</summary>
internal static class ListInput
{
    private const string StandardInput = "-", StandardInputName = "standard input";
    private const int MaximumBytes = 1 << 30;

    /// <summary>The request with what the list says, where it is no plain file.</summary>
    /// <exception cref="AnoGanException">It cannot be read, or standard input is a terminal.</exception>
    /// <exception cref="OperationCanceledException">The user stopped waiting for it.</exception>
    public static ScoreRequest Take(ScoreRequest request, CancellationToken cancellation)
    {
        if (request.List == StandardInput)
        {
            if (!Console.IsInputRedirected)
                throw new AnoGanException($"--list: found a terminal as {StandardInputName}, expected a list of paths; "
                    + "pipe one in, as in `find \"$PWD\" -name '*.png' | anogan score . --list - …`");
            return request with
            {
                List = StandardInputName,
                ListContent = Read(Console.OpenStandardInput(), StandardInputName, cancellation),
            };
        }

        // Length 0 is also what pipes report, such as /dev/fd/63 of a shell's <(command).
        return request.List is { } path && new FileInfo(path) is { Exists: true, Length: 0 }
            ? request with { ListContent = Read(Open(path), path, cancellation) }
            : request;
    }

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{path}: cannot be read ({e.Message}); check the path and its permissions", e);
        }
    }

    private static ReadOnlyMemory<byte> Read(Stream stream, string name, CancellationToken cancellation)
    {
        using (stream)
        {
            try
            {
                return Task.Run(() => ReadAll(stream, name), CancellationToken.None).WaitAsync(cancellation)
                    .GetAwaiter().GetResult();
            }
            catch (IOException e)
            {
                throw new AnoGanException($"{name}: cannot be read ({e.Message}); write the list to a file first", e);
            }
        }
    }

    private static ReadOnlyMemory<byte> ReadAll(Stream stream, string name)
    {
        var content = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            content.Write(buffer, 0, read);
            if (content.Length > MaximumBytes)
                throw new AnoGanException($"{name}: found more than {MaximumBytes} bytes, expected a list of paths; "
                    + "split it");
        }

        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }
}
