using System.Text.Json;
using System.Text.Json.Serialization;

namespace AnoGan.Diagnosis;

/// <summary>A status is ok, warning or failed in JSON.</summary>
internal sealed class FindingStatusConverter()
    : JsonStringEnumConverter<FindingStatus>(JsonNamingPolicy.SnakeCaseLower);
