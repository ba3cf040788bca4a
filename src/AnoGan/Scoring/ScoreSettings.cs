using System.Globalization;
using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Results;
using static TorchSharp.torch;

namespace AnoGan.Scoring;

/// <summary>What a scoring run's options come to with the model, and what the user should know of that.</summary>
internal static class ScoreSettings
{
    /// <summary>The search: the model's own options, changed as asked for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="model">The model.</param>
    /// <param name="earlier">The precision of the run that is resumed; null where there is none.</param>
    /// <param name="device">Where it is to run.</param>
    /// <param name="events">Told what was chosen.</param>
    public static SearchOptions Search(
        ScoreRequest request, TrainedModel model, Precision? earlier, Device device, RunEvents events)
    {
        // Scores that depend on the search compare only with a calibration that was computed in the same numbers.
        bool dependsOnSearch = ScoreRule.DependsOnSearch(ModelDirectory.HasEncoder(model.Manifest), request.Kind);
        Precision? set = earlier ?? (dependsOnSearch ? model.Manifest.Calibration.Search.Precision : null);
        return request.AdjustSearch(model.Manifest.Calibration.Search) with
        {
            Precision = ComputeSettings.Precision(request.Precision, set, device, events),
        };
    }

    /// <summary>The model's tiles with another stride where one is asked for.</summary>
    /// <param name="model">The model.</param>
    /// <param name="stride">Pixels of the prepared picture, or null for the model's own.</param>
    /// <param name="path">The model directory, for the message.</param>
    /// <exception cref="AnoGanException">The model has no tiles, or the stride is out of range.</exception>
    public static TileOptions? Tiles(ModelManifest model, int? stride, string path)
    {
        if (model.Setup.Tiles is not { } tiles)
        {
            return stride is null ? null : throw new AnoGanException($"{path}: a model of whole pictures, which "
                + "--stride does not apply to; leave it out, or train with --patch");
        }

        TileOptions adjusted = tiles with { Stride = stride ?? model.Calibration.Stride!.Value };
        adjusted.Validate(model.Setup.Network.Size);
        return adjusted;
    }

    /// <summary>
    /// What counts as a defect, on images that are called anomalies alone: the pixels whose level, if the 1 % of the
    /// image furthest from normal had it, would make the image an anomaly by itself.
    /// </summary>
    /// <param name="calibration">How normal images score.</param>
    /// <param name="request">The wished share and the smallest defect.</param>
    /// <param name="events">Told where the share cannot be kept.</param>
    public static RegionRule Defects(Calibration calibration, ScoreRequest request, RunEvents events)
    {
        if (!calibration.IsHeldOut)
        {
            events.Warning?.Invoke("the model was calibrated on its training images: defects are what lies above 99.9 "
                + "% of their pixels, and how many normal images show one is not known; give it other normal images "
                + "with `anogan calibrate`");
            return new RegionRule(calibration.HeatmapScale, request.MinArea);
        }

        IReadOnlyList<double> normal = calibration.ScoresOf(ScoreKind.Combined);
        double rate = Conformal.RateFor(normal.Count, request.FalsePositiveRate);
        return new RegionRule(calibration.MapLevelOf(Conformal.Threshold(normal, rate)), request.MinArea);
    }

    /// <summary>Warns where the calibration cannot vouch for p-values or verdicts.</summary>
    /// <param name="request">The request.</param>
    /// <param name="model">The model.</param>
    /// <param name="search">The run's search.</param>
    /// <param name="tiles">The run's tiles.</param>
    /// <param name="rule">The run's rule of scores.</param>
    /// <param name="notes">Takes the warnings.</param>
    public static void WarnOfCalibration(
        ScoreRequest request, ModelManifest model, SearchOptions search, TileOptions? tiles, ScoreRule rule,
        RunNotes notes)
    {
        if (tiles?.Stride != model.Calibration.Stride)
            notes.Warn($"a stride of {tiles?.Stride} pixels where the model was calibrated with "
                + $"{model.Calibration.Stride}: there are no p-values and no verdicts; redo it with `anogan calibrate "
                + $"--stride {tiles?.Stride}`");
        bool dependsOnSearch = ScoreRule.DependsOnSearch(ModelDirectory.HasEncoder(model), request.Kind);
        if (!ScoreRule.Fits(model, search, dependsOnSearch))
        {
            string affected = rule.Rate is null
                ? "there are no p-values and no verdicts"
                : "of the columns only score, p_value and is_anomaly compare with it, which do not depend on the "
                    + "search";
            notes.Warn("the search options differ from those the model was calibrated with: its calibration no "
                + $"longer fits, {affected}; redo it with `anogan calibrate` and the same options");
        }

        if (!model.Calibration.IsHeldOut)
            notes.Warn("the model was calibrated on its training images: there are no p-values and no verdicts; give "
                + "it other normal images with `anogan calibrate`");
        else if (rule.Rate > request.FalsePositiveRate)
            notes.Warn(string.Create(CultureInfo.InvariantCulture, $"{rule.NormalScores!.Count} held-out "
                + $"images cannot vouch for a false-positive rate of {request.FalsePositiveRate}: verdicts are given "
                + $"at {rule.Rate:G3}; calibrate with more images, or raise --fpr"));
    }
}
