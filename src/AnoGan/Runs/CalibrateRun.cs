using AnoGan.Data;
using AnoGan.Models;
using AnoGan.Networks;
using AnoGan.Runtime;
using AnoGan.Scoring;
using static TorchSharp.torch;

namespace AnoGan.Runs;

/// <summary>From a model and a folder of normal images to the same model with another calibration. libtorch must be loaded.</summary>
public static class CalibrateRun
{
    /// <summary>The fewest images that a calibration is made from.</summary>
    public const int MinImages = 20;

    private const int MaxScale = 200;

    /// <summary>Checks the request and the folders without loading an image or libtorch.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The image files, in ordinal order of their relative path.</returns>
    /// <exception cref="AnoGanException">A value, the folder of images, or the place of the model will not do.</exception>
    public static IReadOnlyList<ImageFile> Plan(CalibrateRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        ModelDirectory.RequireManifest(request.Model);
        (string folder, bool replaces) = Target(request);
        StagedFolder.CheckTarget(folder, replaces ? ModelDirectory.Kind : null);
        return RequireEnough(Pages.Of(ImageFolder.List(request.Images), request.Pages, request.Threads), request.Images);
    }

    /// <summary>Loads the model, scores the images and writes the model.</summary>
    /// <param name="request">The request.</param>
    /// <param name="events">What to tell meanwhile.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>; the model is then as it was.</param>
    /// <returns>The manifest of the model that was written.</returns>
    /// <exception cref="AnoGanException">A mistake that the user can mend.</exception>
    public static ModelManifest Execute(CalibrateRequest request, RunEvents events, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        IReadOnlyList<ImageFile> files = Plan(request);
        (string folder, bool replaces) = Target(request);
        StagedFolder.CheckWritable(folder, replaces ? ModelDirectory.Kind : null);
        TorchDevice.SetThreads(request.Threads);
        Device device = TorchDevice.Resolve(request.Device);
        using TrainedModel model = ModelDirectory.Load(request.Model);
        NetworkSpec spec = model.Manifest.Network;
        TileOptions? tiles = request.AdjustTiles(model.Manifest);
        if (Pages.Warning(files, request.Pages, request.Threads) is { } passedOver)
            events.Warning?.Invoke(passedOver);
        NormalImages normal = Read(files, model.Manifest, tiles, request, events, cancellation);
        IFileImages images = normal.All;
        RequireEnough(images.Files, request.Images);
        DataFacts data = model.Manifest.Data;
        if (spec.Channels == 1 && data.ColourImages == 0 && images.ColourCount > 0)
            throw new AnoGanException($"{request.Images}: found {images.ColourCount} colour pictures, but the model was trained on grey ones; convert them to grey");
        var sides = new TrainingSides(data.SmallestSide, data.LargestSide);
        (int smallest, int largest) = images.SourceSides;
        if (sides.IsFarFrom(smallest, smallest) || sides.IsFarFrom(largest, largest))
            events.Warning?.Invoke($"the images have {smallest} to {largest} pixels, those trained on {sides.Smallest} to {sides.Largest}: the calibration may not fit the images to be scored");

        // A share says how the terms are distributed; none of its images is among those that p-values are counted from.
        Precision precision = ResolvedPrecision.Of(request.Precision, device, ModelDirectory.HasEncoder(model.Manifest), events);
        SearchOptions search = request.AdjustSearch(model.Manifest.Search) with { Precision = precision };
        if (request.MeasuresBatch)
            search = BatchMeasurement.Choose(model, search, device, events);
        int[] order = new EpochOrder(images.Count, SeededRandom.Derive(search.Seed, "calibration")).Next(images.Count);
        int scale = Math.Min(images.Count / 4, MaxScale);
        events.Stage?.Invoke($"calibrating on {images.Count} images");
        model.MoveTo(device);
        Calibration calibration = normal.Calibrate(
            order[..scale], order[scale..], isHeldOut: true, FolderName.Of(request.Images), new ImageSearch(model.Networks, spec, search, device),
            model.Metric, search.Seed, events, cancellation);
        model.MoveTo(CPU);

        ModelManifest manifest = model.Manifest with { Search = search, Tiles = tiles, Calibration = calibration };
        ModelDirectory.Save(folder, manifest, model.Networks, model.Metric, replaces, record: request.Model);
        return manifest;
    }

    private static NormalImages Read(
        IReadOnlyList<ImageFile> files, ModelManifest model, TileOptions? tiles, CalibrateRequest request, RunEvents events,
        CancellationToken cancellation)
    {
        (int size, int channels) = (model.Network.Size, model.Network.Channels);
        if (tiles is null)
        {
            var whole = new ImageSetOptions
            {
                Size = size, Channels = channels, Fit = model.Fit, Preparation = model.Preparation, Threads = request.Threads, Strict = request.Strict,
            };
            return new WholeImages(TrainingImages.Load(files, whole, events, cancellation));
        }

        var patches = new PatchSetOptions { Patch = size, Channels = channels, Threads = request.Threads, Strict = request.Strict };
        return new PatchImages(TrainingImages.Load(files, patches, model.Preparation, events, cancellation), tiles.Stride);
    }

    private static (string Folder, bool Replaces) Target(CalibrateRequest request) =>
        request.Out is { } folder && FullPath(folder) != FullPath(request.Model)
            ? (folder, request.Overwrite)
            : (request.Model, true);

    private static string FullPath(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    private static IReadOnlyList<ImageFile> RequireEnough(IReadOnlyList<ImageFile> files, string folder) => files.Count >= MinImages
        ? files
        : throw new AnoGanException($"{folder}: found {files.Count} images, expected at least {MinImages} normal images that the model was not trained on; add some");
}
