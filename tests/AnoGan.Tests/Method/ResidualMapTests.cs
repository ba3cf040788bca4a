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
        Assert.Throws<ArgumentException>(() => ResidualMap.Of([1, -1], [0, 0], 1, [true]));
    }
}
