using System.Globalization;
using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Results;
using AnoGan.Runtime;
using AnoGan.Scoring;
using AnoGan.Training;

namespace AnoGan.Diagnosis;

/// <summary>From a model directory to its card. libtorch is not needed.</summary>
internal static class InfoRun
{
    private static readonly double[] Shares = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1];
    private static readonly double[] Rates = [0.01, 0.05];

    // What a training may leave to look at, in the order in which a person would.
    private static readonly CardPicture[] KnownPictures =
    [
        new(TrainingRecord.TrainingImagesName, "contact sheet of training images"),
        new(TrainingRecord.MadeDefectsName, "images, the defects made in them for the segmenter, and where these are"),
        new($"{TrainingRecord.SamplesName}/", "generated pictures of fixed latent vectors, step by step"),
        new($"{TrainingRecord.ReconstructionsName}/", "held-out images beside their reconstructions, step by step"),
        new(TrainingRecord.CurvesName, "curves of the training"),
        new(TrainingRecord.LogName, "what the training measured"),
    ];

    /// <summary>Reads what a model says of itself and compares its files with their hashes.</summary>
    /// <param name="verify">Whether the files are compared; else only their headers are read.</param>
    /// <returns>The card; a damaged file is named on it.</returns>
    /// <exception cref="AnoGanException">
    /// It is no model directory, or its manifest is damaged or of another version.
    /// </exception>
    public static ModelCard Execute(string model, bool verify = true)
    {
        RefuseOther(model);
        var inspection = ModelInspection.Of(model, verify);
        ModelManifest manifest = inspection.Manifest;
        NetworkSpec network = manifest.Setup.Network;
        return new ModelCard
        {
            Model = FolderName.Of(model),
            ModelHash = inspection.Hash,
            ModelFormatVersion = manifest.FormatVersion,
            Created = manifest.Created,
            Data = manifest.Setup.Data,
            Pictures = [.. KnownPictures.Where(picture => Path.Exists(Path.Combine(model, picture.Name)))],
            Network = new CardNetwork(
                network.Size, network.Channels, network.Latent, network.Width, network.FeatureLength),
            HasEncoder = inspection.HasEncoder,
            Pretrained = manifest.Setup.Pretrained,
            Preparation = manifest.Setup.Preparation,
            Fit = manifest.Setup.Tiles is null ? manifest.Setup.Fit.ToString().ToLowerInvariant() : null,
            Tiles = manifest.Setup.Tiles is { } tiles
                ? new CardTiles(
                    network.Size, manifest.Calibration.Stride!.Value, AugmentationText.Of(tiles.Augmentation))
                : null,
            Options = TrainTable.CardOf(manifest.Setup),
            Threads = manifest.Setup.Threads,
            Device = manifest.Setup.Device,
            Training = manifest.Facts,
            Health = manifest.Health,
            Calibration = CalibrationOf(manifest.Calibration),
            Scoring = ScoringOf(manifest),
            Versions = manifest.Versions,
            Files = inspection.Files,
        };
    }

    private static void RefuseOther(string model)
    {
        if (ModelDirectory.IsThere(model))
            return;
        if (File.Exists(Path.Combine(model, RunManifest.FileName)))
            throw new AnoGanException($"{model}: found the results folder of a scoring run, expected a model "
                + $"directory; what made the results stands in its {RunManifest.FileName}");
        if (TrainingFolder.IsInterrupted(model))
            throw new AnoGanException($"{model}: found an interrupted training in {UnfinishedFolder.PathFor(model)}, "
                + "expected a model directory; resume it with `anogan train` and --resume");
    }

    private static CardCalibration CalibrationOf(Calibration normal)
    {
        IReadOnlyList<double> scores = normal.ScoresOf(ScoreKind.Combined);
        int count = scores.Count;
        double? smallest = normal.IsHeldOut ? Conformal.SmallestRate(count) : null;
        var quantiles = Shares.ToDictionary(
            share => share.ToString(CultureInfo.InvariantCulture), share => Quantile(scores, share));
        CardThreshold[] thresholds =
        [
            .. Rates.Select(rate => smallest <= rate
                ? new CardThreshold(
                    rate, Conformal.Threshold(scores, rate), normal.MapLevelOf(Conformal.Threshold(scores, rate)))
                : new CardThreshold(rate, Score: null, Map: null)),
        ];
        return new CardCalibration(
            normal.Folder, count, normal.IsHeldOut, quantiles, normal.MedianResidual, smallest, thresholds,
            [
                .. normal.Added.Select(added => new CardAddition(
                    added.Folder, added.Time, added.Hashes.Count, added.ContentHash, added.AlarmsBefore,
                    added.AlarmsAfter, added.Alone)),
            ]);
    }

    private static CardScoring ScoringOf(ModelManifest manifest)
    {
        var defaults = new ScoreRequest { Images = "", Model = "", Out = "" };
        Calibration normal = manifest.Calibration;
        IReadOnlyList<double> scores = normal.ScoresOf(defaults.Kind);
        double? rate = normal.IsHeldOut ? Conformal.RateFor(scores.Count, defaults.FalsePositiveRate) : null;
        return new CardScoring(
            defaults.Kind.ToString().ToLowerInvariant(), manifest.Calibration.Search, manifest.Calibration.Stride, rate,
            rate is { } given ? Conformal.Threshold(scores, given) : null);
    }

    // The least value that at least the share of them do not exceed: one of the scores, as thresholds are.
    private static double Quantile(IReadOnlyList<double> ascending, double share) =>
        ascending[Math.Clamp((int)Math.Ceiling(share * ascending.Count) - 1, 0, ascending.Count - 1)];
}
