using System.Text.Json;
using System.Text.Json.Serialization;

namespace AnoGan.Training;

/// <summary>Writes what can be wrong as words: "samples_collapsed".</summary>
internal sealed class HealthKindConverter()
    : JsonStringEnumConverter<HealthKind>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
