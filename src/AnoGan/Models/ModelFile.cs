namespace AnoGan.Models;

/// <summary>Reading files of a model directory, with errors a user can act on.</summary>
internal static class ModelFile
{
    private const long MaxBytes = 1_100_000_000;

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="AnoGanException">It is missing, unreadable, or larger than a model file can be.</exception>
    public static byte[] ReadAllBytes(string path)
    {
        RequireExists(path);
        try
        {
            long length = new FileInfo(path).Length;
            if (length > MaxBytes)
                throw new AnoGanException($"{path}: {length} bytes, expected at most {MaxBytes} for a model file; name a model directory made by `anogan train`");
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{path}: cannot be read ({e.Message}); check its permissions", e);
        }
    }

    /// <summary>Refuses a file that is not there.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="AnoGanException">It is missing.</exception>
    public static void RequireExists(string path)
    {
        if (!File.Exists(path))
            throw new AnoGanException($"{path}: missing, and the model needs it; restore it from a copy, or train the model again");
    }
}
