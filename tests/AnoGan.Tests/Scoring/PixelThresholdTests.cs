using AnoGan.Scoring;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Scoring;

public sealed class PixelThresholdTests
{
    [Theory]
    [InlineData(0.2, 0.3)] // of five images one may lie above: the new one
    [InlineData(0.4, 0.2)]
    [InlineData(0.8, 0.1)]
    public void Is_the_conformal_threshold_of_the_peaks(double rate, double expected) =>
        Assert.Equal(expected, PixelThreshold.Of([0.3, 0.1, 0.2, 0.2], rate));

    [Fact]
    public void Lets_no_more_normal_images_show_a_region_than_the_rate()
    {
        float[][] maps = [.. Enumerable.Range(0, 59).Select(n => DrawnMaps.Noise(12 * 9, (ulong)n, levels: 100_000))];
        double[] peaks = [.. maps.Select(map => RegionPeak.Of(map, 12, 9, minArea: 3))];

        double threshold = PixelThreshold.Of(peaks, 0.1);

        // 6 of 60 images, one of them the new one.
        Assert.Equal(59, peaks.Distinct().Count());
        Assert.Equal(5, maps.Count(map => DefectRegions.Find(map, 12, 9, threshold, minArea: 3).Regions.Count > 0));
    }

    [Fact]
    public void Refuses_no_peaks_negative_ones_and_rates_that_they_cannot_vouch_for()
    {
        Assert.Throws<ArgumentException>(() => PixelThreshold.Of([], 0.5));
        Assert.Throws<ArgumentException>(() => PixelThreshold.Of([1, double.NaN], 0.5));
        Assert.Throws<ArgumentException>(() => PixelThreshold.Of([1, -1], 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => PixelThreshold.Of([1, 2], 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PixelThreshold.Of([1, 2], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PixelThreshold.Of([1, 2], double.NaN));
    }
}
