using System.Text.Json;

namespace AnoGan.Scoring;

/// <summary>What an unfinished scoring run was asked to do, written before its first image.</summary>
/// <param name="Format">Always <see cref="FormatName"/>.</param>
/// <param name="Started">When it began, UTC.</param>
/// <param name="Setup">How.</param>
/// <param name="Files">The files, in the order of the table.</param>
internal sealed record ScoreState(
    string Format, DateTimeOffset Started, ScoreSetup Setup, IReadOnlyList<ScoredFile> Files)
{
    /// <summary>The value of <see cref="Format"/>.</summary>
    public const string FormatName = Family + "4";

    private const string Family = "anogan-unfinished-run-";

    /// <summary>Whether what cannot be read as this record was written by a version with another one.</summary>
    /// <param name="json">The bytes of the file.</param>
    public static bool IsOfAnotherVersion(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("format", out JsonElement format)
                && format.ValueKind == JsonValueKind.String
                && format.GetString() is { } name
                && name != FormatName
                && name.StartsWith(Family, StringComparison.Ordinal);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
