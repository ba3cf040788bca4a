using AnoGan.Demo;
using AnoGan.Evaluation;
using AnoGan.Import;

namespace AnoGan;

/// <summary>The options of the commands that need no network: evaluate, compare, demo-data and import-idx.</summary>
internal static class EvaluateTables
{
    /// <summary>Of `anogan evaluate`.</summary>
    public static OptionTable<EvaluateRequest> Evaluate { get; } =
        new OptionTable<EvaluateRequest>(new() { Results = [] })
        .Argument("RESULTS", "Results folders, made by `anogan score`, or tables with the columns path, label and "
            + "score; several are shown side by side", _ => null, (r, v) => r with { Results = [.. r.Results, v] },
            nameof(EvaluateRequest.Results)).Repeated()
        .Labels("scores.csv", r => r.Labels, (r, v) => r with { Labels = v })
        .Normal(r => r.NormalLabel, (r, v) => r with { NormalLabel = v })
        .Text("--masks", "DIR", "Folder of masks, white where the defect is: of crack/a.jpg it is crack/a.png, "
            + "crack/a_mask.png, crack/a.jpg.png or all in crack/a",
            r => r.Masks, (r, v) => r with { Masks = v }, "no pixel measures")
        .Text("--out", "FILE", "File to write, for one results folder",
            r => r.Out, (r, v) => r with { Out = v }, "metrics.json in each results folder").Also("-o")
        .Real("--min-auroc", "Exit with code 3 where the score's AUROC of the first results folder is lower",
            r => r.MinAuroc, (r, v) => r with { MinAuroc = v }, "AUROC", 0.95, "none")
        .Whole("--bootstrap", "Resamples behind each 95 % interval",
            r => r.Bootstrap, (r, v) => r with { Bootstrap = v })
        .Seed("Seed of the resamples", r => r.Seed, (r, v) => r with { Seed = v })
        .Quiet();

    private static readonly OptionTable<ComparisonGates> Gates = new OptionTable<ComparisonGates>(new())
        .Under("Gates")
        .Real("--tolerance", "Largest absolute change of a score that passes",
            g => g.Tolerance, (g, v) => g with { Tolerance = v }, "T", 0.001, "none")
        .Whole("--max-flips", "Most images whose is_anomaly may differ",
            g => g.MaxFlips, (g, v) => g with { MaxFlips = v }, example: 0, unset: "none")
        .Real("--max-auroc-drop", "Largest drop of the AUROC that passes, over the images with a score in both",
            g => g.MaxAurocDrop, (g, v) => g with { MaxAurocDrop = v }, "D", 0.01, "none")
        .Real("--min-auroc", "Smallest AUROC of the new run that passes, over the same images",
            g => g.MinAuroc, (g, v) => g with { MinAuroc = v }, "AUROC", 0.95, "none");

    /// <summary>Of `anogan compare`.</summary>
    public static OptionTable<CompareRequest> Compare { get; } =
        new OptionTable<CompareRequest>(new() { Baseline = "", New = "" })
        .Argument("BASELINE", "Results folder to compare with, or a file with the columns path and score",
            r => r.Baseline, (r, v) => r with { Baseline = v })
        .Argument("NEW", "Results folder, or file, to be compared", r => r.New, (r, v) => r with { New = v })
        .Part(Gates, r => r.Gates, (r, change) => r with { Gates = change(r.Gates) })
        .Labels("either run", r => r.Labels, (r, v) => r with { Labels = v })
        .Normal(r => r.NormalLabel, (r, v) => r with { NormalLabel = v })
        .Text("--json", "FILE", "File to write the comparison to, as JSON",
            r => r.Json, (r, v) => r with { Json = v }, "none")
        .Text("--junit", "FILE", "File to write the gates to as JUnit XML, a test case each",
            r => r.JUnit, (r, v) => r with { JUnit = v }, "none");

    /// <summary>Of `anogan demo-data`.</summary>
    public static OptionTable<DemoOptions> Demo { get; } = new OptionTable<DemoOptions>(new() { OutputFolder = "" })
        .Out("Folder to make", r => r.OutputFolder, (r, v) => r with { OutputFolder = v })
        .Whole("--size", "Side of the pictures in pixels", r => r.Size, (r, v) => r with { Size = v }, "PIXELS")
        .Whole("--train", "Normal pictures in train/good", r => r.TrainCount, (r, v) => r with { TrainCount = v })
        .Whole("--good", "Normal pictures in test/good", r => r.TestGoodCount, (r, v) => r with { TestGoodCount = v })
        .Whole("--defects", "Pictures of each kind of defect",
            r => r.PerDefectCount, (r, v) => r with { PerDefectCount = v })
        .Real("--defect-scale", "Size of the defects against the usual",
            r => r.DefectScale, (r, v) => r with { DefectScale = v }, "FACTOR")
        .Real("--light", "How far the light is turned about the part: the same parts under another light",
            r => r.LightTurn, (r, v) => r with { LightTurn = v }, "DEGREES")
        .Seed("Seed of everything random", r => r.Seed, (r, v) => r with { Seed = v });

    /// <summary>Of `anogan import-idx`.</summary>
    public static OptionTable<IdxImportOptions> Import { get; } =
        new OptionTable<IdxImportOptions>(new() { ImagesFile = "", LabelsFile = "", OutputFolder = "" })
        .Argument("IMAGES_FILE", "IDX file of images, compressed with gzip or not",
            r => r.ImagesFile, (r, v) => r with { ImagesFile = v })
        .Argument("LABELS_FILE", "IDX file of their labels", r => r.LabelsFile, (r, v) => r with { LabelsFile = v })
        .Out("Folder to make", r => r.OutputFolder, (r, v) => r with { OutputFolder = v })
        .Overwrite("an imported folder", r => r.Overwrite, (r, v) => r with { Overwrite = v })
        .Text("--only", "LABELS", "Labels to take, such as 3,5",
            r => r.Only is null ? null : string.Join(',', r.Only),
            (r, v) => r with { Only = IdxImportOptions.ParseLabels(v) }, "all", nameof(IdxImportOptions.Only))
        .Also("--labels")
        .Whole("--limit", "The most images in all, as many of each class as evenly possible, spread over the file",
            r => r.Limit, (r, v) => r with { Limit = v }, example: 1000, unset: "all")
        .Quiet().DryRun();
}
