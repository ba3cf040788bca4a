using AnoGan.Scoring;

namespace AnoGan.Tests.Scoring;

public sealed class AnomalyScoreTests
{
    private static readonly SearchResult Result = new([], [], [0.5f, 0.25f], [2, 4], [1, 1.5f]);

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(0.1, 0.9 * 0.5 + 0.1 * 4)]
    [InlineData(1, 4)]
    public void Weighs_peak_residual_and_feature_distance_by_lambda(double lambda, double expected)
    {
        // Every pixel of a 2×2 map neighbours every other: all of them average to 0.5.
        AnomalyScore score = AnomalyScore.Of(Result, 1, [0, 0, 0, 2], 2, lambda);

        Assert.Equal(expected, score.Score, 1e-12);
        Assert.Equal((0.25, 4, 1.5), (score.Residual, score.FeatureDistance, score.ZNorm));
    }

    [Fact]
    public void Takes_the_peak_over_the_largest_hundredth_of_the_smoothed_map()
    {
        // 20×20 pixels, of which 4 count. A lone pixel of 9 in the middle makes nine pixels of 1; a corner pixel of 4
        // makes one of 4/4, two of 4/6 and one of 4/9, all less.
        float[] map = new float[400];
        map[10 * 20 + 10] = 9;
        map[0] = 4;

        double peak = PeakResidual.Of(map, 20);

        Assert.Equal(1, peak, 1e-6);
    }

    [Fact]
    public void Takes_the_peak_over_one_pixel_of_a_small_map()
    {
        // 3×3 pixels: the centre averages all nine to 1, the corner (0, 0) its four to 9/4.
        double peak = PeakResidual.Of([9, 0, 0, 0, 0, 0, 0, 0, 0], 3);

        Assert.Equal(9.0 / 4, peak, 1e-6);
    }

    [Fact]
    public void Maps_residuals_as_the_mean_over_channels_in_unit_range()
    {
        // Two channels of two pixels: (|1 - -1| + |0 - 0.5|) / 2 / 2 and (|-1 - -1| + |1 - 0|) / 2 / 2.
        float[] map = ResidualMap.Of([1, -1, 0, 1], [-1, -1, 0.5f, 0], 2);

        Assert.Equal([0.625f, 0.25f], map);
    }
}
