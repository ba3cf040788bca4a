using System.Text.Json;
using System.Text.Json.Serialization;

namespace AnoGan.Diagnosis;

/// <summary>Everything that was looked at, which is what a bug report needs, as text and as JSON.</summary>
internal sealed record DiagnosisReport
{
    private const int NameFrom = 9, TextFrom = 22;

    public string Format { get; init; } = "anogan-doctor";

    /// <summary>Version of the properties and their meaning.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>Whether all that anogan needs works.</summary>
    public bool Works => Checks.All(check => check.Status != FindingStatus.Failed);

    /// <summary>What the checks found, in the order in which they are read best.</summary>
    public required IReadOnlyList<Finding> Checks { get; init; }

    /// <summary>Writes one or more lines for each check.</summary>
    public void WriteText(TextWriter output)
    {
        foreach (Finding check in Checks)
        {
            string status = check.Status switch
            {
                FindingStatus.Ok => "ok",
                FindingStatus.Warning => "warning",
                _ => "FAILED",
            };
            output.WriteLine($"{status,-NameFrom}{check.Name,-(TextFrom - NameFrom)}{VisibleText.Of(check.Text)}");
            foreach (string detail in check.Details)
                output.WriteLine($"{"",TextFrom}{VisibleText.Of(detail)}");
            if (check.Remedy is { } remedy)
                output.WriteLine($"{"",TextFrom}→ {VisibleText.Of(remedy)}");
        }
    }

    /// <summary>One JSON document with snake_case names and a line break at its end.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DiagnosisJson.Default.DiagnosisReport) + "\n";
}

/// <summary>What a check found.</summary>
/// <param name="Remedy">What to do about it; null where nothing is to be done.</param>
internal sealed record Finding(string Name, FindingStatus Status, string Text, string? Remedy = null)
{
    /// <summary>More of what was found, a line each.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    public static Finding Ok(string name, string text) => new(name, FindingStatus.Ok, text);

    public static Finding Warning(string name, string text, string? remedy) =>
        new(name, FindingStatus.Warning, text, remedy);

    public static Finding Failed(string name, string text, string? remedy) =>
        new(name, FindingStatus.Failed, text, remedy);
}

/// <summary>How a check went; ok, warning or failed in JSON.</summary>
internal enum FindingStatus
{
    Ok,

    /// <summary>Works, but slower or with less than it could.</summary>
    Warning,

    /// <summary>Something that anogan needs does not work.</summary>
    Failed,
}

internal sealed class FindingStatusConverter()
    : JsonStringEnumConverter<FindingStatus>(JsonNamingPolicy.SnakeCaseLower);

[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(FindingStatusConverter)])]
[JsonSerializable(typeof(DiagnosisReport))]
internal sealed partial class DiagnosisJson : JsonSerializerContext;
