using System.Security.Cryptography;

namespace AnoGan.Models;

/// <summary>What can be said of a model without building its networks; needs no libtorch.</summary>
/// <param name="Manifest">What model.json says.</param>
/// <param name="Hash">SHA-256 of model.json in lower-case hexadecimal.</param>
/// <param name="HasEncoder">Whether an encoder belongs to it.</param>
/// <param name="Files">Every file that it must have beside model.json.</param>
internal sealed record ModelInspection(
    ModelManifest Manifest, string Hash, bool HasEncoder, IReadOnlyList<ModelFileFacts> Files)
{
    /// <summary>Reads the manifest and looks at the files.</summary>
    /// <param name="folder">The model directory.</param>
    /// <param name="verify">Whether every file is read and compared with its hash.</param>
    /// <returns>The facts; a damaged file is among them and no exception.</returns>
    /// <exception cref="AnoGanException">The manifest is missing, damaged or of another version.</exception>
    public static ModelInspection Of(string folder, bool verify)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (ModelManifest manifest, byte[] json) = ManifestReader.Read(ModelDirectory.RequireManifest(folder));
        bool hasEncoder = ModelDirectory.HasEncoder(manifest);
        return new ModelInspection(
            manifest,
            Convert.ToHexStringLower(SHA256.HashData(json)),
            hasEncoder,
            [
                .. ModelDirectory
                    .FilesOf(hasEncoder)
                    .Select(name => Look(folder, name, manifest.Files.GetValueOrDefault(name), verify)),
            ]);
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
