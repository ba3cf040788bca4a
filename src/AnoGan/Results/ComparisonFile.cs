using System.Text.Json;
using AnoGan.Evaluation;
using AnoGan.Runtime;

namespace AnoGan.Results;

/// <summary>
/// A comparison as JSON: snake_case names, null for what could not be compared, numbers with all their digits.
/// </summary>
internal static class ComparisonFile
{
    /// <summary>Writes the file whole or not at all; one that is there is replaced.</summary>
    /// <param name="path">The file; its folder is made as needed.</param>
    /// <param name="comparison">What it is to say.</param>
    /// <exception cref="AnoGanException">The file cannot be written.</exception>
    public static void Write(string path, RunComparison comparison)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WholeFile.Write(
            path, JsonSerializer.Serialize(comparison, ComparisonJson.Default.RunComparison) + "\n", "--json");
    }
}
