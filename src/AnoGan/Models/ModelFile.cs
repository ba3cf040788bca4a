using System.Security.Cryptography;
using AnoGan.Runtime;

namespace AnoGan.Models;

/// <summary>Reading files of a model directory, with errors a user can act on.</summary>
internal static class ModelFile
{
    private const long MaxBytes = 1_100_000_000;

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="AnoGanException">It is missing, unreadable, no file, or larger than it can be.</exception>
    public static byte[] ReadAllBytes(string path, long maxBytes = MaxBytes) =>
        Guard(path, () => PlainFile.ReadAllBytes(path, Math.Min(maxBytes, MaxBytes), "such a file of a model"));

    /// <summary>Bytes of a file, or of the file that a link leads to.</summary>
    /// <exception cref="AnoGanException">It is missing, or no file.</exception>
    public static long LengthOf(string path) => Guard(path, () => PlainFile.Length(path));

    /// <summary>SHA-256 of a file in lower-case hexadecimal; the file is held nowhere.</summary>
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

/// <summary>What can be said of a model without building its networks; needs no libtorch.</summary>
/// <param name="Hash">SHA-256 of model.json in lower-case hexadecimal.</param>
/// <param name="Files">Every file that it must have beside model.json.</param>
internal sealed record ModelInspection(
    ModelManifest Manifest, string Hash, bool HasEncoder, IReadOnlyList<ModelFileFacts> Files)
{
    /// <summary>Reads the manifest and looks at the files.</summary>
    /// <param name="verify">Whether every file is read and compared with its hash.</param>
    /// <returns>The facts; a damaged file is among them and no exception.</returns>
    /// <exception cref="AnoGanException">The manifest is missing, damaged or of another version.</exception>
    public static ModelInspection Of(string folder, bool verify)
    {
        (ModelManifest manifest, byte[] json) = ManifestReader.Read(ModelDirectory.RequireManifest(folder));
        bool hasEncoder = ModelDirectory.HasEncoder(manifest);
        ModelFileFacts[] files =
        [
            .. ModelDirectory.FilesOf(hasEncoder, ModelDirectory.HasSegmenter(manifest))
                .Select(name => Look(folder, name, manifest.Files.GetValueOrDefault(name), verify)),
        ];
        return new ModelInspection(manifest, Convert.ToHexStringLower(SHA256.HashData(json)), hasEncoder, files);
    }

    private static ModelFileFacts Look(string folder, string name, string? hash, bool verify)
    {
        string path = Path.Combine(folder, name);
        var facts = new ModelFileFacts(name, Bytes: null, Numbers: null, hash, Agrees: null, Problem: null);
        try
        {
            facts = facts with { Bytes = ModelFile.LengthOf(path) };
            if (verify)
                facts = facts with { Agrees = ModelFile.HashOf(path) == hash };
            return facts.Agrees == false
                ? facts with { Problem = ModelDirectory.Changed(path).Message }
                : facts with { Numbers = Safetensors.CountNumbers(path) };
        }
        catch (AnoGanException e)
        {
            return facts with { Problem = e.Message };
        }
    }
}

/// <summary>A file of a model as it lies on the disk.</summary>
/// <param name="Bytes">Its length; null where it cannot be looked at.</param>
/// <param name="Numbers">
/// The float32 numbers in it, which are the weights of a network; null where its header cannot be read.
/// </param>
/// <param name="Hash">The SHA-256 that the manifest gives, in lower-case hexadecimal; null where it gives none.</param>
/// <param name="Agrees">Whether the file has this SHA-256; null where that was not checked.</param>
/// <param name="Problem">Why the model cannot be used, in one line with a remedy; null where nothing was found.</param>
internal sealed record ModelFileFacts(
    string Name, long? Bytes, long? Numbers, string? Hash, bool? Agrees, string? Problem);
