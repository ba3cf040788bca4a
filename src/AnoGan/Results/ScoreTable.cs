using System.Globalization;
using AnoGan.Scoring;
using CsvHelper;

namespace AnoGan.Results;

/// <summary>
/// Writes scores.csv: one row an image, numbers in invariant culture, empty where there is an error or the method has
/// no such number.
/// </summary>
internal sealed class ScoreTable : IDisposable
{
    /// <summary>The file's name in a results folder.</summary>
    public const string FileName = "scores.csv";

    /// <summary>The columns, in order.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "path", "label", "score", "p_value", "is_anomaly", "residual", "feature_distance", "z_norm",
        "converged", "steps", "seconds", "error",
    ];

    private readonly CsvWriter _csv;

    /// <summary>Starts the table with its header, or goes on with one.</summary>
    /// <param name="writer">Where to; disposed with the table.</param>
    /// <param name="hasHeader">Whether the header is there already.</param>
    public ScoreTable(TextWriter writer, bool hasHeader = false)
    {
        _csv = CsvWriter.Create(writer, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: false);
        if (!hasHeader)
            _csv.WriteRecord([.. Columns]);
    }

    /// <summary>Adds the row of one image.</summary>
    /// <param name="image">The image.</param>
    public void Add(ScoredImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        AnomalyScore? score = image.Score;
        _csv.WriteRecord(
        [
            CellText.Write(image.File.RelativePath),
            CellText.Write(image.File.Label),
            Number(score?.Score),
            Number(score?.PValue),
            score is { PValue: not double.NaN } ? Truth(score.IsAnomaly) : "",
            Number(score?.Residual),
            Number(score?.FeatureDistance),
            Number(score?.ZNorm),
            image.Converged is { } converged ? Truth(converged) : "",
            score is null ? "" : image.Steps.ToString(CultureInfo.InvariantCulture),
            score is null ? "" : image.Seconds.ToString("0.######", CultureInfo.InvariantCulture),
            CellText.Write(image.Error ?? ""),
        ]);
    }

    // float precision: the last digits of a double would only show noise.
    private static string Number(double? value) =>
        value is { } number && !double.IsNaN(number) ? ((float)number).ToString("R", CultureInfo.InvariantCulture) : "";

    private static string Truth(bool value) => value ? "true" : "false";

    /// <summary>Hands all rows to the writer.</summary>
    public void Flush() => _csv.Flush();

    /// <inheritdoc/>
    public void Dispose() => _csv.Dispose();
}
