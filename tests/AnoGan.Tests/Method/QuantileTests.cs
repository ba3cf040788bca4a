using AnoGan.Method;

namespace AnoGan.Tests.Method;

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
