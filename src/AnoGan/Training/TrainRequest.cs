using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Preparing;
using AnoGan.Runtime;
using AnoGan.Training.TensorBoard;

namespace AnoGan.Training;

/// <summary>Everything that a training run is asked to do; what the data decides is still open.</summary>
public sealed record TrainRequest
{
    /// <summary>Folder of normal images, searched recursively.</summary>
    [SomePath]
    public required string Images { get; init; }

    /// <summary>What is read of a file of several pages.</summary>
    public PageMode Pages { get; init; }

    /// <summary>The model directory to make.</summary>
    [SomePath]
    public required string Model { get; init; }

    /// <summary>
    /// Whether all folders below are taken, even where they look like a data set of which normal images are a part.
    /// </summary>
    public bool AllFolders { get; init; }

    /// <summary>Whether a model that stands there is replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether an interrupted training of this model goes on; where there is none, one begins.</summary>
    public bool Resume { get; init; }

    /// <summary>
    /// Steps from one checkpoint to the next, generator steps and then those of the encoder, 0 to 100 million; 0 writes
    /// one only when either ends or the run is stopped.
    /// </summary>
    [NumberRange(0, TrainOptions.MaxSteps)]
    public int CheckpointEvery { get; init; } = 200;

    /// <summary>Where TensorBoard's event files go, in a folder of the model's name; null for none.</summary>
    [SomePath]
    public string? EventsFolder { get; init; }

    /// <summary>
    /// Side of the networks' images in pixels, a multiple of 4 from 8 to 256; with <see cref="Tiles"/> that of the
    /// patches. Null for the pictures' own, up to 64, or twice that of small ones, and for patches of 64.
    /// </summary>
    [NumberRange(NetworkSpec.MinSize, NetworkSpec.MaxSize, Step = 4, Words = NetworkSpec.Sizes)]
    public int? Size { get; init; }

    /// <summary>How pictures are cut into patches and tiles; null to fit each as a whole.</summary>
    public TileOptions? Tiles { get; init; }

    /// <summary>What is done with every picture before it is fitted or cut.</summary>
    public Preparation Preparation { get; init; } = Preparation.None;

    /// <summary>1 (grey), 3 (RGB), or null to follow the images.</summary>
    [NumberRange(1, 3, Step = 2, Words = NetworkSpec.ChannelCounts)]
    public int? Channels { get; init; }

    /// <summary>What happens to pictures that are not square.</summary>
    public FitMode Fit { get; init; } = FitMode.Pad;

    /// <summary>Length of the latent vector, 1 to 1024.</summary>
    [NumberRange(1, NetworkSpec.MaxLatent)]
    public int Latent { get; init; } = 64;

    /// <summary>Channels of the critic's first convolution, a multiple of 16 up to 512. Null for 32 where pictures
    /// have up to 32 pixels, which cost little, and 16 for larger ones.</summary>
    [NumberRange(NetworkSpec.WidthUnit, NetworkSpec.MaxWidth, Step = NetworkSpec.WidthUnit)]
    public int? Width { get; init; }

    /// <summary>How the networks are trained.</summary>
    public TrainOptions Training { get; init; } = new();

    /// <summary>
    /// The search that calibrates the model and becomes its default; null for the defaults of a model with, or without,
    /// an encoder, with the seed of the training.
    /// </summary>
    public SearchOptions? Search { get; init; }

    /// <summary>
    /// The pretrained network whose features are compared, too: resnet18, none, the path of an ONNX file, or auto:
    /// resnet18 for pictures that are large enough to show it something.
    /// </summary>
    [SomePath("auto, none, resnet18 or an ONNX file")]
    public string Features { get; init; } = PretrainedSetup.Auto;

    /// <summary>Side of the pictures that it sees, in pixels, a multiple of 16 from 96 to 1,024.</summary>
    [NumberRange(PretrainedSetup.MinSize, PretrainedSetup.MaxSize, Step = PretrainedSetup.SizeStep)]
    public int FeatureSize { get; init; } = PretrainedSetup.UsualSize;

    /// <summary>Share of the images kept out of training for the calibration, 0 to 0.5.</summary>
    [NumberRange(0, 0.5)]
    public double HoldOut { get; init; } = 0.1;

    /// <summary>Whether a damaged image ends the run.</summary>
    public bool Strict { get; init; }

    /// <summary>Memory for decoded training images in MiB.</summary>
    [NumberRange(0, 1 << 20)]
    public int CacheMegabytes { get; init; } = 1024;

    /// <summary>
    /// CPU threads, 1 to 1024; null for one for each CPU that this process may use, or for those of the run that is
    /// resumed.
    /// </summary>
    [NumberRange(1, 1024)]
    public int? Threads { get; init; }

    /// <summary>
    /// In what numbers to compute; decides <see cref="TrainOptions.Precision"/> and that of the calibrating search.
    /// </summary>
    public PrecisionMode Precision { get; init; }

    /// <summary>auto, cpu, cuda or cuda:N.</summary>
    [DeviceName]
    public string Device { get; init; } = "auto";

    /// <summary>
    /// The folder of the event files: of the model's name, so that TensorBoard shows several trainings side by side;
    /// null for none.
    /// </summary>
    internal EventFolder? Events => EventsPath is null
        ? null
        : new EventFolder(
            EventsPath,
            Path.TrimEndingDirectorySeparator(Path.GetFullPath(Model)),
            Path.Combine(UnfinishedFolder.PathFor(Model), TrainingFolder.EventListName));

    // Smaller pictures show a network that was trained on photographs of 224 pixels nothing that it knows.
    private const int LeastSide = 64;

    // Of pictures that take little memory, more are searched together: it is faster.
    private const int SmallSide = 128, SmallSearched = 64;

    /// <summary>The search that calibrates the model.</summary>
    internal SearchOptions CalibratingSearch => Search
        ?? (Training.EncoderSteps == 0 ? SearchOptions.WithoutEncoder : new()) with { Seed = Training.Seed };

    /// <summary>Where the event files go; null for nowhere.</summary>
    internal string? EventsPath => EventsFolder is null ? null : Path.Combine(EventsFolder, FolderName.Of(Model));

    /// <summary>The same with what the files decide.</summary>
    internal TrainRequest For(IReadOnlyList<ImageFile> files)
    {
        int size = Size ?? OwnSize.Of(files, Preparation, Tiles);
        return this with { Size = size, Width = Width ?? WidthFor(size) };
    }

    /// <summary>How the images are read, on so many threads.</summary>
    internal ImageSetOptions Reading(int threads) =>
        new()
        {
            Size = Size!.Value,
            Tiles = Tiles,
            Channels = Channels,
            Fit = Fit,
            Preparation = Preparation,
            CacheMegabytes = CacheMegabytes,
            Threads = threads,
            Strict = Strict,
        };

    /// <summary>The request with all that was open: what the images decide, and what computes.</summary>
    internal TrainingSetup SetupFor(
        ImageSet images, HeldOutSplit split, int threads, string device, Precision precision)
    {
        (int smallest, int largest) = images.SourceSides;
        SearchOptions search = CalibratingSearch;
        return new TrainingSetup
        {
            Network = new NetworkSpec(Size!.Value, images.Channels, Latent, Width!.Value),
            Preparation = Preparation,
            Tiles = Tiles,
            Fit = Fit,
            Training = Training.For(split.Training.Count) with { Precision = precision },
            Pretrained = PretrainedFor(Preparation.LongerSideOf(images.MedianSide)),
            Search = search with
            {
                Batch = Search is null && largest <= SmallSide ? SmallSearched : search.Batch,
                Precision = Training.EncoderSteps > 0 ? precision : Method.Precision.Fp32,
            },
            Threads = threads,
            Device = device,
            CacheMegabytes = Tiles is null ? null : CacheMegabytes,
            Data = new DataFacts(
                FolderName.Of(Images), split.Training.Count, split.HeldOut.Count, HoldOut, images.Skipped.Count,
                images.ColourCount, smallest, largest, images.ContentHash) { Pages = Pages },
        };
    }

    /// <summary>The width where nobody says.</summary>
    internal static int WidthFor(int size) => size <= 32 ? 32 : 16;

    private PretrainedSetup? PretrainedFor(int longerSide) => Features switch
    {
        PretrainedSetup.None => null,
        PretrainedSetup.Auto => longerSide < LeastSide
            ? null
            : PretrainedSetup.Find(PretrainedSetup.ResNet18, FeatureSize),
        _ => PretrainedSetup.Find(Features, FeatureSize),
    };

    /// <summary>Refuses values outside their ranges.</summary>
    /// <exception cref="AnoGanException">The option, the value found and the range.</exception>
    public void Validate()
    {
        ValueRule.Check(this);
        int size = Size ?? OwnSize.Most;
        new NetworkSpec(size, Channels ?? 1, Latent, Width ?? WidthFor(size)).Validate();
        Tiles?.Validate(size);
        Preparation.Validate();
        Training.Validate();
        CalibratingSearch.Validate();
    }
}
