using AnoGan.Baselines;
using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Results;
using AnoGan.Sampling;
using AnoGan.Scoring;

namespace AnoGan;

/// <summary>The options of the commands that score, or prepare it: score, calibrate, baseline and sample.</summary>
internal static class ScoreTables
{
    private const string TheModels = "the model's";

    /// <summary>Of `anogan score`.</summary>
    public static OptionTable<ScoreRequest> Score { get; } =
        new OptionTable<ScoreRequest>(new() { Images = "", Model = "", Out = "" })
        .Argument("IMAGES", "Folder of images to score, searched recursively; its sub-folders are their labels. Or a "
            + "zip or tar archive of such a folder",
            r => r.Images, (r, v) => r with { Images = v })
        .Model("Model directory, made by `anogan train`", r => r.Model, (r, v) => r with { Model = v })
        .Out("Results folder to make", r => r.Out, (r, v) => r with { Out = v })
        .Text("--shard", "I/N", "Score the Ith of N shares of the images, each on a machine of its own; `anogan merge` "
            + "makes one results folder of them",
            r => r.Shard?.ToString(), (r, v) => r with { Shard = Shard.Parse(v) }, "all images",
            nameof(ScoreRequest.Shard)).Kept()
        .Overwrite("a results folder", r => r.Overwrite, (r, v) => r with { Overwrite = v })
        .Resume("scoring", r => r.Resume, (r, v) => r with { Resume = v })
        .Text("--list", "FILE", "Score the images that a file names, a path a line, - for standard input, without "
            + "searching IMAGES: below IMAGES, or in an archive there as day.zip!good/1.png",
            r => r.List, (r, v) => r with { List = v }, "all of IMAGES")
        .Flag("--null", "Paths of the list end with a NUL character, as those of find -print0",
            r => r.ListIsNullSeparated, (r, v) => r with { ListIsNullSeparated = v })
        .Also("-0").Needing("--list").Advanced()
        .Roi("IMAGES", r => r.Roi, (r, v) => r with { Roi = v }).Kept()
        .HowToScore()
        .WhatToWrite()
        .Strict(r => r.Strict, (r, v) => r with { Strict = v })
        .Threads(r => r.Threads, (r, v) => r with { Threads = v }).Kept()
        .Device(r => r.Device, (r, v) => r with { Device = v }).Kept()
        .Quiet().DryRun();

    /// <summary>The options of the score and the search, which score and watch share.</summary>
    internal static OptionTable<ScoreRequest> HowToScore(this OptionTable<ScoreRequest> table) => table
        .Under("Scores and defects")
        .Choice<ScoreKind>("--score", "combined (the most surprising of what is measured) or paper "
            + "((1-λ)·residual + λ·feature distance)", r => r.Kind, (r, v) => r with { Kind = v }).Kept()
        .FalsePositiveRate(r => r.FalsePositiveRate, (r, v) => r with { FalsePositiveRate = v }).Kept()
        .Flag("--mask", "Say where defects are: masks/, regions.csv and frames on the overlays, from a threshold that "
            + "at most --fpr of normal images exceed anywhere",
            r => r.FindsDefects, (r, v) => r with { FindsDefects = v }).Kept()
        .Whole("--min-area", "The fewest pixels of a defect; smaller specks are left out of the masks",
            r => r.MinArea, (r, v) => r with { MinArea = v }, "PIXELS").Kept()
        .TileStride(r => r.Stride, (r, v) => r with { Stride = v }).Kept()
        .Flag("--tiles", "Write tiles.csv too: the numbers of each tile of each image, for a model of patches",
            r => r.WritesTiles, (r, v) => r with { WritesTiles = v }).Kept()
        .Part(SharedOptions.Search, _ => null,
            (r, change) => r with { AdjustSearch = search => change(r.AdjustSearch(search)) }, TheModels)
        .Under("The search")
        .SearchPrecision(r => r.Precision, (r, v) => r with { Precision = v }).Kept();

    /// <summary>What is read of the images and written of them, which score and watch share.</summary>
    internal static OptionTable<ScoreRequest> WhatToWrite(this OptionTable<ScoreRequest> table) => table
        .Under(SharedOptions.TheRun)
        .NormalOfRun(r => r.NormalLabel, (r, v) => r with { NormalLabel = v })
        .Flag("--no-pictures", "Write scores only: no heatmaps, overlays, reconstructions, residuals and maps",
            r => !r.WritesPictures, (r, v) => r with { WritesPictures = !v }).Kept()
        .FullPictures(r => r.WritesFullPictures, (r, v) => r with { WritesFullPictures = v }).Kept()
        .NoReport(r => !r.WritesReport, (r, v) => r with { WritesReport = !v }).Kept()
        .Pages(r => r.Pages, (r, v) => r with { Pages = v }).Kept();

    /// <summary>The request that leads to a run, as far as its results depend on it.</summary>
    public static ScoreRequest RequestOf(RunManifest run) => new()
    {
        Images = "", Model = "", Out = "", Pages = run.Pages, Roi = run.RoiFolder,
        Stride = run.Stride, Shard = run.Shard?.Which,
        Precision = run.Search?.Precision == Precision.Bf16 ? PrecisionMode.Bf16 : PrecisionMode.Fp32,
        Kind = run.Score ?? Score.Defaults.Kind,
        FalsePositiveRate = run.FalsePositiveRate ?? Score.Defaults.FalsePositiveRate,
        FindsDefects = run.DefectMinArea is not null, MinArea = run.DefectMinArea ?? RegionRule.DefaultMinArea,
        WritesTiles = run.Parts!.Tiles, WritesPictures = run.Parts.Pictures, WritesReport = run.Parts.Report,
        WritesFullPictures = run.FullPictures,
        Threads = run.Threads, Device = run.Device,
    };

    /// <summary>Of `anogan merge`.</summary>
    public static OptionTable<MergeRequest> Merge { get; } =
        new OptionTable<MergeRequest>(new() { Shards = [], Out = "" })
        .Argument("SHARDS", "Results folders of the shards, made by `anogan score --shard`", _ => null,
            (r, v) => r with { Shards = [.. r.Shards, v] }, nameof(MergeRequest.Shards)).Repeated()
        .Out("Results folder to make", r => r.Out, (r, v) => r with { Out = v })
        .Overwrite("a results folder", r => r.Overwrite, (r, v) => r with { Overwrite = v })
        .Flag("--partial", "Merge the shards that there are; run.json and the report name those that are missing",
            r => r.Partial, (r, v) => r with { Partial = v })
        .Text("--normal", "LABEL", "Label that counts as normal for the AUROC and the report",
            r => r.NormalLabel, (r, v) => r with { NormalLabel = v }, "the shards' own")
        .Quiet().DryRun();

    /// <summary>Of `anogan calibrate`.</summary>
    public static OptionTable<CalibrateRequest> Calibrate { get; } =
        new OptionTable<CalibrateRequest>(new() { Model = "" })
        .Argument("IMAGES", "Folder of normal images that the model was not trained on, searched recursively",
            r => r.Images, (r, v) => r with { Images = v }).Optional()
        .Model("Model directory", r => r.Model, (r, v) => r with { Model = v })
        .Flag("--add-normal", "Add the images, such as false alarms, to what the model knows to be normal: all that it "
            + "knew stays, and no score rises", r => r.AddsNormal, (r, v) => r with { AddsNormal = v })
        .Flag("--undo", "Take the last images back that were added; without IMAGES",
            r => r.Undoes, (r, v) => r with { Undoes = v }).NotWith("--add-normal")
        .Text("--list", "FILE", "Take the images that a file names, a path below IMAGES a line, such as the list that "
            + "the report saves", r => r.List, (r, v) => r with { List = v }, "all of IMAGES")
        .Text("--out", "DIR", "Where to write the calibrated model",
            r => r.Out, (r, v) => r with { Out = v }, "in place of the model").Also("-o")
        .Overwrite("another model", r => r.Overwrite, (r, v) => r with { Overwrite = v })
        .AllFolders(r => r.AllFolders, (r, v) => r with { AllFolders = v })
        .Roi("IMAGES", r => r.Roi, (r, v) => r with { Roi = v })
        .Text("--features", "NETWORK", "Compare local features of a pretrained network from now on: resnet18, none, or "
            + "an ONNX file; with the images that the model was trained on",
            r => r.Features, (r, v) => r with { Features = v }, TheModels, words: ["resnet18", "none"])
        .Whole("--feature-size", "Side in pixels of the picture that this network sees",
            r => r.FeatureSize, (r, v) => r with { FeatureSize = v }, "PIXELS", PretrainedSetup.UsualSize,
            $"{TheModels}, or {PretrainedSetup.UsualSize}").Needing("--features").Advanced()
        .Under("The search")
        .TileStride(r => r.Stride, (r, v) => r with { Stride = v })
        .Part(SharedOptions.Search, _ => null,
            (r, change) => r with { AdjustSearch = search => change(r.AdjustSearch(search)) }, TheModels)
        .SearchPrecision(r => r.Precision, (r, v) => r with { Precision = v })
        .Under(SharedOptions.TheRun)
        .Pages(r => r.Pages, (r, v) => r with { Pages = v })
        .Strict(r => r.Strict, (r, v) => r with { Strict = v })
        .Threads(r => r.Threads, (r, v) => r with { Threads = v })
        .Device(r => r.Device, (r, v) => r with { Device = v })
        .Quiet().DryRun();

    /// <summary>Of `anogan baseline`.</summary>
    public static OptionTable<BaselineRequest> Baseline { get; } = BuildBaseline(
        new() { Train = "", Test = "", Out = "", Method = BaselineMethod.Pca });

    /// <summary>Of `anogan sample`.</summary>
    public static OptionTable<SampleRequest> Sample { get; } =
        new OptionTable<SampleRequest>(new() { Model = "", Out = "" })
        .Argument("MODEL", "Model directory", r => r.Model, (r, v) => r with { Model = v })
        .Out("Folder to make", r => r.Out, (r, v) => r with { Out = v })
        .Overwrite("a folder of samples", r => r.Overwrite, (r, v) => r with { Overwrite = v })
        .Whole("--count", "Pictures to draw", r => r.Count, (r, v) => r with { Count = v })
        .Whole("--interpolate", "Rows that walk from one latent vector to another",
            r => r.Interpolate, (r, v) => r with { Interpolate = v }, "ROWS")
        .Text("--nearest", "IMAGES", "Folder of the images that the model was trained on: shows those nearest to each "
            + "picture, and says whether it copies them", r => r.Nearest, (r, v) => r with { Nearest = v }, "none")
        .Roi("these", r => r.Roi, (r, v) => r with { Roi = v }).Needing("--nearest")
        .Seed("Seed of the latent vectors", r => r.Seed, (r, v) => r with { Seed = v })
        .CacheMegabytes(r => r.CacheMegabytes, (r, v) => r with { CacheMegabytes = v })
        .Pages(r => r.Pages, (r, v) => r with { Pages = v })
        .Strict(r => r.Strict, (r, v) => r with { Strict = v })
        .Threads(r => r.Threads, (r, v) => r with { Threads = v })
        .Device(r => r.Device, (r, v) => r with { Device = v })
        .Quiet().DryRun();

    private static OptionTable<BaselineRequest> BuildBaseline(BaselineRequest defaults) =>
        new OptionTable<BaselineRequest>(defaults)
        .Argument("TRAIN", "Folder of normal images, searched recursively",
            r => r.Train, (r, v) => r with { Train = v })
        .Argument("TEST", "Folder of images to score, searched recursively; its sub-folders are their labels",
            r => r.Test, (r, v) => r with { Test = v })
        .Out("Results folder to make", r => r.Out, (r, v) => r with { Out = v })
        .Choice<BaselineMethod>("--method", "pca (principal components of the training images), nearest (the nearest "
            + "training image) or features (the nearest local features of training images by a pretrained ResNet-18)",
            r => r.Method, (r, v) => r with { Method = v }).Required()
        .Overwrite("a results folder", r => r.Overwrite, (r, v) => r with { Overwrite = v })
        .Whole("--components", "Principal components, at most one less than training images or patches",
            r => r.Components, (r, v) => r with { Components = v })
        .AllFolders(r => r.AllFolders, (r, v) => r with { AllFolders = v })
        .Under("What the method sees")
        .Part(PictureOptions.Table(PicturesOf(defaults), "2 to 256"), PicturesOf, ChangePictures)
        .Under(SharedOptions.TheRun)
        .HoldOut("Share of the training images kept back for the p-values",
            r => r.HoldOut, (r, v) => r with { HoldOut = v })
        .FalsePositiveRate(r => r.FalsePositiveRate, (r, v) => r with { FalsePositiveRate = v })
        .Seed("Seed of the choice of held-out images and of patches", r => r.Seed, (r, v) => r with { Seed = v })
        .NormalOfRun(r => r.NormalLabel, (r, v) => r with { NormalLabel = v })
        .Flag("--no-pictures", "Write scores only: no heatmaps, overlays and reconstructions",
            r => !r.WritesPictures, (r, v) => r with { WritesPictures = !v })
        .FullPictures(r => r.WritesFullPictures, (r, v) => r with { WritesFullPictures = v })
        .NoReport(r => !r.WritesReport, (r, v) => r with { WritesReport = !v })
        .CacheMegabytes(r => r.CacheMegabytes, (r, v) => r with { CacheMegabytes = v })
        .Pages(r => r.Pages, (r, v) => r with { Pages = v })
        .Strict(r => r.Strict, (r, v) => r with { Strict = v })
        .Threads(r => r.Threads, (r, v) => r with { Threads = v })
        .Device(r => r.Device, (r, v) => r with { Device = v })
        .Quiet().DryRun();

    private static PictureOptions PicturesOf(BaselineRequest r) =>
        new(r.Size, r.Tiles, r.Preparation, r.Channels, r.Fit);

    private static BaselineRequest ChangePictures(BaselineRequest r, Func<PictureOptions, PictureOptions> change) =>
        change(PicturesOf(r)) is var p
            ? r with { Size = p.Size, Tiles = p.Tiles, Preparation = p.Preparation, Channels = p.Channels, Fit = p.Fit }
            : r;
}
