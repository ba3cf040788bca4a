using System.Text.Json;
using AnoGan.Evaluation;
using AnoGan.Runtime;

namespace AnoGan.Results;

/// <summary>metrics.json: snake_case names, null for what was not measured, numbers with all their digits.</summary>
internal static class MetricsFile
{
    /// <summary>The file's name in a results folder.</summary>
    public const string FileName = "metrics.json";

    /// <summary>Writes the file whole or not at all; one that is there is replaced.</summary>
    /// <param name="path">The file; its folder is made as needed.</param>
    /// <param name="metrics">What it is to say.</param>
    /// <exception cref="AnoGanException">The file cannot be written.</exception>
    public static void Write(string path, EvaluationMetrics metrics)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WholeFile.Write(path, JsonSerializer.Serialize(metrics, MetricsJson.Default.EvaluationMetrics) + "\n", "--out");
    }
}
