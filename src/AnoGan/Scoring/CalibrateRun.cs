using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Results;
using AnoGan.Runtime;
using static TorchSharp.torch;

namespace AnoGan.Scoring;

/// <summary>
/// From a model and a folder of normal images to the same model with another calibration, or with these images added to
/// what it knows to be normal. libtorch must be loaded.
/// </summary>
public static class CalibrateRun
{
    /// <summary>The fewest images that a calibration is made from.</summary>
    public const int MinImages = 20;

    private const int MaxScale = 200;

    /// <summary>Checks the request and the folders without loading an image or libtorch.</summary>
    /// <param name="request">The request.</param>
    /// <param name="warning">
    /// Told what the user should know of the folder of images, in a line each; null for nobody.
    /// </param>
    /// <returns>The image files, in ordinal order of their relative path.</returns>
    /// <exception cref="AnoGanException">
    /// A value, the folder of images, or the place of the model will not do.
    /// </exception>
    public static IReadOnlyList<ImageFile> Plan(CalibrateRequest request, Action<string>? warning = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        ModelDirectory.RequireManifest(request.Model);
        (string folder, bool replaces) = Target(request);
        RunFolder.Look(folder, () => StagedFolder.CheckTarget(folder, replaces ? ModelDirectory.Kind : null));
        if (request.Images is not { } images)
            return [];
        KeptApart.CheckFolder(
            request.Out is null ? nameof(request.Model) : nameof(request.Out), folder, "the folder of images", images);
        ListFile? list = request.List is { } name ? new ListFile(name, Content: null, IsNullSeparated: false) : null;
        IReadOnlyList<ImageFile> files = RegionFolder.Give(request.Roi, PictureFolder.ListNormal(
            images, request.Pages, request.UsedThreads, request.Strict, request.AllFolders, warning, list));
        if (!request.AddsNormal)
            RequireEnough(files.Count, "images", images);
        return files;
    }

    /// <summary>Loads the model, scores the images and writes the model.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The time to record of images that are added, in UTC.</param>
    /// <param name="events">What to tell meanwhile.</param>
    /// <param name="cancellation">
    /// Stops with an <see cref="OperationCanceledException"/>; the model is then as it was.
    /// </param>
    /// <returns>The manifest of the model that was written.</returns>
    /// <exception cref="AnoGanException">A mistake that the user can mend.</exception>
    public static ModelManifest Execute(
        CalibrateRequest request, DateTimeOffset now, RunEvents events, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        IReadOnlyList<ImageFile> files = Plan(request, events.Warning);
        (string folder, bool replaces) = Target(request);
        StagedFolder.CheckWritable(folder, replaces ? ModelDirectory.Kind : null);
        TorchDevice.SetThreads(request.UsedThreads);
        Device device = ComputeSettings.Device(request.Device);
        using TrainedModel model = ModelDirectory.Load(request.Model);
        if (request.Undoes)
            return Save(AdditionRun.Undo(model, request.Model));
        if (!request.AddsNormal && model.Manifest.Calibration.Added.Count > 0)
            throw new AnoGanException($"{request.Model}: found a model that normal images were added to, expected none "
                + "for a new calibration, which they would not fit; take them back with --undo, calibrate, and add "
                + "them again");
        RegionFolder.Check(model.Manifest.Setup.Preparation, request.Roi, request.Model);
        NetworkSpec spec = model.Manifest.Setup.Network;
        TileOptions? tiles = request.AdjustTiles(model.Manifest);
        ImageSet images = TrainingImages.Load(
            files, ReadingOf(model.Manifest, tiles, request), events, cancellation);
        DataFacts data = model.Manifest.Setup.Data;
        if (spec.Channels == 1 && data.ColourImages == 0 && images.ColourCount > 0)
            throw new AnoGanException($"{request.Images}: found {images.ColourCount} colour pictures, but the model "
                + "was trained on grey ones; convert them to grey");
        var sides = new TrainingSides(data.SmallestSide, data.LargestSide);
        (int smallest, int largest) = images.SourceSides;
        if (sides.IsFarFrom(smallest, smallest) || sides.IsFarFrom(largest, largest))
            events.Warning?.Invoke($"the images have {smallest} to {largest} pixels, those trained on "
                + $"{sides.Smallest} to {sides.Largest}: the calibration may not fit the images to be scored");
        if (request.AddsNormal)
            return Save(AdditionRun.Add(request, model, images, device, now, events, cancellation));
        int different = DifferentPictures.Count(images.Originals);
        RequireEnough(different, different < images.Count ? "different images" : "images", request.Images!);

        // Without an encoder every score depends on the search, and is to be the same on machines of either kind.
        Precision? set = ModelDirectory.HasEncoder(model.Manifest) ? null : Precision.Fp32;
        SearchOptions search = request.AdjustSearch(model.Manifest.Calibration.Search) with
        {
            Precision = ComputeSettings.Precision(request.Precision, set, device, events),
        };
        PretrainedSetup? features = FeaturesOf(request, model.Manifest.Setup);
        HeldOutSplit? split = model.Manifest.Setup.SplitOf(images);
        bool isOther = features != model.Manifest.Setup.Pretrained;
        if (isOther && features is not null && split is null)
            throw new AnoGanException($"{request.Images}: not the images that the model was trained on, expected these "
                + "where it is to compare pretrained features that it did not before; name their folder, or leave "
                + "--features out");
        using PretrainedFeatures? other = isOther ? features?.Load() : null;
        TrainedNetworks networks = isOther ? model.Networks with { Pretrained = other } : model.Networks;
        networks.MoveTo(device);
        var imageSearch = new ImageSearch(networks, spec, search, device);
        NormalMetric metric = isOther ? model.Metric with { Pretrained = null } : model.Metric;
        (PretrainedNeighbours? points, IReadOnlyList<ScalePart> scale, IReadOnlyList<int> counted, bool isHeldOut) =
            split is null
                ? Parted(images, metric, search.Seed)
                : AsInTraining(split, images, imageSearch, model, request, events, cancellation);
        metric = metric with { Pretrained = points };
        PretrainedScales? ofPretrained = Calibrator.FitPretrained(scale, networks.Pretrained, events, cancellation);
        Calibration calibration = Calibrator.Run(
            scale, images.Subset(counted), imageSearch, metric, ofPretrained, isHeldOut, FolderName.Of(request.Images!),
            search.Seed, events, cancellation);
        networks.MoveTo(CPU);

        ModelManifest manifest = model.Manifest with
        {
            Calibration = calibration, Setup = model.Manifest.Setup with { Pretrained = features },
        };
        ModelDirectory.Save(folder, manifest, networks, metric, replaces, record: request.Model);
        return manifest;

        ModelManifest Save((ModelManifest Manifest, NormalMetric Metric) changed)
        {
            model.MoveTo(CPU);
            return ModelDirectory.Save(
                folder, changed.Manifest, model.Networks, changed.Metric, replaces, record: request.Model);
        }
    }

    private static PretrainedSetup? FeaturesOf(CalibrateRequest request, TrainingSetup setup) =>
        request.Features is not { } features ? setup.Pretrained
        : features == PretrainedSetup.None ? null
        : PretrainedSetup.Find(
            features, request.FeatureSize ?? setup.Pretrained?.Size ?? PretrainedSetup.UsualSize);

    // A share says how the terms are distributed; none of its images, nor a copy, is among those that p-values are
    // counted from.
    private static (
        PretrainedNeighbours? Points, IReadOnlyList<ScalePart> Scale, IReadOnlyList<int> Counted, bool IsHeldOut)
        Parted(ImageSet images, NormalMetric metric, ulong seed)
    {
        int share = Math.Min(DifferentPictures.Count(images.Originals) / 4, MaxScale);
        (int[] scale, int[] rest) = DifferentPictures.Draw(
            images.Originals, share, SeededRandom.Derive(seed, "calibration"));
        return (
            metric.Pretrained, [new ScalePart(images.Subset(scale), metric)],
            [.. rest.DistinctBy(index => images.Originals[index])], IsHeldOut: true);
    }

    // What the networks were trained on is found more normal than new images are, so it can vouch for no p-value.
    private static (
        PretrainedNeighbours? Points, IReadOnlyList<ScalePart> Scale, IReadOnlyList<int> Counted, bool IsHeldOut)
        AsInTraining(
            HeldOutSplit split, ImageSet images, ImageSearch search, TrainedModel model, CalibrateRequest request,
            RunEvents events, CancellationToken cancellation)
    {
        bool isHeldOut = split.HeldOut.Count > 0;
        events.Warning?.Invoke($"{request.Images}: found the images that the model was trained on: " + (isHeldOut
            ? $"only the {split.HeldOut.Count} that were held out then are counted; name a folder of other normal "
                + "images to count more"
            : "none was held out then, so that there will be no p-values and no verdicts; name a folder of other "
                + "normal images"));
        ulong seed = model.Manifest.Setup.Training.Seed;
        ImageSet training = images.Subset(split.Training);
        events.Stage?.Invoke($"learning how {training.Count} training images spread");
        (NormalMetric metric, IReadOnlyList<ScalePart> scale) = Calibrator.FitMetric(
            training, training.DrawMetric(search.HasEncoder, seed), search, seed, events.Images, cancellation);
        return (metric.Pretrained, scale, split.Calibrating, isHeldOut);
    }

    private static ImageSetOptions ReadingOf(ModelManifest model, TileOptions? tiles, CalibrateRequest request) =>
        new()
        {
            Size = model.Setup.Network.Size,
            Tiles = tiles,
            Channels = model.Setup.Network.Channels,
            Fit = model.Setup.Fit,
            Preparation = model.Setup.Preparation,
            Threads = request.UsedThreads,
            Strict = request.Strict,
        };

    private static (string Folder, bool Replaces) Target(CalibrateRequest request) =>
        request.Out is { } folder && !KeptApart.AreSame(folder, request.Model)
            ? (folder, request.Overwrite)
            : (request.Model, true);

    private static void RequireEnough(int count, string what, string folder)
    {
        if (count < MinImages)
            throw new AnoGanException($"{folder}: found {count} {what}, expected at least {MinImages} normal images "
                + "that the model was not trained on; add some");
    }
}
