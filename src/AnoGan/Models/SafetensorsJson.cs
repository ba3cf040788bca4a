using System.Text.Json.Serialization;

namespace AnoGan.Models;

/// <summary>One tensor of a safetensors header.</summary>
/// <param name="Type">Element type, F32 for float32.</param>
/// <param name="Shape">Sides, outermost first.</param>
/// <param name="Offsets">First byte and the byte after the last, counted from the end of the header.</param>
internal sealed record Entry(
    [property: JsonPropertyName("dtype")] string Type,
    [property: JsonPropertyName("shape")] long[] Shape,
    [property: JsonPropertyName("data_offsets")] long[] Offsets);

[JsonSourceGenerationOptions(AllowDuplicateProperties = false)]
[JsonSerializable(typeof(SortedDictionary<string, Entry>))]
internal sealed partial class SafetensorsJson : JsonSerializerContext;
