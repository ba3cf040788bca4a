using System.Text.Json.Serialization;
using AnoGan.Evaluation;

namespace AnoGan.Results;

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RunComparison))]
internal sealed partial class ComparisonJson : JsonSerializerContext;
