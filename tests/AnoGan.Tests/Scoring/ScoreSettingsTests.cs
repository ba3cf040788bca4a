using AnoGan.Models;
using AnoGan.Results;
using AnoGan.Scoring;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Scoring;

public sealed class ScoreSettingsTests
{
    // Ten normal images whose scores are 0.1, 0.2, ..., 1.
    private static readonly Calibration HeldOut = TinyModel.Manifest(TinyNetworks.Spec).Calibration with
    {
        Scores = [.. Enumerable.Range(1, 10).Select(i => i / 10.0)],
    };

    private readonly RecordedEvents _told = new();

    [Theory]
    [InlineData(0.01, 1)] // ten images vouch for 1/11 at best: none of them is called an anomaly
    [InlineData(0.1, 1)]
    [InlineData(0.2, 0.9)] // (1 + 1) / 11: one of them is
    [InlineData(0.5, 0.6)] // (1 + 4) / 11
    public void Takes_for_defects_what_would_make_an_image_an_anomaly(double rate, double score)
    {
        RegionRule rule = ScoreSettings.Defects(HeldOut, Request(20) with { FalsePositiveRate = rate }, _told.Events);

        // The local term, centre 0.5 and spread 0.25, makes the score by a weight of 0.5; the pixels of the map have
        // centre -0.5 and spread 0.5.
        double value = 0.5 + 0.25 * Math.Log(Math.Pow(10, score / 0.5) - 1);
        double level = Math.Log10(1 + Math.Exp((value + 0.5) / 0.5)) / 16;
        Assert.Equal(level, rule.Threshold, 1e-12);
        Assert.Equal(20, rule.MinArea);
        Assert.Empty(_told.Warnings);
    }

    [Fact]
    public void Takes_smaller_defects_without_a_word_where_they_are_asked_for()
    {
        Assert.Equal(1, ScoreSettings.Defects(HeldOut, Request(1), _told.Events).MinArea);
        Assert.Empty(_told.Warnings);
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
