using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Scoring;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Scoring;

public sealed class TileAssemblyTests
{
    [Theory]
    [InlineData(8, 8, 8, 4)]
    [InlineData(24, 20, 8, 4)]
    [InlineData(24, 20, 8, 8)]
    [InlineData(21, 13, 8, 3)]
    [InlineData(13, 29, 12, 5)]
    [InlineData(5, 30, 8, 4)]
    [InlineData(30, 3, 8, 6)]
    [InlineData(1, 1, 8, 4)]
    public void Shows_no_seam_where_all_tiles_agree(int width, int height, int patch, int stride)
    {
        var assembly = new TileAssembly(
            Plain(TinyImages.Constant(width, height, 9)), patch, stride, channels: 1,
            (score, residual) => (score + residual) / 10);

        Fill(assembly, score: _ => 3, residual: 0.5f, generated: 0.2f);

        // (3 + 0.5) / 10 of 65,535 is 22,937.25; (1 + 0.2) / 2 of 255 is 153.
        TiledImage image = assembly.ToImage();
        Assert.True(assembly.IsComplete);
        Assert.All(image.Maps.MapAtSource(), level => Assert.Equal(22937 / 65535f, level));
        Assert.All(image.Maps.Reconstruction().Data, level => Assert.Equal(153, level));
        Assert.Equal((width * height, width * height), (image.Levels[22937], image.Levels.Sum()));
        Assert.Equal(assembly.Grid.Count, image.Tiles.Count);
    }

    [Fact]
    public void Gives_three_channels_where_the_networks_have_them()
    {
        var assembly = new TileAssembly(
            Plain(TinyImages.Constant(10, 9, 9)), patch: 8, stride: 4, channels: 3, (score, _) => score);
        float[] generated = [.. Enumerable.Repeat(1f, 64), .. Enumerable.Repeat(-1f, 64), .. Enumerable.Repeat(7f, 64)];

        while (!assembly.IsComplete)
            assembly.Add(Numbers(0.5), new float[64], generated);

        PixelImage reconstruction = assembly.ToImage().Maps.Reconstruction();
        Assert.Equal((10, 9, 3), (reconstruction.Width, reconstruction.Height, reconstruction.Channels));
        Assert.All(reconstruction.Data.Chunk(3), pixel => Assert.Equal([255, 0, 255], pixel));
    }

    [Fact]
    public void Lets_each_tile_rule_where_it_lies_alone()
    {
        // Tiles at 0, 8 and 16 side by side.
        var assembly = new TileAssembly(
            Plain(TinyImages.Constant(24, 8, 9)), patch: 8, stride: 8, channels: 1, (score, _) => score);

        Fill(assembly, score: tile => tile.Left / 16.0, residual: 0, generated: 0);

        float[] map = assembly.ToImage().Maps.MapAtSource();
        for (int i = 0; i < map.Length; i++)
            Assert.Equal(i % 24 / 8 * 0.5, map[i], 1e-5);
    }

    [Fact]
    public void Skips_tiles_of_background_and_counts_pixels_of_the_object_alone()
    {
        // The object are the columns 7 to 9 of rows 0 to 3: it is seen by the first two of three tiles above, by none
        // below.
        bool[] foreground = [.. Enumerable.Range(0, 24 * 16).Select(i => i % 24 is >= 7 and <= 9 && i / 24 < 4)];
        PreparedImage prepared = Plain(TinyImages.Constant(24, 16, 9)) with { Foreground = foreground };
        var assembly = new TileAssembly(prepared, patch: 8, stride: 8, channels: 1, (score, _) => score);

        Fill(assembly, score: _ => 0.5, residual: 0, generated: 0);

        TiledImage image = assembly.ToImage();
        Assert.Equal([(0, 0), (8, 0)], image.Tiles.Select(tile => (tile.Left, tile.Top)));
        Assert.Equal(12, image.Levels.Sum());
        Assert.Equal(12, image.Levels[32768]);
        Assert.Equal(foreground.Select(isObject => isObject ? 32768 / 65535f : -1), image.Maps.MapAtSource());
    }

    [Fact]
    public void Is_complete_at_once_where_there_is_no_object()
    {
        PreparedImage prepared = Plain(TinyImages.Constant(24, 16, 9)) with { Foreground = new bool[24 * 16] };

        var assembly = new TileAssembly(prepared, patch: 8, stride: 4, channels: 1, (score, _) => score);

        TiledImage image = assembly.ToImage();
        Assert.True(assembly.IsComplete);
        Assert.Empty(image.Tiles);
        Assert.Equal(0, image.Levels.Sum());
        Assert.Equal((double.NaN, double.NaN), (image.Spot, image.Whole));
        Assert.All(image.Maps.MapAtSource(), level => Assert.Equal(-1, level));
    }

    private static PreparedImage Plain(PixelImage picture) => Preparation.None.Apply(picture, "a.png");

    private static Func<Tile, ScoredTile> Numbers(double score) =>
        tile => new ScoredTile(tile.Left, tile.Top, score, 0, 0, 0, 1, 1, true);

    private static void Fill(TileAssembly assembly, Func<Tile, double> score, float residual, float generated)
    {
        int area = assembly.Grid.Patch * assembly.Grid.Patch;
        float[] residuals = [.. Enumerable.Repeat(residual, area)], values = [.. Enumerable.Repeat(generated, area)];
        while (!assembly.IsComplete)
            assembly.Add(tile => Numbers(score(tile))(tile), residuals, values);
    }
}
