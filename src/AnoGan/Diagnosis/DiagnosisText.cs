using System.Text.Json;

namespace AnoGan.Diagnosis;

/// <summary>A diagnosis as a person reads it, and as JSON.</summary>
internal static class DiagnosisText
{
    private const int NameFrom = 9, TextFrom = 22;

    /// <summary>Writes a line or some for each check.</summary>
    /// <param name="report">The diagnosis.</param>
    /// <param name="output">Where to.</param>
    public static void Write(DiagnosisReport report, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        foreach (Finding check in report.Checks)
        {
            output.WriteLine(
                $"{Status(check.Status), -NameFrom}{check.Name, -(TextFrom - NameFrom)}{VisibleText.Of(check.Text)}");
            foreach (string detail in check.Details)
                output.WriteLine(new string(' ', TextFrom) + VisibleText.Of(detail));
            if (check.Remedy is { } remedy)
                output.WriteLine($"{"",TextFrom}→ {VisibleText.Of(remedy)}");
        }
    }

    /// <summary>One JSON document with a line break at its end: snake_case names.</summary>
    /// <param name="report">The diagnosis.</param>
    public static string Json(DiagnosisReport report) =>
        JsonSerializer.Serialize(report, DiagnosisJson.Default.DiagnosisReport) + "\n";

    private static string Status(FindingStatus status) => status switch
    {
        FindingStatus.Ok => "ok",
        FindingStatus.Warning => "warning",
        _ => "FAILED",
    };
}
