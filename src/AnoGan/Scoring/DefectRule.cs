using AnoGan.Method;
using AnoGan.Models;

namespace AnoGan.Scoring;

/// <summary>What counts as a defect in a run.</summary>
internal static class DefectRule
{
    /// <summary>The rule that at most the wished share of new normal images show a defect under.</summary>
    /// <param name="calibration">How normal images score.</param>
    /// <param name="request">The wished share and the smallest defect.</param>
    /// <param name="events">Told where the share cannot be kept.</param>
    public static RegionRule For(Calibration calibration, ScoreRequest request, RunEvents events)
    {
        if (!calibration.IsHeldOut)
        {
            events.Warning?.Invoke("the model was calibrated on its training images: defects are what lies above 99.9 "
                + "% of their pixels, and how many normal images show one is not known; give it other normal images "
                + "with `anogan calibrate`");
            return new RegionRule(calibration.HeatmapScale, request.MinArea);
        }

        if (request.MinArea < calibration.RegionArea)
            events.Warning?.Invoke($"--min-area {request.MinArea}: the model was calibrated for defects of at least "
                + $"{calibration.RegionArea} pixels, so more normal images than --fpr will show smaller ones");
        double rate = Conformal.RateFor(calibration.RegionPeaks.Count, request.FalsePositiveRate);
        return new RegionRule(PixelThreshold.Of(calibration.RegionPeaks, rate), request.MinArea);
    }
}
