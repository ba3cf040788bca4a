using System.Text.Json;
using AnoGan.Runtime;

namespace AnoGan.Models;

/// <summary>Reads model.json, and refuses what scoring could not use.</summary>
internal static class ManifestReader
{
    /// <summary>Reads a manifest.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What it says, and the bytes of the file.</returns>
    /// <exception cref="AnoGanException">
    /// It is missing, damaged, of another version, or its numbers cannot be used.
    /// </exception>
    public static (ModelManifest Manifest, byte[] Json) Read(string path)
    {
        byte[] json = ModelFile.ReadAllBytes(path, PlainFile.MaximumJsonBytes);
        try
        {
            ModelManifest? manifest = JsonSerializer.Deserialize(json, ModelJson.Manifest);
            if (manifest is not { Format: ModelManifest.FormatName })
                throw new AnoGanException($"{path}: not the manifest of an anogan model; name a directory made by "
                    + "`anogan train`");
            if (manifest.FormatVersion != ModelManifest.CurrentVersion)
                throw OtherVersion(path, manifest.FormatVersion);
            Check(path, manifest);
            return (manifest, json);
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException)
        {
            // Of another version, other properties are missing or too many.
            if (VersionIn(json) is { } version and not ModelManifest.CurrentVersion)
                throw OtherVersion(path, version);
            throw new AnoGanException($"{path}: damaged manifest ({e.Message}); restore it from a copy, or train the "
                + "model again", e);
        }
    }

    private static AnoGanException OtherVersion(string path, int version) =>
        new($"{path}: model format {version}, this program reads {ModelManifest.CurrentVersion}; use the version of "
            + "anogan that made it, or train the model again");

    private static int? VersionIn(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("format", out JsonElement format)
                && format.ValueKind == JsonValueKind.String
                && format.ValueEquals(ModelManifest.FormatName)
                && root.TryGetProperty("formatVersion", out JsonElement number)
                && number.ValueKind == JsonValueKind.Number
                && number.TryGetInt32(out int version)
                    ? version
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Check(string path, ModelManifest manifest)
    {
        try
        {
            manifest.Setup.Validate();
            Calibration calibration = manifest.Calibration;
            calibration.Search.Validate();
            bool isCut = manifest.Setup.Tiles is not null;
            if (isCut != calibration.Tiles is not null || isCut != calibration.Stride is not null)
                throw new AnoGanException("found only one of the options and the calibration of tiles, expected both");
            if (calibration.Stride is { } stride)
                new NumberRange(1, manifest.Setup.Network.Size).Check(nameof(calibration.Stride), stride);
            if (manifest.Versions.Values.Concat(manifest.Files.Values).Contains(null))
                throw new AnoGanException("found null among the versions or the hashes of files, expected text");
        }
        catch (AnoGanException e)
        {
            throw new AnoGanException($"{path}: {e.Message}; restore it from a copy, or train the model again", e);
        }

        manifest.Calibration.Validate(path);
    }
}
