using AnoGan.Models;

namespace AnoGan.Tests.Models;

public sealed class TermScaleTests
{
    [Fact]
    public void Holds_mean_and_standard_deviation()
    {
        TermScale scale = TermScale.Of([1, 2, 3, 6]);

        // (4 + 1 + 0 + 9) / 3
        Assert.Equal(3, scale.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(14 / 3.0), scale.Deviation, 1e-12);
        Assert.Equal((9 - 3) / Math.Sqrt(14 / 3.0), scale.Standardise(9), 1e-12);
        Assert.Equal(0, scale.Standardise(3), 1e-12);
    }

    [Theory]
    [InlineData(1e-6, new double[] { 0.5, 0.5, 0.5 })]
    [InlineData(1e-6, new double[] { 0 })]
    [InlineData(4e-6, new double[] { -4, -4 })]
    public void Has_a_small_deviation_where_nothing_varies(double expected, double[] values) =>
        Assert.Equal(expected, TermScale.Of(values).Deviation, 1e-15);
}
