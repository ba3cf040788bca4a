using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;

namespace AnoGan.Scoring;

/// <summary>Everything that a calibration is asked to do.</summary>
public sealed record CalibrateRequest
{
    /// <summary>
    /// Folder of normal images that the model was not trained on, searched recursively; null to take an addition back.
    /// </summary>
    [SomePath]
    public string? Images { get; init; }

    /// <summary>
    /// A file in UTF-8 that names the images to take, a path a line, as <see cref="ScoreRequest.List"/>; null for all
    /// images of the folder.
    /// </summary>
    [SomePath("a file")]
    public string? List { get; init; }

    /// <summary>
    /// Whether the images are added to what the model knows to be normal, in place of a new calibration.
    /// </summary>
    public bool AddsNormal { get; init; }

    /// <summary>Whether the last images that were added are taken back.</summary>
    public bool Undoes { get; init; }

    /// <summary>
    /// Whether all folders below are taken, even where they look like a data set of which normal images are a part.
    /// </summary>
    public bool AllFolders { get; init; }

    /// <summary>What is read of a file of several pages.</summary>
    public PageMode Pages { get; init; }

    /// <summary>
    /// Folder of the masks of these images, one each by name, for a model that was trained with such masks; null for
    /// none.
    /// </summary>
    [SomePath]
    public string? Roi { get; init; }

    /// <summary>The model directory.</summary>
    [SomePath]
    public required string Model { get; init; }

    /// <summary>Where the calibrated model is to be, or null for the place of the model itself.</summary>
    [SomePath]
    public string? Out { get; init; }

    /// <summary>Whether another model that stands there is replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Turns the model's own search options into those to calibrate with, which become its own.</summary>
    public Func<SearchOptions, SearchOptions> AdjustSearch { get; init; } = options => options;

    /// <summary>
    /// Pixels of the prepared picture from one tile to the next, which become the model's own; null for those it has.
    /// </summary>
    [NumberRange(1, NetworkSpec.MaxSize)]
    public int? Stride { get; init; }

    /// <summary>
    /// The pretrained network whose features are compared from now on, as for training but for auto;
    /// null for that of the model. One that is new needs the images that the model was trained on.
    /// </summary>
    [SomePath("none, resnet18 or an ONNX file")]
    public string? Features { get; init; }

    /// <summary>
    /// Side of the pictures that a network of <see cref="Features"/> sees, in pixels, a multiple of 16 from 96 to
    /// 1,024; null for that of the model, or 256.
    /// </summary>
    [NumberRange(PretrainedSetup.MinSize, PretrainedSetup.MaxSize, Step = PretrainedSetup.SizeStep)]
    public int? FeatureSize { get; init; }

    /// <summary>Whether an image that cannot be read ends the run.</summary>
    public bool Strict { get; init; }

    /// <summary>CPU threads, 1 to 1024; null for one for each CPU that this process may use.</summary>
    [NumberRange(1, 1024)]
    public int? Threads { get; init; }

    /// <summary>
    /// In what numbers the search's steps are computed. <see cref="PrecisionMode.Auto"/> chooses bfloat16 only for a
    /// model with an encoder, whose scores do not depend on the search.
    /// </summary>
    public PrecisionMode Precision { get; init; }

    /// <summary>auto, cpu, cuda or cuda:N.</summary>
    [DeviceName]
    public string Device { get; init; } = "auto";

    /// <summary>CPU threads, resolved.</summary>
    internal int UsedThreads => ComputeSettings.Threads(Threads);

    /// <summary>The tiles to calibrate with.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="AnoGanException">A stride is asked for that the model has no use for.</exception>
    internal TileOptions? AdjustTiles(ModelManifest model) => ScoreSettings.Tiles(model, Stride, Model);

    /// <summary>Refuses values outside their ranges.</summary>
    /// <exception cref="AnoGanException">The option, the value found and the range.</exception>
    public void Validate()
    {
        ValueRule.Check(this);
        AdjustSearch(new SearchOptions()).Validate();
        if (Undoes == Images is not null)
            throw AnoGanException.Of(nameof(Images), Undoes
                ? ": found a folder, expected none where the last addition is taken back; leave it out"
                : ": found no folder, expected one of normal images; name it");
        if (Undoes && List is not null)
            throw AnoGanException.Of(nameof(List), ": found a list, expected none where the last addition is taken "
                + "back; leave it out");
        if ((AddsNormal || Undoes)
            && (Features is not null || Stride is not null || Precision != PrecisionMode.Auto
                || AdjustSearch(new SearchOptions()) != new SearchOptions()))
        {
            throw AnoGanException.Of(Undoes ? nameof(Undoes) : nameof(AddsNormal), ": found options of a new "
                + "calibration, expected none of them, for it stays as it is; leave them out");
        }
    }
}
