using System.Text.Json;
using System.Text.Json.Serialization;

namespace AnoGan.Import;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(IdxImportManifest))]
internal sealed partial class IdxImportJson : JsonSerializerContext;
