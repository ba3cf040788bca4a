using System.Globalization;
using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Results;

namespace AnoGan.Scoring;

/// <summary>
/// Everything that decides what a scoring run writes; two runs of equal setups on equal files write the same.
/// </summary>
internal sealed record ScoreSetup
{
    /// <summary>SHA-256 of the model's manifest.</summary>
    public required string? ModelHash { get; init; }

    /// <summary>The resolved search options.</summary>
    public required SearchOptions? Search { get; init; }

    /// <summary>Pixels from one tile to the next; null where pictures are seen whole.</summary>
    public required int? Stride { get; init; }

    /// <summary>What the score is.</summary>
    public required ScoreKind? Kind { get; init; }

    /// <summary>The rate of false positives that verdicts are given at; null where none are given.</summary>
    public required double? FalsePositiveRate { get; init; }

    /// <summary>The fewest pixels of a defect; null where none are looked for.</summary>
    public required int? DefectMinArea { get; init; }

    /// <summary>Whether tiles.csv is written.</summary>
    public required bool WritesTiles { get; init; }

    /// <summary>Whether pictures are written.</summary>
    public required bool WritesPictures { get; init; }

    /// <summary>Whether the report with its small pictures is written.</summary>
    public required bool WritesReport { get; init; }

    /// <summary>CPU threads.</summary>
    public required int Threads { get; init; }

    /// <summary>cpu, cuda or cuda:N.</summary>
    public required string Device { get; init; }

    /// <summary>What is read of a file of several pages.</summary>
    public PageMode Pages { get; init; }

    /// <summary>The setup of a finished run.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="run">What its run.json says.</param>
    public static ScoreSetup Of(string folder, RunManifest run) => new()
    {
        ModelHash = run.ModelHash,
        Search = run.Search,
        Stride = run.Stride,
        Kind = run.Score,
        FalsePositiveRate = run.FalsePositiveRate,
        DefectMinArea = run.DefectMinArea,
        WritesTiles = ResultsWriter.HasTiles(folder),
        WritesPictures = ResultsWriter.HasPictures(folder),
        WritesReport = ResultsWriter.HasReport(folder),
        Threads = run.Threads,
        Device = run.Device,
        Pages = run.Pages,
    };

    /// <summary>Names what keeps a run from going on with the work of another.</summary>
    /// <param name="earlier">The setup of the other.</param>
    /// <returns>The first difference; null if there is none.</returns>
    public string? DifferenceFrom(ScoreSetup earlier)
    {
        if (ModelHash != earlier.ModelHash)
            return "another model";
        foreach (((string option, string now), (_, string before)) in Options().Zip(earlier.Options()))
        {
            if (now != before)
                return $"{option} {now} where it was {before}";
        }

        return null;
    }

    private IEnumerable<(string Option, string Value)> Options() =>
    [
        ("--steps", Text(Search?.Steps)),
        ("--lr", Text(Search?.LearningRate)),
        ("--schedule", Search?.Schedule.ToString().ToLowerInvariant() ?? "(none)"),
        ("--lambda", Text(Search?.Lambda)),
        ("--prior-weight", Text(Search?.PriorWeight)),
        ("--restarts", Text(Search?.Restarts)),
        ("--plateau", Text(Search?.Plateau)),
        ("--batch", Text(Search?.Batch)),
        ("--precision", Search?.Precision.ToString().ToLowerInvariant() ?? "(none)"),
        ("--seed", Text(Search?.Seed)),
        ("--stride", Text(Stride)),
        ("--score", Kind?.ToString().ToLowerInvariant() ?? "(none)"),
        ("a false-positive rate of", Text(FalsePositiveRate)),
        ("--mask", Text(DefectMinArea is not null)),
        ("--min-area", Text(DefectMinArea)),
        ("--tiles", Text(WritesTiles)),
        ("--no-pictures", Text(!WritesPictures)),
        ("--no-report", Text(!WritesReport)),
        ("--threads", Text(Threads)),
        ("--device", Device),
        ("--pages", Pages.ToString().ToLowerInvariant()),
    ];

    private static string Text(bool value) => value ? "true" : "false";

    private static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "(none)";
}
