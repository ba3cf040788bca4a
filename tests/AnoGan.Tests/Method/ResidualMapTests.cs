using AnoGan.Method;

namespace AnoGan.Tests.Method;

public sealed class ResidualMapTests
{
    [Fact]
    public void Holds_the_mean_over_channels_in_unit_range()
    {
        // Two channels of two pixels: (|1 - -1| + |0 - 0.5|) / 2 / 2 and (|-1 - -1| + |1 - 0|) / 2 / 2.
        float[] map = ResidualMap.Of([1, -1, 0, 1], [-1, -1, 0.5f, 0], 2);

        Assert.Equal([0.625f, 0.25f], map);
    }

    [Fact]
    public void Holds_nothing_where_nothing_is_compared()
    {
        float[] map = ResidualMap.Of([1, -1, 0, 1], [-1, -1, 0.5f, 0], 2, [false, true]);

        Assert.Equal([0, 0.25f], map);
        Assert.Equal([0.25f], ResidualMap.Compared(map, [false, true]));
        Assert.Same(map, ResidualMap.Compared(map, null));
    }
}

public sealed class PeakResidualTests
{
    [Fact]
    public void Is_taken_over_the_largest_hundredth_of_the_smoothed_map()
    {
        // 20×20 pixels, of which 4 count. A lone pixel of 9 in the middle makes nine pixels of 1; a corner pixel of 4
        // makes one of 4/4, two of 4/6 and one of 4/9, all less.
        float[] map = new float[400];
        map[10 * 20 + 10] = 9;
        map[0] = 4;

        double peak = PeakResidual.Of(map, 20);

        Assert.Equal(1, peak, 1e-6);
    }

    [Fact]
    public void Is_taken_over_one_pixel_of_a_small_map()
    {
        // 3×3 pixels: the centre averages all nine to 1, the corner (0, 0) its four to 9/4.
        double peak = PeakResidual.Of([9, 0, 0, 0, 0, 0, 0, 0, 0], 3);

        Assert.Equal(9.0 / 4, peak, 1e-6);
    }

    [Fact]
    public void Averages_every_pixel_with_its_neighbours()
    {
        // Every pixel of a 2×2 map neighbours every other: all of them average to 0.5.
        Assert.Equal(0.5, PeakResidual.Of([0, 0, 0, 2], 2), 1e-12);
    }

    [Fact]
    public void Is_taken_over_the_largest_hundredth_of_the_foreground()
    {
        // The left 10 columns of 20×20 pixels are the foreground: 2 of 200 pixels count. What lies right of them counts
        // neither as such nor as a neighbour: of 18 beside the border, at (9, 10), three pixels become 18/6, and three
        // 18/9.
        float[] map = new float[400];
        bool[] foreground = [.. Enumerable.Range(0, 400).Select(i => i % 20 < 10)];
        map[10 * 20 + 9] = 18;
        map[3 * 20 + 10] = 500;

        Assert.Equal(18.0 / 6, PeakResidual.Of(map, 20, foreground), 1e-6);
        Assert.Equal(500.0 / 9, PeakResidual.Of(map, 20), 1e-4);
    }

    [Fact]
    public void Is_the_same_where_all_is_foreground_and_nothing_where_nothing_is()
    {
        float[] map = [.. Enumerable.Range(0, 400).Select(i => i * 37 % 101 / 101f)];
        bool[] all = [.. Enumerable.Repeat(true, 400)];

        Assert.Equal(PeakResidual.Of(map, 20), PeakResidual.Of(map, 20, all));
        Assert.Equal(0, PeakResidual.Of(map, 20, new bool[400]));
    }
}
