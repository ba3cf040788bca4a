using AnoGan.Scoring;

namespace AnoGan.Tests.Scoring;

public sealed class AnomalyScoreTests
{
    private static readonly SearchResult Result = new([], [], [0.5f, 0.25f], [2, 4], [1, 1.5f]);

    [Theory]
    [InlineData(0, 0.25)]
    [InlineData(0.1, 0.9 * 0.25 + 0.1 * 4)]
    [InlineData(1, 4)]
    public void Weighs_residual_and_feature_distance_by_lambda(double lambda, double expected)
    {
        AnomalyScore score = AnomalyScore.Of(Result, 1, lambda);

        Assert.Equal(expected, score.Score, 1e-12);
        Assert.Equal((0.25, 4, 1.5), (score.Residual, score.FeatureDistance, score.ZNorm));
    }

    [Fact]
    public void Maps_residuals_as_the_mean_over_channels_in_unit_range()
    {
        // Two channels of two pixels: (|1 - -1| + |0 - 0.5|) / 2 / 2 and (|-1 - -1| + |1 - 0|) / 2 / 2.
        float[] map = ResidualMap.Of([1, -1, 0, 1], [-1, -1, 0.5f, 0], 2);

        Assert.Equal([0.625f, 0.25f], map);
    }
}
