using AnoGan.Method;

namespace AnoGan.Tests.Method;

public sealed class AnomalyLevelTests
{
    [Theory]
    [InlineData(0, 0.6931471805599453 / 16)]
    [InlineData(1, 1.3132616875182228 / 16)] // ln(1 + e)
    [InlineData(-1, 0.3132616875182228 / 16)] // 1 less, for (1 + e)/e
    [InlineData(4, 4.0181499279178094 / 16)]
    [InlineData(15, 15.000000305902274 / 16)]
    [InlineData(16, 1)]
    [InlineData(16.5, 1)]
    [InlineData(1e300, 1)]
    public void Is_the_softened_number_of_deviations_over_16(double deviations, double level) =>
        Assert.Equal(level, AnomalyLevel.Of(deviations), 1e-12);

    [Fact]
    public void Keeps_the_order_of_everything_below_16()
    {
        double[] deviations = [-1e300, .. Enumerable.Range(-300, 461).Select(i => i / 10.0)];

        double[] levels = [.. deviations.Select(AnomalyLevel.Of)];

        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.First < pair.Second, $"{pair}"));
        Assert.Equal((0.0, 1.0), (levels[0], levels[^1]));
    }

    [Fact]
    public void Leads_back_to_the_deviations()
    {
        for (double deviations = -6; deviations <= 15; deviations += 0.125)
            Assert.Equal(deviations, AnomalyLevel.Deviations(AnomalyLevel.Of(deviations)), 1e-6);
    }

    [Fact]
    public void Leads_back_to_numbers_from_every_level_of_a_map()
    {
        double[] deviations = [.. Enumerable.Range(0, 65536).Select(level => AnomalyLevel.Deviations(level / 65535.0))];

        Assert.All(deviations, value => Assert.True(double.IsFinite(value)));
        Assert.All(deviations.Zip(deviations.Skip(1)), pair => Assert.True(pair.First < pair.Second, $"{pair}"));
        Assert.Equal(16, deviations[^1], 1e-6);
    }
}
