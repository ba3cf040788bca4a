using System.Text.Json.Serialization;

namespace AnoGan.Sampling;

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SampleManifest))]
internal sealed partial class SamplesJson : JsonSerializerContext;
