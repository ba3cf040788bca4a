using System.Text.Json.Serialization;
using AnoGan.Evaluation;

namespace AnoGan.Results;

[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(IntervalConverter)])]
[JsonSerializable(typeof(EvaluationMetrics))]
internal sealed partial class MetricsJson : JsonSerializerContext;
