using System.Security.Cryptography;
using AnoGan.Runtime;

namespace AnoGan.Models;

/// <summary>Reading files of a model directory, with errors a user can act on.</summary>
internal static class ModelFile
{
    private const long MaxBytes = 1_100_000_000;

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">The most bytes that it can have.</param>
    /// <exception cref="AnoGanException">It is missing, unreadable, no file, or larger than it can be.</exception>
    public static byte[] ReadAllBytes(string path, long maxBytes = MaxBytes) =>
        Guard(path, () => PlainFile.ReadAllBytes(path, Math.Min(maxBytes, MaxBytes), "such a file of a model"));

    /// <summary>Bytes of a file, or of the file that a link leads to.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="AnoGanException">It is missing, or no file.</exception>
    public static long LengthOf(string path) => Guard(path, () => PlainFile.Length(path));

    /// <summary>SHA-256 of a file in lower-case hexadecimal; the file is held nowhere.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="AnoGanException">
    /// It is missing, unreadable, no file, or larger than a model file can be.
    /// </exception>
    public static string HashOf(string path) => Guard(path, () =>
    {
        if (PlainFile.Length(path) is > MaxBytes and var length)
            throw new AnoGanException($"{path}: found {length} bytes, expected at most {MaxBytes} for a model file; "
                + "name a model directory made by `anogan train`");
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    });

    /// <summary>Reads the beginning of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">How much of it at most.</param>
    /// <exception cref="AnoGanException">It is missing, unreadable, or no file.</exception>
    public static byte[] ReadStart(string path, int maxBytes) => Guard(path, () =>
    {
        byte[] start = new byte[Math.Min(PlainFile.Length(path), maxBytes)];
        using FileStream stream = File.OpenRead(path);
        stream.ReadExactly(start);
        return start;
    });

    private static T Guard<T>(string path, Func<T> read)
    {
        if (!Path.Exists(path))
            throw new AnoGanException($"{path}: missing, and the model needs it; restore it from a copy, or train the "
                + "model again");
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{path}: cannot be read ({e.Message}); check its permissions", e);
        }
    }
}
