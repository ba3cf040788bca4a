using System.Text;
using System.Text.RegularExpressions;

namespace AnoGan.Runtime;

/// <summary>Writes files that appear whole or not at all.</summary>
internal static partial class WholeFile
{
    /// <summary>Writes a file; one that is there is replaced.</summary>
    /// <param name="path">The file; its folder is made as needed.</param>
    /// <param name="content">What it is to hold.</param>
    /// <param name="flushToDisk">
    /// Whether to wait until it is on the disk, so that a loss of power leaves it whole too.
    /// </param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, bool flushToDisk) =>
        Write(path, content, static (stream, bytes) => stream.Write(bytes), flushToDisk);

    /// <summary>The same of content that is made as it is written, and never in memory as a whole.</summary>
    /// <param name="path">The file; its folder is made as needed.</param>
    /// <param name="content">What it is made from.</param>
    /// <param name="write">Makes it.</param>
    /// <param name="flushToDisk">
    /// Whether to wait until it is on the disk, so that a loss of power leaves it whole too.
    /// </param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write<T>(string path, T content, Action<Stream, T> write, bool flushToDisk)
        where T : allows ref struct
    {
        // Pipes and devices, which have no length, are written to and not replaced; nor is there anything in an empty
        // file to lose.
        if (new FileInfo(path) is { Exists: true, Length: 0 })
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Write);
            write(stream, content);
            return;
        }

        // A name of its own, for the file's name may already be as long as the file system allows.
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
        string temporary = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
        Directory.CreateDirectory(folder);
        try
        {
            using (FileStream stream = File.Create(temporary, bufferSize: 0))
            {
                write(stream, content);
                stream.Flush(flushToDisk);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            Quietly.Do(() => File.Delete(temporary));
            throw;
        }

        if (flushToDisk)
            FileSystemCalls.FlushFolder(folder);
    }

    /// <summary>Writes text as UTF-8 to a file that the user can name, and waits until it is on the disk.</summary>
    /// <param name="path">The file; its folder is made as needed.</param>
    /// <param name="text">What it is to hold.</param>
    /// <param name="option">The option that names another file, for the message.</param>
    /// <exception cref="AnoGanException">The file cannot be written.</exception>
    public static void Write(string path, string text, string option)
    {
        try
        {
            Write(path, Encoding.UTF8.GetBytes(text), flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{path}: cannot be written ({e.Message}); free space, or name another file "
                + $"with {option}", e);
        }
    }

    /// <summary>
    /// Whether a name is one that a file has here while it is written; a killed process leaves it so.
    /// </summary>
    /// <param name="name">The name without a path.</param>
    public static bool IsTemporary(string name) => TemporaryName().IsMatch(name);

    [GeneratedRegex(@"^\.[0-9a-f]{32}\.tmp\z")]
    private static partial Regex TemporaryName();
}
