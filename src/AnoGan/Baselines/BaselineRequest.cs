using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Preparing;

namespace AnoGan.Baselines;

/// <summary>Everything that a baseline run is asked to do.</summary>
public sealed record BaselineRequest
{
    /// <summary>Folder of normal images, searched recursively.</summary>
    [SomePath]
    public required string Train { get; init; }

    /// <summary>
    /// Whether all folders below <see cref="Train"/> are taken, even where they look like a data set of which normal
    /// images are a part.
    /// </summary>
    public bool AllFolders { get; init; }

    /// <summary>Folder of images to score, searched recursively.</summary>
    [SomePath]
    public required string Test { get; init; }

    /// <summary>What is read of a file, of either folder, of several pages.</summary>
    public PageMode Pages { get; init; }

    /// <summary>The results folder to make.</summary>
    [SomePath]
    public required string Out { get; init; }

    /// <summary>What gives the scores.</summary>
    public required BaselineMethod Method { get; init; }

    /// <summary>Whether results that stand there are replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Principal components, 1 to 4096; fewer where the images vary in fewer directions.</summary>
    [NumberRange(1, 4096)]
    public int Components { get; init; } = 32;

    /// <summary>
    /// Side of the compared images in pixels, 2 to 256; with <see cref="Tiles"/> that of the patches, a multiple of 4
    /// from 8. Null for the pictures' own, up to 64, or twice that of small ones, and for patches of 64.
    /// </summary>
    [NumberRange(2, NetworkSpec.MaxSize)]
    public int? Size { get; init; }

    /// <summary>How pictures are cut into patches and tiles; null to fit each as a whole.</summary>
    public TileOptions? Tiles { get; init; }

    /// <summary>What is done with every picture before it is cut.</summary>
    public Preparation Preparation { get; init; } = Preparation.None;

    /// <summary>1 (grey), 3 (RGB), or null to follow the training images.</summary>
    [NumberRange(1, 3, Step = 2, Words = NetworkSpec.ChannelCounts)]
    public int? Channels { get; init; }

    /// <summary>What happens to pictures that are not square.</summary>
    public FitMode Fit { get; init; } = FitMode.Pad;

    /// <summary>Share of the training images kept back to calibrate, 0 to 0.5.</summary>
    [NumberRange(0, 0.5)]
    public double HoldOut { get; init; } = 0.1;

    /// <summary>Wished share of new normal images that are called anomalies, 0.00001 to 0.5.</summary>
    [NumberRange(1e-5, 0.5)]
    public double FalsePositiveRate { get; init; } = 0.01;

    /// <summary>Seed of the choice of held-out images, the same as training makes with it, and of patches.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Whether heatmaps, overlays and reconstructions are written beside the scores.</summary>
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

    /// <summary>Whether an image that cannot be used ends the run.</summary>
    public bool Strict { get; init; }

    /// <summary>Memory for decoded training images in MiB.</summary>
    [NumberRange(0, 1 << 20)]
    public int CacheMegabytes { get; init; } = 1024;

    /// <summary>CPU threads, 1 to 1024; null for one for each CPU that this process may use.</summary>
    [NumberRange(1, 1024)]
    public int? Threads { get; init; }

    /// <summary>auto, cpu, cuda or cuda:N.</summary>
    [DeviceName]
    public string Device { get; init; } = "auto";

    /// <summary>CPU threads, resolved.</summary>
    internal int UsedThreads => ComputeSettings.Threads(Threads);

    /// <summary>The same with the size that the files decide.</summary>
    internal BaselineRequest For(IReadOnlyList<ImageFile> files) =>
        this with { Size = Size ?? OwnSize.Of(files, Preparation, Tiles) };

    /// <summary>How the training images are read.</summary>
    internal ImageSetOptions Reading =>
        new()
        {
            Size = Size!.Value,
            Tiles = Tiles,
            Channels = Channels,
            Fit = Fit,
            Preparation = Preparation,
            CacheMegabytes = CacheMegabytes,
            Threads = UsedThreads,
            Strict = Strict,
        };

    /// <summary>Refuses values outside their ranges.</summary>
    /// <exception cref="AnoGanException">The option, the value found and the range.</exception>
    public void Validate()
    {
        ValueRule.Check(this);
        Preparation.Validate();
        if (Tiles is null)
            return;

        // Patches are as networks need them.
        int size = Size ?? OwnSize.Most;
        new NetworkSpec(size, Channels ?? 1, 1, NetworkSpec.WidthUnit).Validate();
        Tiles.Validate(size);
    }
}

/// <summary>The ways to score an image without a network that was trained on normal ones.</summary>
public enum BaselineMethod
{
    /// <summary>The nearest point of the plane that fits the training images best (principal components).</summary>
    Pca,

    /// <summary>The training image that is nearest.</summary>
    Nearest,

    /// <summary>
    /// The nearest local features of training images by a pretrained ResNet-18, as in PatchCore (Roth et al. 2022).
    /// </summary>
    Features,
}
