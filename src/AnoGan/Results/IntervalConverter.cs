using System.Text.Json;
using System.Text.Json.Serialization;
using AnoGan.Evaluation;

namespace AnoGan.Results;

/// <summary>An interval is [low, high] in JSON.</summary>
internal sealed class IntervalConverter : JsonConverter<Interval>
{
    /// <inheritdoc/>
    public override Interval Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("an interval is an array of two numbers");
        reader.Read();
        double low = reader.GetDouble();
        reader.Read();
        double high = reader.GetDouble();
        return reader.Read() && reader.TokenType == JsonTokenType.EndArray
            ? new Interval(low, high)
            : throw new JsonException("an interval is an array of two numbers");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Interval value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.Low);
        writer.WriteNumberValue(value.High);
        writer.WriteEndArray();
    }
}
