using AnoGan.Evaluation;

namespace AnoGan.Tests.Evaluation;

public sealed class SensitivityTests
{
    [Theory]
    [InlineData(0.95, 0.5)] // 19 of 20 normal ones are kept: above 19 are 19.5 and 25
    [InlineData(0.99, 0.25)] // all 20 are kept
    [InlineData(0.1, 1)]
    [InlineData(1, 0.25)]
    public void Counts_anomalies_above_the_normal_images_that_are_kept(double specificity, double expected)
    {
        double[] normal = [.. Enumerable.Range(1, 20).Reverse().Select(i => (double)i)];

        Assert.Equal(expected, Sensitivity.AtSpecificity(normal, [19, 19.5, 25, 3], specificity));
    }

    [Fact]
    public void Takes_whole_shares_for_whole()
    {
        // 0.07 · 100 is 7.000000000000001 in floating point, but 7 of 100 normal images are enough.
        double[] normal = [.. Enumerable.Range(1, 100).Select(i => (double)i)];

        Assert.Equal(1, Sensitivity.AtSpecificity(normal, [7.5], 0.07));
    }

    [Fact]
    public void Does_not_count_an_anomaly_that_ties_with_a_kept_image() =>
        Assert.Equal(0, Sensitivity.AtSpecificity([1, 1], [1], 0.5));

    [Fact]
    public void Refuses_empty_lists()
    {
        Assert.Throws<ArgumentException>(() => Sensitivity.AtSpecificity([], [1], 0.95));
        Assert.Throws<ArgumentException>(() => Sensitivity.AtSpecificity([1], [], 0.95));
    }
}
