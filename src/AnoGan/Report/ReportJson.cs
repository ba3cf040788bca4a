using System.Text.Json;
using System.Text.Json.Serialization;

namespace AnoGan.Report;

// The default encoder spells out <, > and & as well as all that is not ASCII: nothing in it can end the script element.
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReportData))]
internal sealed partial class ReportJson : JsonSerializerContext;
