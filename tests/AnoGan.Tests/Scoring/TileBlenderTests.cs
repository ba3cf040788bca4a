using AnoGan.Data;
using AnoGan.Scoring;

namespace AnoGan.Tests.Scoring;

public sealed class TileBlenderTests
{
    [Theory]
    [InlineData(8, 8, 8, 8)]
    [InlineData(21, 13, 8, 4)]
    [InlineData(21, 13, 8, 3)]
    [InlineData(21, 13, 8, 8)]
    [InlineData(5, 30, 8, 6)]
    [InlineData(30, 3, 8, 6)]
    [InlineData(12, 12, 8, 1)]
    public void Gives_a_constant_picture_of_constant_tiles(int width, int height, int patch, int stride)
    {
        TileGrid grid = TileGrid.For(width, height, patch, stride);
        float[] tile = new float[patch * patch];
        Array.Fill(tile, 0.7f);

        float[] byPixels = Blended(grid, 1, (blender, i) => blender.Add(i, tile));
        float[] byNumber = Blended(grid, 1, (blender, i) => blender.Add(i, 0.7f));

        Assert.All(byPixels, value => Assert.Equal(0.7, value, 1e-6));
        Assert.Equal(byPixels, byNumber);
    }

    [Theory]
    [InlineData(21, 13, 8, 4)]
    [InlineData(21, 13, 8, 8)]
    [InlineData(5, 30, 8, 6)]
    public void Gives_back_the_picture_that_the_tiles_were_cut_from(int width, int height, int patch, int stride)
    {
        TileGrid grid = TileGrid.For(width, height, patch, stride);

        float[] blended = Blended(
            grid, 2, (blender, i) => blender.Add(i, [.. Ramp(grid[i], patch, 1), .. Ramp(grid[i], patch, -3)]));

        for (int i = 0; i < width * height; i++)
        {
            Assert.Equal(i % width + 100 * (i / width), blended[i], 1e-3);
            Assert.Equal(-3 * (i % width + 100 * (i / width)), blended[width * height + i], 1e-3);
        }
    }

    [Fact]
    public void Weighs_two_tiles_by_how_near_their_middles_are()
    {
        // Two tiles of 4 pixels at 0 and 2. Raised cosine over 4: (1 - cos 45°) / 2 and (1 - cos 135°) / 2.
        double edge = 0.001 + 0.999 * (1 - Math.Sqrt(0.5)) / 2, middle = 0.001 + 0.999 * (1 + Math.Sqrt(0.5)) / 2;
        TileGrid grid = TileGrid.For(6, 4, 4, 2);

        float[] blended = Blended(grid, 1, (blender, i) => blender.Add(i, i == 0 ? 0f : 1f));

        double near = edge / (edge + middle), far = middle / (edge + middle);
        Assert.Equal([0, 0, near, far, 1, 1], blended[..6].Select(v => (double)v), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(blended[..6], blended[18..]);
    }

    [Fact]
    public void Lets_a_tile_rule_in_its_middle_and_fade_without_a_seam()
    {
        // One bright tile at (32, 32) among dark ones.
        TileGrid grid = TileGrid.For(96, 96, 32, 16);

        float[] blended = Blended(grid, 1, (blender, i) => blender.Add(i, grid[i] == new Tile(32, 32) ? 1f : 0f));

        Assert.InRange(blended[48 * 96 + 48], 0.98, 1);
        Assert.InRange(blended[48 * 96 + 33], 0, 0.03);
        Assert.Equal(0, blended[48 * 96 + 20]);
        for (int i = 1; i < 96; i++)
            Assert.InRange(Math.Abs(blended[48 * 96 + i] - blended[48 * 96 + i - 1]), 0, 0.11);
    }

    [Fact]
    public void Hands_on_each_row_once_as_soon_as_it_is_complete()
    {
        // Rows of tiles begin at 0, 5, 10 and 12.
        TileGrid grid = TileGrid.For(20, 20, 8, 5);
        var rows = new List<int>();
        var blender = new TileBlender(grid, 1, (row, _) => rows.Add(row));
        var afterTile = new List<int>();

        for (int i = 0; i < grid.Count; i++)
        {
            Assert.False(blender.IsComplete);
            blender.Add(i, 1f);
            afterTile.Add(rows.Count);
        }

        Assert.True(blender.IsComplete);
        Assert.Equal(Enumerable.Range(0, 20), rows);
        Assert.Equal([0, 0, 0, 5, 5, 5, 5, 10, 10, 10, 10, 12, 12, 12, 12, 20], afterTile);
    }

    [Fact]
    public void Holds_no_more_than_a_band_of_a_tall_picture()
    {
        // The whole of it would take 2 GB.
        TileGrid grid = TileGrid.For(256, 1_000_000, 8, 8);
        long before = GC.GetAllocatedBytesForCurrentThread();

        var blender = new TileBlender(grid, 1, (_, _) => { });
        for (int i = 0; i < 32 * 10; i++)
            blender.Add(i, 1f);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 12 << 20);
    }

    [Fact]
    public void Rejects_tiles_out_of_turn_or_of_another_size()
    {
        var blender = new TileBlender(TileGrid.For(12, 8, 8, 4), 1, (_, _) => { });

        Assert.Throws<ArgumentException>(() => blender.Add(1, 0f));
        Assert.Throws<ArgumentException>(() => blender.Add(0, new float[63]));
        blender.Add(0, 0f);
        blender.Add(1, 0f);
        Assert.Throws<ArgumentException>(() => blender.Add(2, 0f));
    }

    private static float[] Ramp(Tile tile, int patch, float slope) =>
        [
            .. Enumerable
                .Range(0, patch * patch)
                .Select(i => slope * (tile.Left + i % patch + 100 * (tile.Top + i / patch))),
        ];

    // [planes, height, width]
    private static float[] Blended(TileGrid grid, int planes, Action<TileBlender, int> add)
    {
        float[] picture = new float[planes * grid.Width * grid.Height];
        var blender = new TileBlender(
            grid,
            planes,
            (row, values) =>
            {
                for (int plane = 0; plane < planes; plane++)
                    values
                        .Slice(plane * grid.Width, grid.Width)
                        .CopyTo(picture.AsSpan((plane * grid.Height + row) * grid.Width));
            }
        );
        for (int i = 0; i < grid.Count; i++)
            add(blender, i);
        return picture;
    }
}
