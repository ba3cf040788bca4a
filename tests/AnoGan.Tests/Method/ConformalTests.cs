using AnoGan.Method;

namespace AnoGan.Tests.Method;

public sealed class ConformalTests
{
    private static readonly double[] Normal = [1, 2, 2, 3];

    [Theory]
    [InlineData(0, 5 / 5.0)] // all four are at least 0
    [InlineData(1, 5 / 5.0)]
    [InlineData(1.5, 4 / 5.0)]
    [InlineData(2, 4 / 5.0)] // an equal score counts as at least as large
    [InlineData(2.5, 2 / 5.0)]
    [InlineData(3, 2 / 5.0)]
    [InlineData(3.1, 1 / 5.0)]
    public void Counts_the_normal_scores_that_are_at_least_as_large(double score, double expected) =>
        Assert.Equal(expected, Conformal.PValue(Normal, score), 1e-15);

    [Fact]
    public void Cannot_vouch_for_a_rate_below_one_in_n_plus_one()
    {
        Assert.Equal(0.2, Conformal.SmallestRate(4));
        Assert.Equal((0.2, 0.5), (Conformal.RateFor(4, 0.01), Conformal.RateFor(4, 0.5)));
    }

    [Theory]
    [InlineData(0.2, 3)]
    [InlineData(0.39, 3)]
    [InlineData(0.4, 2)]
    [InlineData(0.6, 2)]
    [InlineData(0.8, 1)]
    public void Draws_the_threshold_where_the_p_value_falls_to_the_rate(double rate, double expected)
    {
        double threshold = Conformal.Threshold(Normal, rate);

        Assert.Equal(expected, threshold);
        foreach (double score in (double[])[0, 1, 1.5, 2, 2.5, 3, 4])
            Assert.Equal(Conformal.PValue(Normal, score) <= rate + 1e-12, score > threshold);
    }

    [Fact]
    public void Draws_thresholds_that_agree_with_p_values_whatever_the_rounding()
    {
        double[] normal = [.. Enumerable.Range(1, 99).Select(i => (double)i)];
        for (int k = 1; k < 100; k++)
        {
            double threshold = Conformal.Threshold(normal, k / 100.0);

            Assert.Equal(100 - k, threshold);
        }
    }

    [Fact]
    public void Refuses_nothing_and_no_number()
    {
        Assert.Throws<ArgumentException>(() => Conformal.PValue([], 1));
        Assert.Throws<ArgumentException>(() => Conformal.PValue(Normal, double.NaN));
    }
}

public sealed class QuantileTests
{
    [Theory]
    [InlineData(0, -2)]
    [InlineData(0.25, 0)]
    [InlineData(0.5, 1)]
    [InlineData(0.625, 2.5)]
    [InlineData(1, 10)]
    public void Lies_between_the_two_numbers_that_the_share_falls_between(double share, double expected) =>
        Assert.Equal(expected, Quantile.Of([-2, 0, 1, 4, 10], share));

    [Fact]
    public void Of_one_number_is_that_number() =>
        Assert.Equal([7, 7, 7], Array.ConvertAll([0, 0.3, 1.0], share => Quantile.Of([7], share)));
}
