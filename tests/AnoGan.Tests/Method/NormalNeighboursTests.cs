using AnoGan.Method;

namespace AnoGan.Tests.Method;

public sealed class NormalNeighboursTests
{
    [Fact]
    public void Measures_the_mean_distance_to_the_five_nearest_points()
    {
        // From the origin: 5, 13, 1, 100, 10, 2 and 17. The 100 and the 17 are not among the nearest five.
        var neighbours = new NormalNeighbours([3, 4, -5, 12, 0, 1, 100, 0, 6, -8, -2, 0, 8, 15], 7);

        Assert.Equal((7, 2), (neighbours.Count, neighbours.Length));
        Assert.Equal((5 + 13 + 1 + 10 + 2) / 5.0, neighbours.Distance([0, 0]), 1e-12);
    }

    [Fact]
    public void Measures_from_wherever_the_point_lies()
    {
        // From 4: 4, 3, 2, 0, 1 and 6.
        var neighbours = new NormalNeighbours([0, 1, 2, 4, 5, 10], 6);

        Assert.Equal((4 + 3 + 2 + 0 + 1) / 5.0, neighbours.Distance([4]), 1e-12);
    }

    [Theory]
    [InlineData(1, 5.0)]
    [InlineData(2, (5 + 13) / 2.0)]
    [InlineData(4, (5 + 13 + 1 + 100) / 4.0)]
    public void Takes_all_points_where_there_are_fewer_than_five(int count, double expected)
    {
        float[] points = [3, 4, -5, 12, 0, 1, 100, 0];

        Assert.Equal(expected, new NormalNeighbours(points[..(2 * count)], count).Distance([0, 0]), 1e-12);
    }

    [Fact]
    public void Refuses_points_of_another_length()
    {
        var neighbours = new NormalNeighbours([1, 2, 3, 4], 2);

        Assert.Throws<ArgumentException>(() => neighbours.Distance([1]));
        Assert.Throws<ArgumentException>(() => neighbours.Distance([1, 2, 3]));
        Assert.Throws<ArgumentException>(() => new NormalNeighbours([1, 2, 3], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NormalNeighbours([], 0));
    }
}
