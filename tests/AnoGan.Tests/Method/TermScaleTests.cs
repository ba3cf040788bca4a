using AnoGan.Method;

namespace AnoGan.Tests.Method;

public sealed class TermScaleTests
{
    [Fact]
    public void Holds_mean_and_standard_deviation_of_a_few_values()
    {
        TermScale scale = TermScale.Of([1, 2, 3, 6], [0, 1, 2, 5]);

        // (4 + 1 + 0 + 9) / 3; four values give no slope, however well they lie on a line.
        Assert.Equal((3.0, 0.0, 2.0), (scale.Mean, scale.Slope, scale.Brightness));
        Assert.Equal(Math.Sqrt(14 / 3.0), scale.Deviation, 1e-12);
        Assert.Equal((9 - 3) / Math.Sqrt(14 / 3.0), scale.Standardise(9, 100), 1e-12);
        Assert.Equal(0, scale.Standardise(3, -100), 1e-12);
    }

    [Fact]
    public void Knows_no_brightness_where_none_enters()
    {
        // 20 values, enough for a slope if anything told of one: mean 5, squares 20 · 4.
        TermScale scale = TermScale.Of([.. Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? 3.0 : 7)]);

        Assert.Equal((5.0, 0.0, 0.0), (scale.Mean, scale.Slope, scale.Brightness));
        Assert.Equal(Math.Sqrt(80 / 19.0), scale.Deviation, 1e-12);
        Assert.Equal((9 - 5) / Math.Sqrt(80 / 19.0), scale.Standardise(9), 1e-12);
    }

    [Theory]
    [InlineData(19, 0)]
    [InlineData(20, -3)]
    [InlineData(50, -3)]
    public void Has_a_slope_where_enough_values_tell(int count, double slope)
    {
        double[] brightness = [.. Enumerable.Range(0, count).Select(i => (double)i)];

        TermScale scale = TermScale.Of([.. brightness.Select(b => 7 - 3 * b)], brightness);

        Assert.Equal(slope, scale.Slope, 1e-12);
        Assert.Equal((count - 1) / 2.0, scale.Brightness, 1e-12);
        Assert.Equal(7 - 3 * (count - 1) / 2.0, scale.Mean, 1e-9);
    }

    [Fact]
    public void Standardises_to_zero_on_the_line_wherever_it_is()
    {
        double[] brightness = [.. Enumerable.Range(0, 20).Select(i => i / 4.0)];

        TermScale scale = TermScale.Of([.. brightness.Select(b => 0.5 + 2 * b)], brightness);

        // The deviation is the smallest that counts, a millionth of the mean, 0.5 + 2·19/8.
        Assert.Equal(5.25e-6, scale.Deviation, 1e-15);
        foreach (double b in (double[])[-3, 0, 1.3, 40])
            Assert.Equal(0, scale.Standardise(0.5 + 2 * b, b) * scale.Deviation, 1e-12);
        Assert.Equal(1, scale.Standardise(0.5 + 2 * 1.3 + 5.25e-6, 1.3), 1e-6);
    }

    [Fact]
    public void Measures_the_deviation_from_the_line()
    {
        // 3·b up and down by 1, so that the ups and downs neither have a mean nor follow b: twenty squares of 1, and
        // two
        // numbers went into the line.
        double[] brightness = [.. Enumerable.Range(0, 20).Select(i => Math.Floor(i / 2.0))];

        TermScale scale = TermScale.Of([.. brightness.Select((b, i) => 3 * b + (i % 2 == 0 ? 1 : -1))], brightness);

        Assert.Equal(3, scale.Slope, 1e-12);
        Assert.Equal(13.5, scale.Mean, 1e-12);
        Assert.Equal(4.5, scale.Brightness, 1e-12);
        Assert.Equal(Math.Sqrt(20 / 18.0), scale.Deviation, 1e-12);
        Assert.Equal((10 - 6) / Math.Sqrt(20 / 18.0), scale.Standardise(10, 2), 1e-12);
    }

    [Fact]
    public void Fits_the_line_by_least_squares()
    {
        // Brightness 0 ten times, 1 nine times and 3 once; values 0, 2 and 0. Means 0.6 and 0.9; sums of products
        // 9·1·2 - 20·0.6·0.9 = 7.2 and of squares 9 + 9 - 20·0.36 = 10.8.
        double[] brightness = [.. Enumerable.Repeat(0.0, 10), .. Enumerable.Repeat(1.0, 9), 3];
        double[] values = [.. Enumerable.Repeat(0.0, 10), .. Enumerable.Repeat(2.0, 9), 0];

        TermScale scale = TermScale.Of(values, brightness);

        // Of the squares 36 - 20·0.81 = 19.8, the line explains (7.2)²/10.8 = 4.8.
        Assert.Equal(2 / 3.0, scale.Slope, 1e-12);
        Assert.Equal(0.9, scale.Mean, 1e-12);
        Assert.Equal(0.6, scale.Brightness, 1e-12);
        Assert.Equal(Math.Sqrt(15.0 / 18), scale.Deviation, 1e-12);
    }

    [Fact]
    public void Has_no_slope_where_all_images_are_as_bright()
    {
        double[] values = [.. Enumerable.Range(0, 30).Select(i => (double)(i % 2))];

        TermScale scale = TermScale.Of(values, [.. Enumerable.Repeat(4.2, 30)]);

        Assert.Equal(0, scale.Slope);
        Assert.Equal(0.5, scale.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(30 * 0.25 / 29), scale.Deviation, 1e-12);
    }

    [Theory]
    [InlineData(1e-6, new double[] { 0.5, 0.5, 0.5 })]
    [InlineData(1e-6, new double[] { 0 })]
    [InlineData(4e-6, new double[] { -4, -4 })]
    public void Has_a_small_deviation_where_nothing_varies(double expected, double[] values) =>
        Assert.Equal(expected, TermScale.Of(values, [.. values.Index().Select(v => (double)v.Index)]).Deviation, 1e-15);

    [Fact]
    public void Refuses_values_without_a_brightness_each()
    {
        Assert.Throws<ArgumentException>(() => TermScale.Of([], []));
        Assert.Throws<ArgumentException>(() => TermScale.Of([1, 2], [1]));
    }
}

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
