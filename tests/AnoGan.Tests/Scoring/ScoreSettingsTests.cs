using AnoGan.Models;
using AnoGan.Results;
using AnoGan.Scoring;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Scoring;

public sealed class ScoreSettingsTests
{
    // Ten normal images whose maps show a region below 0.01, 0.02, ..., 0.10.
    private static readonly Calibration HeldOut = TinyModel.Manifest(TinyNetworks.Spec).Calibration with
    {
        RegionPeaks = [.. Enumerable.Range(1, 10).Select(i => i / 100.0)],
    };

    private readonly RecordedEvents _told = new();

    [Theory]
    [InlineData(0.01, 0.10)] // ten images vouch for 1/11 at best: none of them shows a defect
    [InlineData(0.1, 0.10)]
    [InlineData(0.2, 0.09)] // (1 + 1) / 11: one of them does
    [InlineData(0.5, 0.06)] // (1 + 4) / 11
    public void Lets_as_few_normal_images_show_a_defect_as_wished(double rate, double threshold)
    {
        RegionRule rule = ScoreSettings.Defects(HeldOut, Request(20) with { FalsePositiveRate = rate }, _told.Events);

        Assert.Equal((threshold, 20), (rule.Threshold, rule.MinArea));
        Assert.Empty(_told.Warnings);
    }

    [Fact]
    public void Tells_that_smaller_defects_will_be_found_on_more_normal_images()
    {
        RegionRule rule = ScoreSettings.Defects(HeldOut, Request(15), _told.Events);

        Assert.Equal(15, rule.MinArea);
        Assert.StartsWith(
            "--min-area 15: the model was calibrated for defects of at least 16 pixels", Assert.Single(_told.Warnings),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_the_pixels_of_training_images_where_none_were_held_out()
    {
        RegionRule rule = ScoreSettings.Defects(HeldOut with { IsHeldOut = false }, Request(16), _told.Events);

        Assert.Equal(HeldOut.HeatmapScale, rule.Threshold);
        Assert.StartsWith(
            "the model was calibrated on its training images", Assert.Single(_told.Warnings), StringComparison.Ordinal);
    }

    private static ScoreRequest Request(int minArea) =>
        TinyRuns.Score("images", "model", "results") with
        {
            FindsDefects = true,
            MinArea = minArea,
        };
}
