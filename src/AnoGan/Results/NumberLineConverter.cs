using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AnoGan.Results;

/// <summary>Many numbers in one line, in a file that is indented otherwise.</summary>
internal sealed class NumberLineConverter : JsonConverter<IReadOnlyList<double>>
{
    /// <inheritdoc/>
    public override IReadOnlyList<double> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("a list of numbers is an array");
        var numbers = new List<double>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            numbers.Add(
                reader.TokenType == JsonTokenType.Number
                    ? reader.GetDouble()
                    : throw new JsonException("a list of numbers holds nothing else"));
        return numbers;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<double> value, JsonSerializerOptions options) =>
        writer.WriteRawValue(
            $"[{string.Join(", ", value.Select(number => number.ToString("R", CultureInfo.InvariantCulture)))}]");
}
