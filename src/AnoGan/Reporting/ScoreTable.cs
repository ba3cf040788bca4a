using System.Globalization;
using AnoGan.Scoring;
using CsvHelper;

namespace AnoGan.Reporting;

/// <summary>Writes scores.csv: one row an image, numbers in invariant culture, empty where there is an error.</summary>
public sealed class ScoreTable : IDisposable
{
    /// <summary>The file's name in a results folder.</summary>
    public const string FileName = "scores.csv";

    /// <summary>The columns, in order.</summary>
    public static readonly IReadOnlyList<string> Columns =
        ["path", "label", "score", "residual", "feature_distance", "z_norm", "steps", "seconds", "error"];

    private readonly CsvWriter _csv;

    /// <summary>Starts the table with its header.</summary>
    /// <param name="writer">Where to; disposed with the table.</param>
    public ScoreTable(TextWriter writer)
    {
        _csv = CsvWriter.Create(writer, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: false);
        _csv.WriteRecord([.. Columns]);
    }

    /// <summary>Adds the row of one image.</summary>
    /// <param name="image">The image.</param>
    public void Add(ScoredImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        bool isScored = image.Error is null;
        AnomalyScore score = image.Score;
        string Number(double value) => isScored ? ((float)value).ToString("R", CultureInfo.InvariantCulture) : "";
        _csv.WriteRecord(
        [
            image.File.RelativePath,
            image.File.Label,
            Number(score.Score),
            Number(score.Residual),
            Number(score.FeatureDistance),
            Number(score.ZNorm),
            isScored ? image.Steps.ToString(CultureInfo.InvariantCulture) : "",
            isScored ? image.Seconds.ToString("0.######", CultureInfo.InvariantCulture) : "",
            image.Error ?? "",
        ]);
    }

    /// <inheritdoc/>
    public void Dispose() => _csv.Dispose();
}
