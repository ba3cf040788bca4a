using System.Runtime.CompilerServices;
using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Preparing;

namespace AnoGan;

/// <summary>Options that several commands share, each said once, so that they read and behave alike.</summary>
internal static class SharedOptions
{
    /// <summary>The heading of what decides no result.</summary>
    public const string TheRun = "The run";

    /// <summary>The search for the latent vector, which score and calibrate share.</summary>
    public static OptionTable<SearchOptions> Search { get; } = new OptionTable<SearchOptions>(new()).Under("The search")
        .Whole("--steps", "The most search steps an image; 0 compares with the picture of the start",
            o => o.Steps, (o, v) => o with { Steps = v })
        .Real("--lr", "Adam's learning rate for z at the first step",
            o => o.LearningRate, (o, v) => o with { LearningRate = v }, "RATE").Advanced()
        .Choice<LearningRateSchedule>("--schedule", "How the learning rate changes",
            o => o.Schedule, (o, v) => o with { Schedule = v }).Advanced()
        .Real("--lambda", "Weight of the feature distance in the search's loss and in the paper's score",
            o => o.Lambda, (o, v) => o with { Lambda = v }, "L").Advanced()
        .Real("--prior-weight", "Weight of mean z², which keeps z near where the generator was trained",
            o => o.PriorWeight, (o, v) => o with { PriorWeight = v }, "W").Advanced()
        .Real("--plateau", "Stop an image's search once its loss falls by less than this share over ten steps; 0 never",
            o => o.Plateau, (o, v) => o with { Plateau = v }, "SHARE").Advanced()
        .Whole("--restarts", "Searches from different starts, the encoder's first; the best is kept for each image",
            o => o.Restarts, (o, v) => o with { Restarts = v }).Advanced()
        .Whole("--batch", "Images searched together, rounded up to a multiple of 16",
            o => o.Batch, (o, v) => o with { Batch = v })
        .Seed("Seed of the random starts, which also depend on each image's content",
            o => o.Seed, (o, v) => o with { Seed = v }).AllKept();

    /// <summary>In what numbers the search is computed.</summary>
    public static OptionTable<T> SearchPrecision<T>(
        this OptionTable<T> table, Func<T, PrecisionMode?> get, Func<T, PrecisionMode, T> set) => table.Precision(
            "In what numbers the search's steps are computed",
            "where no score depends on the search (else the model's) and", get, set).Advanced();

    /// <summary>In what numbers something is computed.</summary>
    public static OptionTable<T> Precision<T>(
        this OptionTable<T> table, string what, string condition, Func<T, PrecisionMode?> get,
        Func<T, PrecisionMode, T> set, [CallerArgumentExpression(nameof(get))] string property = "") =>
        table.Choice("--precision", $"{what}: fp32, bf16, or auto, which is bf16 {condition} the device is faster in "
            + "it",
            get, set, property: property);

    public static OptionTable<T> Threads<T>(
        this OptionTable<T> table, Func<T, int?> get, Func<T, int, T> set,
        [CallerArgumentExpression(nameof(get))] string property = "") =>
        table.Whole("--threads", "CPU threads; the same number gives the same results to the last bit", get, set,
            example: Environment.ProcessorCount, unset: $"{Environment.ProcessorCount}", property: property);

    public static OptionTable<T> Device<T>(
        this OptionTable<T> table, Func<T, string?> get, Func<T, string, T> set,
        [CallerArgumentExpression(nameof(get))] string property = "") =>
        table.Text("--device", "DEVICE", "Where to compute: auto (CUDA where there is one), cpu, cuda or cuda:N", get,
            set, property: property, words: ["auto", "cpu", "cuda"]);

    public static OptionTable<T> Pages<T>(
        this OptionTable<T> table, Func<T, PageMode?> get, Func<T, PageMode, T> set,
        [CallerArgumentExpression(nameof(get))] string property = "") =>
        table.Choice("--pages", "Of TIFF, GIF and WebP files of several pages: the first, or all, each a picture of "
            + "its own named as scan.tif#3", get, set, property: property);

    /// <summary>The masks of what is read with a model.</summary>
    public static OptionTable<T> Roi<T>(
        this OptionTable<T> table, string images, Func<T, string?> get, Func<T, string, T> set,
        [CallerArgumentExpression(nameof(get))] string property = "") =>
        table.Text("--roi", "FOLDER", $"Folder of the masks of {images}, for a model of masks by name: of good/a.jpg "
            + "it is good/a.png or good/a_mask.png", get, set, "none", property).Advanced();

    public static OptionTable<T> Strict<T>(
        this OptionTable<T> table, Func<T, bool> get, Func<T, bool, T> set,
        [CallerArgumentExpression(nameof(get))] string property = "") =>
        table.Flag("--strict", "Stop at the first image that cannot be used, or link that leads nowhere, instead of "
            + "skipping it", get, set, property);

    public static OptionTable<T> CacheMegabytes<T>(
        this OptionTable<T> table, Func<T, int?> get, Func<T, int, T> set,
        [CallerArgumentExpression(nameof(get))] string property = "") =>
        table.Whole("--cache-mb", "Memory for decoded training images in MiB; what does not fit is read again when "
            + "needed", get, set, "MIB", property: property).Advanced();

    public static OptionTable<T> AllFolders<T>(
        this OptionTable<T> table, Func<T, bool> get, Func<T, bool, T> set,
        [CallerArgumentExpression(nameof(get))] string property = "") =>
        table.Flag("--all-folders", "Take all folders of normal images below, even where they are named as the parts "
            + "or labels of a data set (test, masks; good beside others)", get, set, property);

    public static OptionTable<T> Overwrite<T>(
        this OptionTable<T> table, string what, Func<T, bool> get, Func<T, bool, T> set,
        [CallerArgumentExpression(nameof(get))] string property = "") =>
        table.Flag("--overwrite", $"Replace {what} that is already there", get, set, property);

    public static OptionTable<T> Resume<T>(
        this OptionTable<T> table, string what, Func<T, bool> get, Func<T, bool, T> set,
        [CallerArgumentExpression(nameof(get))] string property = "") =>
        table.Flag("--resume", $"Resume an interrupted {what}, with the same result as if it had not been; begin where "
            + "there is none", get, set, property);

    public static OptionTable<T> Out<T>(
        this OptionTable<T> table, string help, Func<T, string?> get, Func<T, string, T> set,
        [CallerArgumentExpression(nameof(get))] string property = "") =>
        table.Text("--out", "DIR", help, get, set, property: property).Also("-o").Required();

    public static OptionTable<T> Model<T>(
        this OptionTable<T> table, string help, Func<T, string?> get, Func<T, string, T> set,
        [CallerArgumentExpression(nameof(get))] string property = "") =>
        table.Text("--model", "DIR", help, get, set, property: property).Also("-m").Required();

    public static OptionTable<T> TileStride<T>(
        this OptionTable<T> table, Func<T, int?> get, Func<T, int, T> set,
        [CallerArgumentExpression(nameof(get))] string property = "") =>
        table.Whole("--stride", "Pixels of the prepared picture from one tile to the next, for a model of patches", get,
            set, "PIXELS", example: 32, unset: "the model's", property: property);

    public static OptionTable<T> FalsePositiveRate<T>(
        this OptionTable<T> table, Func<T, double?> get, Func<T, double, T> set,
        [CallerArgumentExpression(nameof(get))] string property = "") =>
        table.Real("--fpr", "Share of new normal images that may be called anomalies", get, set, "RATE",
            property: property);

    public static OptionTable<T> HoldOut<T>(
        this OptionTable<T> table, string what, Func<T, double?> get, Func<T, double, T> set,
        [CallerArgumentExpression(nameof(get))] string property = "") =>
        table.Real("--hold-out", $"{what} (at least 20 where there are 60)", get, set, "SHARE", property: property)
            .Advanced();

    /// <summary>The label of normal images, in the report of a run.</summary>
    public static OptionTable<T> NormalOfRun<T>(
        this OptionTable<T> table, Func<T, string?> get, Func<T, string, T> set,
        [CallerArgumentExpression(nameof(get))] string property = "") =>
        table.Text("--normal", "LABEL", "Label that counts as normal for the AUROC and the report", get, set,
            "good or normal, where there is such a folder", property);

    /// <summary>The label of normal images among others.</summary>
    public static OptionTable<T> Normal<T>(
        this OptionTable<T> table, Func<T, string?> get, Func<T, string, T> set,
        [CallerArgumentExpression(nameof(get))] string property = "") =>
        table.Text("--normal", "LABEL", "Label that counts as normal; all others are anomalous", get, set,
            "good or normal, where there is one", property);

    public static OptionTable<T> Labels<T>(
        this OptionTable<T> table, string images, Func<T, string?> get, Func<T, string, T> set,
        [CallerArgumentExpression(nameof(get))] string property = "") =>
        table.Text("--labels", "FILE", "CSV file with the columns path and label and a line for each image of "
            + $"{images}",
            get, set, "folder names are the labels", property);

    public static OptionTable<T> NoReport<T>(
        this OptionTable<T> table, Func<T, bool> get, Func<T, bool, T> set,
        [CallerArgumentExpression(nameof(get))] string property = "") =>
        table.Flag("--no-report", "Write no report.html, and none of its small pictures in thumbnails/", get, set,
            property);

    public static OptionTable<T> FullPictures<T>(
        this OptionTable<T> table, Func<T, bool> get, Func<T, bool, T> set,
        [CallerArgumentExpression(nameof(get))] string property = "") =>
        table.Flag("--full-pictures", "Write every picture as PNG of the image's own size, without loss: ten times the "
            + "bytes", get, set, property).NotWith("--no-pictures");

    public static OptionTable<T> Quiet<T>(this OptionTable<T> table) =>
        table.Switch("--quiet", "No progress and no list of options on stderr; warnings and errors stay").Also("-q");

    public static OptionTable<T> DryRun<T>(this OptionTable<T> table) =>
        table.Switch("--dry-run", "Check the options and the folders and say what would be done, without doing it");

    public static OptionTable<T> Json<T>(this OptionTable<T> table) =>
        table.Switch("--json", "One JSON document instead of text");
}

/// <summary>
/// How pictures reach the networks: prepared, and whole or in patches. The part of a request that train and baseline
/// have in common.
/// </summary>
/// <param name="Size">Side of what the networks see in pixels.</param>
/// <param name="Tiles">How pictures are cut; null to see them whole.</param>
/// <param name="Preparation">What is done with every picture first.</param>
/// <param name="Channels">1, 3, or null to follow the images.</param>
/// <param name="Fit">What happens to pictures that are not square.</param>
internal sealed record PictureOptions(
    int? Size, TileOptions? Tiles, Preparation Preparation, int? Channels, FitMode Fit)
{
    private static readonly OptionTable<Preparation> Prepared = new OptionTable<Preparation>(Preparation.None)
        .Real("--scale", "Shrink every picture by this factor first",
            p => p.Scale, (p, v) => p with { Scale = v }, "FACTOR", 0.5, "none").Advanced()
        .Whole("--long-side", "Shrink every picture first so that its longer side has at most this many pixels",
            p => p.LongSide, (p, v) => p with { LongSide = v }, "PIXELS", 1024, "no limit")
        .Text("--prepare", "STEPS", "What is done with every picture, in this order: steps between commas, of "
            + string.Join(", ", Preparation.KnownSteps),
            p => p.Steps.Count == 0 ? null : p.ToString(), (p, v) => p with { Steps = Preparation.Parse(v).Steps },
            "none", nameof(Preparation))
        .Text("--roi", "MASK", "Region of interest: a mask of the size of all pictures, white where they count, or a "
            + "folder of masks, one a picture by name; what lies outside enters nothing",
            p => p.Roi?.ToString(), (p, v) => p with { Roi = RegionOfInterest.Read(v) }, "whole pictures",
            nameof(Preparation.Roi));

    /// <summary>The options.</summary>
    /// <param name="defaults">The defaults of the command.</param>
    /// <param name="sizes">Which sides there are, in words.</param>
    public static OptionTable<PictureOptions> Table(PictureOptions defaults, string sizes) =>
        new OptionTable<PictureOptions>(defaults)
            .Whole("--size", $"Side of the square that each picture is fitted to whole, in pixels: {sizes}",
                p => p.Tiles is null ? p.Size : null, (p, v) => p with { Size = v }, "PIXELS", OwnSize.Most,
                $"the pictures' own, up to {OwnSize.Most}; twice that up to 32", nameof(Size)).NotWith("--patch")
            .Whole("--patch", "See pictures in patches of this side in pixels instead of whole: for large pictures and "
                + "small defects",
                p => p.Tiles is null ? null : p.Size,
                (p, v) => p with { Size = v, Tiles = new TileOptions(TileOptions.DefaultStride(v), Augmentation.None) },
                "PIXELS", 64, "whole", nameof(Size))
            .Whole("--stride", "Pixels from one tile to the next where whole pictures are scored by patches",
                p => p.Tiles is { } tiles && tiles.Stride != TileOptions.DefaultStride(p.Size!.Value)
                    ? tiles.Stride
                    : null,
                (p, v) => p with { Tiles = p.Tiles! with { Stride = v } }, "PIXELS", 32, "half a patch",
                nameof(TileOptions.Stride)).Needing("--patch")
            .Part(Prepared, p => p.Preparation, (p, change) => p with { Preparation = change(p.Preparation) })
            .Whole("--channels", "1 (grey) or 3 (RGB)", p => p.Channels, (p, v) => p with { Channels = v }, "1|3",
                unset: "grey if all images are, RGB files with equal channels included")
            .Choice<FitMode>("--fit", "Pictures that are not square: pad (repeats the edge), crop (the middle) or "
                + "stretch", p => p.Tiles is null ? p.Fit : null, (p, v) => p with { Fit = v }, property: nameof(Fit))
            .AllKept();
}
