using AnoGan.Data;

namespace AnoGan.Tests.Data;

public sealed class TileGridTests
{
    [Theory]
    [InlineData(5, 8, 4, new[] { 0 })]
    [InlineData(8, 8, 4, new[] { 0 })]
    [InlineData(9, 8, 4, new[] { 0, 1 })]
    [InlineData(12, 8, 4, new[] { 0, 4 })]
    [InlineData(13, 8, 4, new[] { 0, 4, 5 })]
    [InlineData(16, 8, 4, new[] { 0, 4, 8 })]
    [InlineData(20, 8, 8, new[] { 0, 8, 12 })]
    [InlineData(10, 8, 1, new[] { 0, 1, 2 })]
    [InlineData(1, 8, 8, new[] { 0 })]
    public void Steps_along_an_axis_and_ends_at_its_far_end(int side, int patch, int stride, int[] expected)
    {
        Assert.Equal(expected, TileGrid.For(side, 8, patch, stride).Lefts);
        Assert.Equal(expected, TileGrid.For(8, side, patch, stride).Tops);
    }

    [Fact]
    public void Numbers_its_tiles_row_by_row()
    {
        TileGrid grid = TileGrid.For(9, 12, 8, 4);

        Assert.Equal(4, grid.Count);
        Assert.Equal(
            [new Tile(0, 0), new Tile(1, 0), new Tile(0, 4), new Tile(1, 4)],
            Enumerable.Range(0, 4).Select(i => grid[i]));
    }

    [Theory]
    [InlineData(3, 40, 8, 8)]
    [InlineData(41, 23, 8, 5)]
    [InlineData(64, 17, 16, 12)]
    public void Covers_every_pixel(int width, int height, int patch, int stride)
    {
        TileGrid grid = TileGrid.For(width, height, patch, stride);

        bool[] isCovered = new bool[width * height];
        for (int i = 0; i < grid.Count; i++)
        {
            for (int y = grid[i].Top; y < Math.Min(grid[i].Top + patch, height); y++)
            {
                for (int x = grid[i].Left; x < Math.Min(grid[i].Left + patch, width); x++)
                    isCovered[y * width + x] = true;
            }
        }

        Assert.DoesNotContain(false, isCovered);
    }

    [Fact]
    public void Reckons_with_pictures_as_wide_as_numbers_go()
    {
        TileGrid grid = TileGrid.For(int.MaxValue, 1, 256, 255);

        Assert.Equal(int.MaxValue - 256, grid.Lefts[^1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => TileGrid.For(100_000, 100_000, 8, 1));
    }

    [Theory]
    [InlineData(0, 8, 8, 8)]
    [InlineData(8, 0, 8, 8)]
    [InlineData(8, 8, 0, 8)]
    [InlineData(8, 8, 8, 0)]
    [InlineData(8, 8, 8, 9)]
    public void Rejects_a_grid_that_leaves_pixels_out(int width, int height, int patch, int stride) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TileGrid.For(width, height, patch, stride));
}
