using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Results;

namespace AnoGan.Scoring;

/// <summary>Everything that a scoring run is asked to do.</summary>
public sealed record ScoreRequest
{
    internal const double UsualRate = 0.01;

    /// <summary>Folder of images to score, searched recursively, or a zip or tar archive of them.</summary>
    [SomePath]
    public required string Images { get; init; }

    /// <summary>
    /// A file in UTF-8 that names the images to score, a path a line: relative to <see cref="Images"/>, or absolute and
    /// below it. The folder is then not searched. Null for all images of the folder.
    /// </summary>
    [SomePath("a file")]
    public string? List { get; init; }

    /// <summary>
    /// What the list says, where it is in memory: <see cref="List"/> is then what messages call it. Null to read the
    /// file.
    /// </summary>
    public ReadOnlyMemory<byte>? ListContent { get; init; }

    /// <summary>Whether paths of the list end with a NUL character, as those of find -print0 do.</summary>
    public bool ListIsNullSeparated { get; init; }

    /// <summary>
    /// Folder of the masks of these images, one each by name, for a model that was trained with such masks; null for
    /// none.
    /// </summary>
    [SomePath]
    public string? Roi { get; init; }

    /// <summary>What is read of a file of several pages.</summary>
    public PageMode Pages { get; init; }

    /// <summary>Which share of the pictures is scored, for `anogan merge`; null for all.</summary>
    public Shard? Shard { get; init; }

    /// <summary>The model directory.</summary>
    [SomePath]
    public required string Model { get; init; }

    /// <summary>The results folder to make.</summary>
    [SomePath]
    public required string Out { get; init; }

    /// <summary>Whether results that stand there are replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether an interrupted scoring goes on; where there is none, one begins.</summary>
    public bool Resume { get; init; }

    /// <summary>Turns the model's own search options into those of this run.</summary>
    public Func<SearchOptions, SearchOptions> AdjustSearch { get; init; } = options => options;

    /// <summary>What the score is.</summary>
    public ScoreKind Kind { get; init; } = ScoreKind.Combined;

    /// <summary>Wished share of new normal images that are called anomalies, 0.00001 to 0.5.</summary>
    [NumberRange(1e-5, 0.5)]
    public double FalsePositiveRate { get; init; } = UsualRate;

    /// <summary>
    /// Pixels of the prepared picture from one tile to the next; null for those the model was calibrated with.
    /// </summary>
    [NumberRange(1, NetworkSpec.MaxSize)]
    public int? Stride { get; init; }

    /// <summary>Whether the numbers of each tile are written too; for a model of patches alone.</summary>
    public bool WritesTiles { get; init; }

    /// <summary>Whether defects are looked for on the maps: regions.csv, masks, and frames on the overlays.</summary>
    public bool FindsDefects { get; init; }

    /// <summary>The fewest pixels of a defect, at the resolution of the files, 1 to 100 million.</summary>
    [NumberRange(1, 100_000_000)]
    public int MinArea { get; init; } = RegionRule.DefaultMinArea;

    /// <summary>Whether heatmaps, overlays, reconstructions and maps are written beside the scores.</summary>
    public bool WritesPictures { get; init; } = true;

    /// <summary>
    /// Whether all of these but the residuals are PNG of the picture's own size; else heatmaps and overlays are JPEG,
    /// and the others have the resolution that they were made at.
    /// </summary>
    public bool WritesFullPictures { get; init; }

    /// <summary>
    /// Whether report.html is written, with its small pictures in thumbnails/ unless there are no pictures.
    /// </summary>
    public bool WritesReport { get; init; } = true;

    /// <summary>
    /// The label that counts as normal in the report; null for good or normal, where there is such a folder.
    /// </summary>
    public string? NormalLabel { get; init; }

    /// <summary>Whether an image that cannot be scored ends the run.</summary>
    public bool Strict { get; init; }

    /// <summary>
    /// CPU threads, 1 to 1024; null for one for each CPU that this process may use, or for those of the run that is
    /// resumed.
    /// </summary>
    [NumberRange(1, 1024)]
    public int? Threads { get; init; }

    /// <summary>
    /// In what numbers the search's steps are computed. <see cref="PrecisionMode.Auto"/> chooses bfloat16 only where no
    /// score depends on the search, with an encoder and not for the paper's score, and else the calibration's own.
    /// </summary>
    public PrecisionMode Precision { get; init; }

    /// <summary>auto, cpu, cuda or cuda:N.</summary>
    [DeviceName]
    public string Device { get; init; } = "auto";

    /// <summary>Refuses values outside their ranges.</summary>
    /// <exception cref="AnoGanException">The option, the value found and the range.</exception>
    public void Validate()
    {
        ValueRule.Check(this);
        AdjustSearch(new SearchOptions()).Validate();
    }
}
