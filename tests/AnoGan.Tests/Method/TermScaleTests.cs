using AnoGan.Method;

namespace AnoGan.Tests.Method;

public sealed class TermScaleTests
{
    // Of a logistic curve of spread 1: how far on average it exceeds the value that four in five stay below, and how
    // far that one lies above its centre.
    private static readonly double Excess = -Math.Log(0.8) / 0.2, AboveCentre = Math.Log(4);

    [Fact]
    public void Takes_mean_and_standard_deviation_of_a_few_values()
    {
        TermScale scale = TermScale.Of([1, 2, 3, 6], [0, 1, 2, 5]);

        // (4 + 1 + 0 + 9) / 3 is the variance, π²/3 that of a logistic curve of spread 1; four values give no slope,
        // however well they lie on a line.
        Assert.Equal((3.0, 0.0, 2.0), (scale.Centre, scale.Slope, scale.Brightness));
        Assert.Equal(Math.Sqrt(14 / 3.0) * Math.Sqrt(3) / Math.PI, scale.Spread, 1e-12);
        Assert.Equal((9 - 3) / (Math.Sqrt(14) / Math.PI), scale.Standardise(9, 100), 1e-12);
        Assert.Equal(0, scale.Standardise(3, -100), 1e-12);
    }

    [Fact]
    public void Fits_the_tail_of_20_values_where_no_brightness_enters()
    {
        // 0, 1 to 19: four in five stay below 0.8 · 19 = 15.2, and 16 to 19 exceed that by 2.3 on average.
        TermScale scale = TermScale.Of([.. Enumerable.Range(0, 20).Select(i => (double)i)]);

        double spread = 2.3 / Excess;
        Assert.Equal((0.0, 0.0), (scale.Slope, scale.Brightness));
        Assert.Equal(spread, scale.Spread, 1e-12);
        Assert.Equal(15.2 - AboveCentre * spread, scale.Centre, 1e-12);
        Assert.Equal(AboveCentre, scale.Standardise(15.2), 1e-12);
    }

    [Fact]
    public void Asks_nothing_of_the_values_below_the_tail()
    {
        double[] values = [.. Enumerable.Range(0, 20).Select(i => (double)i)];

        TermScale scale = TermScale.Of(values);

        // Up to place 0.8 · 19 everything may lie anywhere below.
        Assert.Equal(scale, TermScale.Of([.. values.Select(value => value < 15 ? value - 1000 : value)]));
        Assert.NotEqual(scale, TermScale.Of([.. values[..19], 20]));
    }

    [Theory]
    [InlineData(3, 0.25)]
    [InlineData(-7, 2)]
    public void Finds_the_curve_that_values_are_drawn_from(double centre, double spread)
    {
        // Its quantiles: p of the values lie below centre + spread · ln(p / (1 - p)).
        double[] values =
        [
            .. Enumerable.Range(0, 100_000).Select(i => (i + 0.5) / 100_000)
                .Select(p => centre + spread * Math.Log(p / (1 - p))),
        ];

        TermScale scale = TermScale.Of(values);

        Assert.Equal(spread, scale.Spread, 1e-3 * spread);
        Assert.Equal(centre, scale.Centre, 2e-3 * spread);
    }

    [Fact]
    public void Says_of_a_value_in_a_hundred_that_it_is_one_in_a_hundred()
    {
        double[] values =
        [
            .. Enumerable.Range(0, 100_000).Select(i => (i + 0.5) / 100_000).Select(p => Math.Log(p / (1 - p))),
        ];

        TermScale scale = TermScale.Of(values);

        Assert.Equal(2, Surprise.Of(scale.Standardise(values[99_000])), 2e-3);
        Assert.Equal(1, Surprise.Of(scale.Standardise(values[90_000])), 2e-3);
    }

    [Theory]
    [InlineData(19, 0)]
    [InlineData(20, -3)]
    [InlineData(50, -3)]
    public void Has_a_slope_where_enough_values_tell(int count, double slope)
    {
        double[] brightness = [.. Enumerable.Range(0, count).Select(i => (double)i)];

        TermScale scale = TermScale.Of([.. brightness.Select(b => 7 - 3 * b)], brightness);

        // On the line nothing varies: the spread is a millionth of the mean.
        Assert.Equal(slope, scale.Slope, 1e-12);
        Assert.Equal((count - 1) / 2.0, scale.Brightness, 1e-12);
        Assert.Equal(7 - 3 * (count - 1) / 2.0, scale.Centre, 2e-4);
    }

    [Fact]
    public void Standardises_to_the_same_on_the_line_wherever_it_is()
    {
        double[] brightness = [.. Enumerable.Range(0, 20).Select(i => i / 4.0)];

        TermScale scale = TermScale.Of([.. brightness.Select(b => 0.5 + 2 * b)], brightness);

        // The spread is the smallest that counts, a millionth of the mean, 0.5 + 2·19/8.
        Assert.Equal(5.25e-6, scale.Spread, 1e-15);
        foreach (double b in (double[])[-3, 0, 1.3, 40])
            Assert.Equal(AboveCentre, scale.Standardise(0.5 + 2 * b, b), 1e-6);
        Assert.Equal(AboveCentre + 1, scale.Standardise(0.5 + 2 * 1.3 + 5.25e-6, 1.3), 1e-6);
    }

    [Fact]
    public void Measures_the_tail_above_the_line()
    {
        // 3·b, b = 0 and 1, and around it the same ten ups and downs for either, whose sum is 0.
        double[] around = [-3, -1, -1, -1, -1, 0, 0, 1, 2, 4];
        double[] brightness = [.. new double[10], .. Enumerable.Repeat(1.0, 10)];

        TermScale scale = TermScale.Of([.. brightness.Select((b, i) => 3 * b + around[i % 10])], brightness);

        // In order, place 15.2 is between 1 and 2; 2, 2, 4 and 4 exceed 1.2 by 1.8 on average. The mean is 1.5.
        double spread = 1.8 / Excess;
        Assert.Equal((3, 0.5), (Math.Round(scale.Slope, 12), scale.Brightness));
        Assert.Equal(spread, scale.Spread, 1e-12);
        Assert.Equal(1.5 + 1.2 - AboveCentre * spread, scale.Centre, 1e-12);
        Assert.Equal((10 - 3 * (2 - 0.5) - scale.Centre) / spread, scale.Standardise(10, 2), 1e-9);
    }

    [Fact]
    public void Fits_the_line_by_least_squares()
    {
        // Brightness 0 ten times, 1 nine times and 3 once; values 0, 2 and 0. Means 0.6 and 0.9; sums of products
        // 9·1·2 - 20·0.6·0.9 = 7.2 and of squares 9 + 9 - 20·0.36 = 10.8.
        double[] brightness = [.. Enumerable.Repeat(0.0, 10), .. Enumerable.Repeat(1.0, 9), 3];
        double[] values = [.. Enumerable.Repeat(0.0, 10), .. Enumerable.Repeat(2.0, 9), 0];

        TermScale scale = TermScale.Of(values, brightness);

        // Nine values are the greatest above the line, 2 - (1 - 0.6)·2/3, and four in five do not stay below that.
        Assert.Equal(2 / 3.0, scale.Slope, 1e-12);
        Assert.Equal(0.6, scale.Brightness, 1e-12);
        Assert.Equal(2 - 0.4 * 2 / 3, scale.Centre, 1e-5);
    }

    [Fact]
    public void Has_no_slope_where_all_images_are_as_bright()
    {
        double[] values = [.. Enumerable.Range(0, 30).Select(i => (double)i)];

        TermScale scale = TermScale.Of(values, [.. Enumerable.Repeat(4.2, 30)]);

        // Four in five stay below 0.8 · 29 = 23.2, and 24 to 29 exceed that by 3.3 on average.
        Assert.Equal(0, scale.Slope);
        Assert.Equal(4.2, scale.Brightness, 1e-12);
        Assert.Equal(3.3 / Excess, scale.Spread, 1e-12);
        Assert.Equal(23.2 - AboveCentre * 3.3 / Excess, scale.Centre, 1e-12);
    }

    [Theory]
    [InlineData(1e-6, 0.5, 3)]
    [InlineData(1e-6, 0, 1)]
    [InlineData(4e-6, -4, 2)]
    [InlineData(1e-6, 0.5, 30)]
    [InlineData(4e-6, -4, 20)]
    public void Has_a_small_spread_where_nothing_varies(double expected, double value, int count)
    {
        TermScale scale = TermScale.Of(
            [.. Enumerable.Repeat(value, count)], [.. Enumerable.Range(0, count).Select(i => (double)i)]);

        Assert.Equal(expected, scale.Spread, 1e-15);
        Assert.Equal(0, scale.Slope, 1e-12);
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(0)]
    [InlineData(3.5)]
    public void Leads_back_to_the_value_that_lies_so_many_spreads_above_the_centre(double spreads)
    {
        var scale = new TermScale(2, 0.5, 4, 0.25);

        Assert.Equal(2 + 0.25 * spreads, scale.ValueAt(spreads), 1e-12);
        Assert.Equal(spreads, scale.Standardise(scale.ValueAt(spreads)), 1e-12);
        Assert.Equal(spreads - 0.5 * 2 / 0.25, scale.Standardise(scale.ValueAt(spreads), 6), 1e-12);
    }

    [Fact]
    public void Refuses_values_without_a_brightness_each()
    {
        Assert.Throws<ArgumentException>(() => TermScale.Of([], []));
        Assert.Throws<ArgumentException>(() => TermScale.Of([1, 2], [1]));
    }

    [Fact]
    public void Can_be_used_for_its_terms_and_no_others()
    {
        var scales = new TermScales { ["a"] = new(0, 0, 0, 1), ["b"] = new(0, 0, 0, 1) };

        Assert.True(scales.IsUsable(["a", "b"]));
        Assert.False(scales.IsUsable(["a"]));
        Assert.False(scales.IsUsable(["a", "c"]));
        scales["b"] = new(0, 0, 0, 0);
        Assert.False(scales.IsUsable(["a", "b"]));
    }
}

public sealed class SurpriseTests
{
    [Theory]
    [InlineData(0, 0.30102999566398120)] // half of the images: log₁₀ 2
    [InlineData(1, 0.57034230418411680)] // log₁₀(1 + e)
    [InlineData(-1, 0.13604782228086496)] // 1 / ln 10 less
    [InlineData(2.1972245773362196, 1)] // ln 9: one in ten
    [InlineData(4.5951198501345900, 2)] // ln 99
    [InlineData(46.051701859880914, 20)] // 20 ln 10
    [InlineData(-1e300, 0)]
    public void Is_the_decades_of_the_share_that_is_as_high(double spreads, double surprise) =>
        Assert.Equal(surprise, Surprise.Of(spreads), 1e-12);

    [Fact]
    public void Rises_with_every_value()
    {
        double[] surprises = [.. Enumerable.Range(-300, 1300).Select(i => Surprise.Of(i / 10.0))];

        Assert.All(surprises.Zip(surprises.Skip(1)), pair => Assert.True(pair.First < pair.Second, $"{pair}"));
        Assert.All(surprises, surprise => Assert.True(surprise > 0 && double.IsFinite(surprise)));
    }

    [Fact]
    public void Leads_back_to_the_spreads()
    {
        for (double spreads = -6; spreads <= 800; spreads += 0.125)
            Assert.Equal(spreads, Surprise.Spreads(Surprise.Of(spreads)), 1e-6);
    }
}

public sealed class AnomalyLevelTests
{
    [Theory]
    [InlineData(0, 0.30102999566398120 / 16)] // log₁₀ 2
    [InlineData(1, 0.57034230418411680 / 16)] // log₁₀(1 + e)
    [InlineData(4.5951198501345900, 2 / 16.0)] // ln 99
    [InlineData(23.025850929940457, 10 / 16.0)] // 10 ln 10
    [InlineData(36.841361487904734, 1)] // 16 ln 10
    [InlineData(37, 1)]
    [InlineData(1e300, 1)]
    public void Is_the_surprise_over_16(double spreads, double level) =>
        Assert.Equal(level, AnomalyLevel.Of(spreads), 1e-9);

    [Fact]
    public void Keeps_the_order_of_everything_below_a_surprise_of_16()
    {
        double[] spreads = [-1e300, .. Enumerable.Range(-300, 669).Select(i => i / 10.0), 37];

        double[] levels = [.. spreads.Select(AnomalyLevel.Of)];

        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.First < pair.Second, $"{pair}"));
        Assert.Equal((0.0, 1.0), (levels[0], levels[^1]));
    }

    [Fact]
    public void Leads_back_to_the_spreads()
    {
        for (double spreads = -6; spreads <= 36.5; spreads += 0.125)
            Assert.Equal(spreads, AnomalyLevel.Spreads(AnomalyLevel.Of(spreads)), 1e-6);
    }

    [Fact]
    public void Leads_back_to_numbers_from_every_level_of_a_map()
    {
        double[] spreads = [.. Enumerable.Range(0, 65536).Select(level => AnomalyLevel.Spreads(level / 65535.0))];

        Assert.All(spreads, value => Assert.True(double.IsFinite(value)));
        Assert.All(spreads.Zip(spreads.Skip(1)), pair => Assert.True(pair.First < pair.Second, $"{pair}"));
        Assert.Equal(16 * Math.Log(10), spreads[^1], 1e-6);
    }
}
