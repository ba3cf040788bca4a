using AnoGan.Scoring;

namespace AnoGan.Tests.Scoring;

public sealed class MapSummaryTests
{
    // Levels of 5 and 2 deviations: (e⁵ + 1) and (e² + 1) give 16 times the level by their logarithm.
    private static readonly int Five = (int)Math.Round(Math.Log(Math.Exp(5) + 1) / 16 * 65535);
    private static readonly int Two = (int)Math.Round(Math.Log(Math.Exp(2) + 1) / 16 * 65535);

    [Theory]
    [InlineData(1, 2.6)] // (2·5 + 8·2) / 10
    [InlineData(0.5, 3.2)] // (2·5 + 3·2) / 5
    [InlineData(0.2, 5)]
    [InlineData(0.1, 5)]
    [InlineData(0.01, 5)] // less than a pixel: one counts
    public void Averages_the_share_of_the_pixels_that_are_furthest_from_normal(double share, double expected)
    {
        int[] levels = Levels((Two, 8), (Five, 2));

        Assert.Equal(expected, MapSummary.MeanOfLargest(levels, share), 2e-3);
    }

    [Fact]
    public void Cuts_the_last_level_that_counts()
    {
        // 1 % of 450 pixels are four: three of 5 deviations, and one of the 447 of 2.
        Assert.Equal(
            (3 * 5 + 2) / 4.0, MapSummary.MeanOfLargest(Levels((Two, 447), (Five, 3)), MapSummary.SpotShare), 2e-3);
    }

    [Fact]
    public void Is_not_a_number_without_pixels() =>
        Assert.Equal(double.NaN, MapSummary.MeanOfLargest(new int[65536], 1));

    [Theory]
    [InlineData(0.999, 7)]
    [InlineData(0.9991, 900)]
    [InlineData(0.5, 7)]
    [InlineData(1, 900)]
    public void Finds_the_level_that_a_share_stays_at_or_below(double share, int level)
    {
        long[] levels = new long[65536];
        levels[7] = 999;
        levels[900] = 1;

        Assert.Equal(level / 65535.0, MapSummary.Quantile(levels, share), 1e-12);
    }

    private static int[] Levels(params (int Level, int Count)[] pixels)
    {
        int[] levels = new int[65536];
        foreach ((int level, int count) in pixels)
            levels[level] = count;
        return levels;
    }
}
