using System.Text.Json;
using System.Text.Json.Nodes;
using AnoGan.Data;

namespace AnoGan.Models;

/// <summary>Reads the manifest of the version before as one of today, with what it did without saying so.</summary>
internal static class ManifestUpgrade
{
    /// <summary>The oldest version that is read.</summary>
    public const int OldestVersion = 4;

    private const string Pages = "pages";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>
    /// Version 4 had fp32 alone, and a penalty at every critic update. It and the first models of version 5 read the
    /// first page of files, and do not say so.
    /// </summary>
    /// <param name="json">A file that may be one of any version, or no JSON at all.</param>
    /// <returns>One that says so; all others as they are.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static byte[] Apply(byte[] json)
    {
        try
        {
            return Upgrade(json);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // Names and texts that are no UTF-8 are decoded late.
            throw new JsonException(e.Message, e);
        }
    }

    private static byte[] Upgrade(byte[] json)
    {
        if (
            JsonNode.Parse(json, documentOptions: Strict) is not JsonObject manifest
            || manifest["data"] is not JsonObject data
            || manifest["training"] is not JsonObject training
            || manifest["search"] is not JsonObject search)
            return json;
        bool isOldest = Number(manifest["formatVersion"]) == OldestVersion;
        if (!isOldest && data.ContainsKey(Pages))
            return json;
        data.TryAdd(Pages, nameof(PageMode.First));
        if (isOldest)
        {
            manifest["formatVersion"] = ModelManifest.CurrentVersion;
            training["penaltyEvery"] = 1;
            training["precision"] = "Fp32";
            search["precision"] = "Fp32";
        }

        return JsonSerializer.SerializeToUtf8Bytes(manifest, ModelJson.Default.JsonObject);
    }

    private static int? Number(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out int number) ? number : null;
}
