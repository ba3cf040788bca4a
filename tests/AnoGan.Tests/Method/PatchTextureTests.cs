using AnoGan.Method;

namespace AnoGan.Tests.Method;

public sealed class PatchTextureTests
{
    // What stands in the logarithms beside a difference or deviation of 0.
    private const double Smooth = 0.02;

    [Fact]
    public void Is_the_least_in_everything_but_the_mean_where_a_patch_is_constant()
    {
        float[] texture = PatchTexture.Of(Patch(8, (_, _) => -0.25), channels: 1, size: 8);

        AssertTexture([0, 0, 0, 0, 0, 0, 0, 0, 0], mean: -0.25, texture);
    }

    [Fact]
    public void Doubles_the_differences_of_a_ramp_with_each_halving_along_it()
    {
        // From -0.875 to 0.875 in steps of 1/4; means of two pixels are 1/2 apart, those of four 1.
        float[] texture = PatchTexture.Of(Patch(8, (x, _) => x / 4.0 - 0.875), channels: 1, size: 8);

        // Squares of 1/8, 3/8, 5/8 and 7/8 sum to 84/64: 16 of each over 64 - 1 pixels, 2 of each over 8 - 1 columns.
        AssertTexture(
            [0.25, 0, 0.5, 0, 1, 0, Math.Sqrt(16 * 84 / 64.0 / 63), Math.Sqrt(2 * 84 / 64.0 / 7), 0], mean: 0, texture);
    }

    [Fact]
    public void Sees_the_direction_of_stripes_and_loses_them_with_the_first_halving()
    {
        float[] lying = PatchTexture.Of(Patch(8, (_, y) => y % 2 == 0 ? 0.5 : -0.5), channels: 1, size: 8);
        float[] standing = PatchTexture.Of(Patch(8, (x, _) => x % 2 == 0 ? 0.5 : -0.5), channels: 1, size: 8);

        double pixels = Math.Sqrt(64 * 0.25 / 63), lines = Math.Sqrt(8 * 0.25 / 7);
        AssertTexture([0, 1, 0, 0, 0, 0, pixels, 0, lines], mean: 0, lying);
        AssertTexture([1, 0, 0, 0, 0, 0, pixels, lines, 0], mean: 0, standing);
    }

    [Fact]
    public void Takes_the_root_of_the_mean_square_of_differences()
    {
        // One white pixel in the middle: 2 of 7 · 8 differences are 1 along either axis, of 3 · 4 of halves two are
        // 1/4,
        // and of 1 · 2 of quarters one is 1/16.
        float[] texture = PatchTexture.Of(Patch(8, (x, y) => x == 3 && y == 3 ? 1 : 0), channels: 1, size: 8);

        double full = Math.Sqrt(2 / 56.0), half = Math.Sqrt(2 / 16.0 / 12), quarter = Math.Sqrt(1 / 256.0 / 2);
        double lines = Math.Sqrt((1 / 64.0 - 1 / 512.0) / 7); // Σv² - (Σv)²/n over n - 1 of 1/8 among eight
        AssertTexture(
            [full, full, half, half, quarter, quarter, Math.Sqrt((1 - 1 / 64.0) / 63), lines, lines], mean: 1 / 64.0,
            texture);
    }

    [Fact]
    public void Leaves_out_an_odd_last_column_when_it_halves()
    {
        float[] texture = PatchTexture.Of(Patch(9, (x, _) => x == 8 ? 1 : 0), channels: 1, size: 9);

        // One of eight differences in each row is 1.
        Assert.Equal(Math.Log(Math.Sqrt(1 / 8.0) + Smooth), texture[0], 1e-5);
        Assert.All(texture[1..6], number => Assert.Equal(Math.Log(Smooth), number, 1e-5));
    }

    [Fact]
    public void Is_that_of_grey_for_three_equal_channels_and_averages_others()
    {
        float[] grey = Patch(8, (x, y) => Math.Sin(x * y + x));
        float[] up = [.. grey.Select(value => value + 0.3f)], down = [.. grey.Select(value => value - 0.3f)];

        float[] expected = PatchTexture.Of(grey, channels: 1, size: 8);

        AssertClose(expected, PatchTexture.Of([.. grey, .. grey, .. grey], channels: 3, size: 8));
        AssertClose(expected, PatchTexture.Of([.. up, .. grey, .. down], channels: 3, size: 8));
    }

    private static float[] Patch(int size, Func<int, int, double> value) =>
        [.. Enumerable.Range(0, size * size).Select(i => (float)value(i % size, i / size))];

    // The nine roughnesses before their logarithm, in the order of the texture without the mean.
    private static void AssertTexture(double[] roughnesses, double mean, float[] texture)
    {
        double[] logarithms = [.. roughnesses.Select(roughness => Math.Log(roughness + Smooth))];
        Assert.Equal(NormalTexture.Length, texture.Length);
        AssertClose([.. logarithms[..6].Append(mean).Concat(logarithms[6..]).Select(number => (float)number)], texture);
    }

    private static void AssertClose(float[] expected, float[] actual) =>
        Support.TensorAssert.AllClose(expected, actual, 1e-5);
}
