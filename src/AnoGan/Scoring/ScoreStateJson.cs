using System.Text.Json;
using System.Text.Json.Serialization;

namespace AnoGan.Scoring;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, UseStringEnumConverter = true, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ScoreState))]
internal sealed partial class ScoreStateJson : JsonSerializerContext;
