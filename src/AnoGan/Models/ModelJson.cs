using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AnoGan.Models;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    WriteIndented = true,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.Strict,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ModelManifest))]
internal sealed partial class ModelJson : JsonSerializerContext
{
    private static readonly Lazy<JsonTypeInfo<ModelManifest>> LazyManifest = new(CreateManifest);

    /// <summary>
    /// How model.json is written and read. Every property must be there: one that is missing would read as 0, not as
    /// the default of its record.
    /// </summary>
    public static JsonTypeInfo<ModelManifest> Manifest => LazyManifest.Value;

    private static JsonTypeInfo<ModelManifest> CreateManifest()
    {
        var options = new JsonSerializerOptions(Default.Options)
        {
            TypeInfoResolver = Default.WithAddedModifier(type =>
            {
                foreach (JsonPropertyInfo property in type.Properties.Where(p => p.Set is not null))
                    property.IsRequired = true;
            }),
        };
        return (JsonTypeInfo<ModelManifest>)options.GetTypeInfo(typeof(ModelManifest));
    }
}
