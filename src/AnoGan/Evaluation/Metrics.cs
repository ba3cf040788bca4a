using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using AnoGan.Results;
using AnoGan.Runtime;

namespace AnoGan.Evaluation;

/// <summary>metrics.json: snake_case names, null for what was not measured, numbers with all their digits.</summary>
internal static class MetricsFile
{
    /// <summary>The file's name in a results folder.</summary>
    public const string FileName = ResultsLayout.Metrics;

    /// <summary>Writes the file whole or not at all; one that is there is replaced.</summary>
    /// <exception cref="AnoGanException">The file cannot be written.</exception>
    public static void Write(string path, EvaluationMetrics metrics)
    {
        WholeFile.Write(path, JsonSerializer.Serialize(metrics, MetricsJson.Default.EvaluationMetrics) + "\n", "--out");
    }
}

[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(IntervalConverter)])]
[JsonSerializable(typeof(EvaluationMetrics))]
internal sealed partial class MetricsJson : JsonSerializerContext;

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

/// <summary>Evaluations side by side for a person to read: a row a measure, a column a results folder.</summary>
internal static class MetricsTable
{
    private const string Nothing = "-";

    /// <summary>Writes the table; a measure that no folder has gets no row.</summary>
    public static void Write(IReadOnlyList<(string Head, EvaluationMetrics Metrics)> columns, TextWriter output)
    {
        List<string[]> rows = [["results", .. columns.Select(c => VisibleText.Of(c.Head))]];
        foreach ((string name, Func<EvaluationMetrics, string?> cell) in Measures(columns))
        {
            string?[] cells = [.. columns.Select(c => cell(c.Metrics))];
            if (cells.Any(c => c is not null))
                rows.Add([name, .. cells.Select(c => c ?? Nothing)]);
        }

        int[] widths = [.. Enumerable.Range(0, columns.Count + 1).Select(i => rows.Max(row => row[i].Length))];
        foreach (string[] row in rows)
            output.WriteLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
    }

    private static List<(string Name, Func<EvaluationMetrics, string?> Cell)> Measures(
        IReadOnlyList<(string Head, EvaluationMetrics Metrics)> columns)
    {
        List<(string, Func<EvaluationMetrics, string?>)> measures =
        [
            ("method", m => m.Method is { } method ? VisibleText.Of(method) : null),
            ("normal images", m => $"{m.NormalImages} ({VisibleText.Of(m.NormalLabel)})"),
            ("anomalous images", m => Text(m.AnomalousImages)),
            ("without a score", m => m.FailedImages > 0 ? $"{m.FailedImages} (left out)" : null),
            ("AUROC", m => Auroc(m, EvaluationMetrics.ScoreTerm)),
            ("average precision", m => Text(m.AveragePrecision)),
            ("residual alone, AUROC", m => Auroc(m, EvaluationMetrics.ResidualTerm)),
            ("residual alone, average precision", m => Precision(m, EvaluationMetrics.ResidualTerm)),
            ("feature distance alone, AUROC", m => Auroc(m, EvaluationMetrics.FeatureTerm)),
            ("feature distance alone, average precision", m => Precision(m, EvaluationMetrics.FeatureTerm)),
            .. ScoreTable.SurpriseColumns.Select(column =>
                ($"{column} alone, AUROC", (Func<EvaluationMetrics, string?>)(m => Auroc(m, column)))),
            ("F1 at the calibrated threshold", m => Text(m.F1)),
            ("  true positives", m => Text(m.Confusion?.TruePositives)),
            ("  false negatives", m => Text(m.Confusion?.FalseNegatives)),
            ("  false positives", m => Text(m.Confusion?.FalsePositives)),
            ("  true negatives", m => Text(m.Confusion?.TrueNegatives)),
            ("  false-positive rate", m => Text(m.FalsePositiveRate)),
            ("  wished false-positive rate", m => Text(m.WishedFalsePositiveRate)),
        ];
        foreach (string share in columns.SelectMany(c => c.Metrics.SensitivityAtSpecificity.Keys).Distinct())
            measures.Add(($"sensitivity at specificity {share}",
                m => m.SensitivityAtSpecificity.TryGetValue(share, out double value) ? Text(value) : null));
        measures.Add(("pixel AUROC", m => Text(m.PixelAuroc)));
        measures.Add(("AUPRO", m => Text(m.Aupro)));
        IEnumerable<string> labels = columns.SelectMany(c => c.Metrics.Classes.Keys).Distinct();
        foreach (string label in labels.Order(StringComparer.Ordinal))
        {
            string name = VisibleText.Of(label);
            measures.Add(($"AUROC of {name}", m => m.Classes.GetValueOrDefault(label) is { } one ? Class(one) : null));
            measures.Add(($"pixel AUROC of {name}", m => Text(m.Classes.GetValueOrDefault(label)?.PixelAuroc)));
            measures.Add(($"AUPRO of {name}", m => Text(m.Classes.GetValueOrDefault(label)?.Aupro)));
        }

        return measures;
    }

    private static string? Auroc(EvaluationMetrics metrics, string term) =>
        metrics.Terms.GetValueOrDefault(term) is not { Auroc: var auroc, Interval: var interval } ? null
        : string.Create(CultureInfo.InvariantCulture, $"{auroc:F4} [{interval.Low:F4}, {interval.High:F4}]");

    private static string? Precision(EvaluationMetrics metrics, string term) =>
        Text(metrics.Terms.GetValueOrDefault(term)?.AveragePrecision);

    private static string Class(ClassMetrics one)
    {
        string images = one.Detected is { } detected ? $"{detected} of {one.Images} found" : $"{one.Images} images";
        return string.Create(CultureInfo.InvariantCulture, $"{one.Auroc:F4} ({images})");
    }

    private static string? Text(double? value) => value?.ToString("F4", CultureInfo.InvariantCulture);

    private static string? Text(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}
