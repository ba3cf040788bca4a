using AnoGan.Method;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Method;

[Collection(TensorTests.Name)]
public sealed class LocalMetricTests
{
    // No convolution, so that the feature map is the picture: 2×2 positions of one channel or of two.
    private static readonly NetworkSpec Grey = new(2, 1, 2, 16), Two = new(2, 2, 2, 16);

    // At two places 1 and 3 in turn, at the others always -2.
    private static readonly float[][] OneChannel = [[1, -2, -2, 3], [3, -2, -2, 1], [1, -2, -2, 3], [3, -2, -2, 1]];

    [Fact]
    public void Measures_a_difference_beside_those_of_normal_images_at_its_place()
    {
        LocalMetric metric = Fit(Grey, OneChannel);

        // Of all sixteen numbers the mean is 0 and the variance (4·1 + 4·9 + 8·4) / 16 = 4.5, to which a hundredth is
        // added. At the first place the mean is 2 and the unbiased variance 4/3, at the second -2 and 0.
        float[] map = metric.Map([5, -1, -2, 2]);

        double unit = Math.Sqrt(1.01 * 4.5);
        double varying = Math.Sqrt(4 / 3.0) / unit + 0.3;
        TensorAssert.AllClose([(float)(3 / unit / varying), (float)(1 / unit / 0.3), 0, 0], map, 1e-5);
        Assert.Equal((4, 1, 1), (metric.Positions, metric.Channels, metric.Components));
    }

    [Fact]
    public void Averages_squares_over_whitened_channels()
    {
        // Two channels of mean 0 at every place that do not vary together: 2 and 1 up and down.
        float[] ups = [1, 1, -1, -1], turns = [1, -1, 1, -1];
        float[][] images =
        [
            .. ups.Zip(turns, (a, b) => (float[])[2 * a, 2 * b, 2 * a, 2 * b, b, a * b, b, a * b]),
        ];
        LocalMetric metric = Fit(Two, images);

        float[] map = metric.Map([3, 0, 0, 1, 0, 5, 0, 1]);

        // Variances 4 and 1, to each a hundredth of the larger; at a place 4/3 as large, for they are unbiased.
        double first = 1 / Math.Sqrt(4.04), second = 1 / Math.Sqrt(1.04);
        double firstUnit = first / (Math.Sqrt(16 / 3.0) * first + 0.3);
        double secondUnit = second / (Math.Sqrt(4 / 3.0) * second + 0.3);
        TensorAssert.AllClose(
            [
                (float)(3 * firstUnit / Math.Sqrt(2)), (float)(5 * secondUnit / Math.Sqrt(2)), 0,
                (float)Math.Sqrt((firstUnit * firstUnit + secondUnit * secondUnit) / 2),
            ],
            map, 1e-5);
    }

    [Fact]
    public void Stays_small_along_what_never_varies()
    {
        // The second channel is always 0: what is added is a hundredth of the first one's variance, 4.5.
        LocalMetric metric = Fit(Two, [.. OneChannel.Select(image => (float[])[.. image, 0, 0, 0, 0])]);

        float[] map = metric.Map([2, -2, -2, 2, 0.1f, 0, 0, 0]);

        TensorAssert.AllClose([(float)(0.1 / Math.Sqrt(0.045) / 0.3 / Math.Sqrt(2)), 0, 0, 0], map, 1e-5);
    }

    [Fact]
    public void Is_finite_where_all_images_are_alike()
    {
        foreach (int count in (int[])[1, 3])
        {
            LocalMetric metric = Fit(Grey, [.. Enumerable.Repeat<float[]>([1, 1, 1, 1], count)]);

            Assert.All(metric.Map([1, 2, 1, 1]), value => Assert.True(float.IsFinite(value)));
            Assert.Equal(0, metric.Map([1, 2, 1, 1])[0]);
        }
    }

    [Fact]
    public void Gives_an_image_the_same_map_in_any_company()
    {
        LocalMetric metric = TinyModel.Metric(TinyNetworks.Spec).Local;
        float[] one = Ramp(0.01f), other = Ramp(-3);

        float[] alone = metric.Map(one);
        metric.Map(other);

        Assert.Equal(alone, metric.Map(one));
        Assert.Equal(16, alone.Length);
        Assert.Equal(Ramp(0.01f), one);
        Assert.Throws<ArgumentException>(() => metric.Map(new float[255]));
    }

    [Fact]
    public void Knows_that_the_place_says_everything_where_all_images_show_the_same()
    {
        Assert.Equal(1, Share([1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4]), 1e-12);
    }

    [Fact]
    public void Knows_that_the_place_says_nothing_where_the_same_varies_everywhere()
    {
        Assert.Equal(0, Share([1, 3, 1, 3], [3, 1, 3, 1])); // all places have the mean 2
        Assert.Equal(0, Share([1, 1, 1, 1], [1, 1, 1, 1])); // nothing varies
        Assert.Equal(0, Share([1, 2, 3, 4])); // one image tells of no variance at a place
    }

    [Fact]
    public void Knows_the_part_that_the_place_says()
    {
        // Of the variance 4.5 over all, 4/3 is left at two of four places.
        Assert.Equal(1 - 2 / 3.0 / 4.5, Share(OneChannel), 1e-6);

        // Of two channels, the variances 4.5 and 4: the second is told by the place alone.
        LocalMetric both = Fit(Two, [.. OneChannel.Select(image => (float[])[.. image, 2, -2, 2, -2])]);
        Assert.Equal(1 - 2 / 3.0 / (4.5 + 4), both.PlaceShare, 1e-6);
    }

    [Fact]
    public void Comes_back_from_arrays_to_the_last_bit()
    {
        LocalMetric written = TinyModel.Metric(TinyNetworks.Spec).Local;

        LocalMetric read = LocalMetric.From(written.ToArrays().ToDictionary(), TinyNetworks.Spec);

        Assert.Equal((16, 16, 16), (read.Positions, read.Channels, read.Components));
        Assert.Equal(written.PlaceShare, read.PlaceShare);
        Assert.Equal(written.Map(Ramp(0.1f)), read.Map(Ramp(0.1f)));
        Assert.Equal(
            written.ToArrays().SelectMany(array => array.Value.Values),
            read.ToArrays().SelectMany(array => array.Value.Values));
    }

    [Theory]
    [InlineData("local.axes", float.NaN)]
    [InlineData("local.means", float.PositiveInfinity)]
    [InlineData("local.deviations", float.NaN)]
    [InlineData("local.deviations", float.PositiveInfinity)]
    [InlineData("local.deviations", 0.25f)] // 0.3 is added to each
    [InlineData("local.deviations", -1f)]
    [InlineData("local.place-share", -0.5f)]
    [InlineData("local.place-share", 1.5f)]
    [InlineData("local.place-share", float.NaN)]
    public void Is_refused_with_an_impossible_number(string array, float value) =>
        AssertRefused(TinyNetworks.Spec, arrays => arrays[array].Values[0] = value);

    [Theory]
    [InlineData("local.axes")]
    [InlineData("local.means")]
    [InlineData("local.deviations")]
    [InlineData("local.place-share")]
    public void Is_refused_without_a_part_or_with_one_of_another_shape(string array)
    {
        AssertRefused(TinyNetworks.Spec, arrays => arrays.Remove(array));
        AssertRefused(TinyNetworks.Spec, arrays => arrays[array] = new NamedArray([2], [0.5f, 0.5f]));
    }

    [Fact]
    public void Is_refused_for_other_networks()
    {
        AssertRefused(new NetworkSpec(8, 1, 4, 32), _ => { });
        AssertRefused(new NetworkSpec(12, 1, 4, 16), _ => { });
    }

    private static void AssertRefused(NetworkSpec spec, Action<Dictionary<string, NamedArray>> change)
    {
        Dictionary<string, NamedArray> arrays = TinyModel.Metric(TinyNetworks.Spec).Local.ToArrays().ToDictionary(
            array => array.Key, array => array.Value with { Values = [.. array.Value.Values] });
        change(arrays);

        var refusal = Assert.Throws<FormatException>(() => LocalMetric.From(arrays, spec));

        Assert.StartsWith("no local metric for ", refusal.Message, StringComparison.Ordinal);
    }

    private static double Share(params float[][] features) =>
        Fit(Grey, [.. features.Select(_ => new float[4])], features).PlaceShare;

    private static LocalMetric Fit(NetworkSpec spec, float[][] differences, float[][]? features = null) =>
        LocalMetric.Fit(
            [.. differences.Zip(features ?? differences, (d, f) => new LocalFeatures(f, d))], spec);

    private static float[] Ramp(float slope) => [.. Enumerable.Range(0, 256).Select(i => slope * i)];
}

public sealed class LocalMapTests
{
    // Sides 8, 4 and 80, 40, 20.
    private static readonly NetworkSpec Small = TinyNetworks.Spec, Large = new(80, 1, 4, 16);

    [Fact]
    public void Has_its_spot_at_the_highest_of_a_few_positions()
    {
        float[] map = [.. Enumerable.Repeat(0.5f, 16)];
        map[5] = 3;

        Assert.Equal(Math.Log(3), LocalMap.Spot(map, Small, foreground: null), 1e-6);
    }

    [Fact]
    public void Has_its_spot_at_the_highest_hundredth_of_many_positions()
    {
        // Of 400 positions four.
        float[] map = [.. Enumerable.Repeat(0.5f, 400)];
        (map[0], map[7], map[200], map[399]) = (2, 3, 4, 5);

        Assert.Equal(
            (Math.Log(2) + Math.Log(3) + Math.Log(4) + Math.Log(5)) / 4, LocalMap.Spot(map, Large, foreground: null),
            1e-6);
    }

    [Fact]
    public void Has_its_spot_on_the_object_alone()
    {
        // Of 8×8 pixels the position of column 2 and row 1 shows the columns 4 and 5 of the rows 2 and 3: one of them
        // is enough.
        float[] map = [.. Enumerable.Repeat(0.5f, 16)];
        (map[6], map[7]) = (2, 9);
        bool[] foreground = new bool[64];
        (foreground[3 * 8 + 5], foreground[0]) = (true, true);

        Assert.Equal(Math.Log(2), LocalMap.Spot(map, Small, foreground), 1e-6);
        foreground[3 * 8 + 5] = false;
        Assert.Equal(Math.Log(0.5), LocalMap.Spot(map, Small, foreground), 1e-6);
    }

    [Fact]
    public void Counts_a_hundredth_of_the_object()
    {
        // The upper half of the picture: 200 positions, of which two count.
        float[] map = [.. Enumerable.Repeat(0.5f, 400)];
        (map[0], map[1], map[2], map[399]) = (2, 3, 4, 5);
        bool[] foreground = [.. Enumerable.Range(0, 6400).Select(i => i < 3200)];

        Assert.Equal((Math.Log(3) + Math.Log(4)) / 2, LocalMap.Spot(map, Large, foreground), 1e-6);
    }

    [Fact]
    public void Is_a_number_where_nothing_differs_or_nothing_is_to_be_seen()
    {
        Assert.Equal(Math.Log(1e-12), LocalMap.Spot(new float[16], Small, foreground: null), 1e-9);
        Assert.Equal(Math.Log(1e-12), LocalMap.Spot([.. Enumerable.Repeat(1f, 16)], Small, new bool[64]), 1e-9);
    }
}
