using AnoGan.Method;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Scoring;

public sealed class RegionPeakTests
{
    // From 7 up the right column holds two pixels that touch, from 6 up three; from 1 up all belong together.
    private static readonly float[] Map =
    [
        9, 1, 8,
        1, 1, 7,
        2, 1, 6,
    ];

    [Theory]
    [InlineData(1, 9)]
    [InlineData(2, 7)]
    [InlineData(3, 6)]
    [InlineData(4, 1)]
    [InlineData(9, 1)]
    [InlineData(10, 0)]
    public void Is_the_largest_value_that_a_whole_region_reaches(int minArea, double expected) =>
        Assert.Equal(expected, RegionPeak.Of(Map, 3, minArea));

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 0)]
    public void Passes_over_what_was_not_compared(int minArea, double expected) =>
        Assert.Equal(expected, RegionPeak.Of([-1, float.NaN, 0.5f], 3, minArea));

    [Fact]
    public void Of_a_map_of_zeros_is_0() => Assert.Equal(0, RegionPeak.Of(new float[6], 2, 2));

    [Fact]
    public void Tells_at_which_thresholds_there_are_regions()
    {
        for (int trial = 0; trial < 100; trial++)
        {
            int width = 1 + trial % 11, height = 1 + trial / 5 % 9, minArea = 1 + trial % 6;
            float[] map = DrawnMaps.Noise(width * height, (ulong)trial, levels: 30);

            double peak = RegionPeak.Of(map, width, minArea);

            Assert.Empty(DefectRegions.Find(map, width, height, peak, minArea).Regions);
            Assert.True(peak == 0 || map.Contains((float)peak));
            if (peak > 0)
                Assert.NotEmpty(DefectRegions.Find(map, width, height, Math.BitDecrement(peak), minArea).Regions);
        }
    }

    [Fact]
    public void Lets_no_more_normal_images_show_a_region_than_the_rate()
    {
        float[][] maps = [.. Enumerable.Range(0, 59).Select(n => DrawnMaps.Noise(12 * 9, (ulong)n, levels: 100_000))];
        double[] peaks = [.. maps.Select(map => RegionPeak.Of(map, 12, minArea: 3))];

        double threshold = Conformal.Threshold([.. peaks.Order()], 0.1);

        // 6 of 60 images, one of them the new one.
        Assert.Equal(59, peaks.Distinct().Count());
        Assert.Equal(5, maps.Count(map => DefectRegions.Find(map, 12, 9, threshold, minArea: 3).Regions.Count > 0));
    }
}
