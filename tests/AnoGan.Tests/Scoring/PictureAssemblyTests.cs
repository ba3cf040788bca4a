using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Preparing;
using AnoGan.Results;
using AnoGan.Scoring;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Scoring;

public sealed class PictureAssemblyTests
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
        var assembly = new PictureAssembly(
            Plain(TinyImages.Constant(width, height, 9)), new SquareShape(patch, 1, stride),
            (score, map) => (score + map) / 10);

        Fill(assembly, score: _ => 3, map: 0.5f, residual: 0.25f, generated: 0.2f);

        // (3 + 0.5) / 10 of 65,535 is 22,937.25, a quarter 16,383.75; (1 + 0.2) / 2 of 255 is 153.
        Assert.True(assembly.IsComplete);
        Assert.All(assembly.Maps.MapAtSource(), level => Assert.Equal(22937 / 65535f, level));
        Assert.All(assembly.Maps.Reconstruction().Data, level => Assert.Equal(153, level));
        Assert.All(TinyImages.Words(assembly.Maps.Residual()), level => Assert.Equal(16384, level));
        Assert.Equal(0.25, assembly.Canvas!.MeanResidual, 1e-6);
        Assert.Equal((width * height, width * height), (assembly.Canvas!.Levels[22937], assembly.Canvas!.Levels.Sum()));
        Assert.Equal(assembly.Cut().Count(), assembly.Squares.Count);
    }

    [Fact]
    public void Shows_the_louder_of_tiles_and_pretrained_features()
    {
        // 16×8 pixels; of 2×2 positions the lower two show padding and nothing of the picture.
        var features = new PretrainedMap([1, 4, 9, 9], [true, true, false, false]);
        var assembly = new PictureAssembly(
            Plain(TinyImages.Constant(16, 8, 9)), new SquareShape(8, 1, 8), (_, map) => map, features,
            logDistance => Math.Exp(logDistance) / 8, partOfSquares: 0.5);

        Fill(assembly, score: _ => 0, map: 0.5f, residual: 0, generated: 0);

        // Half of the tiles' 0.5 on the left, where the features say 1/8, and on the right their 4/8.
        float[] map = assembly.Maps.MapAtSource();
        Assert.Equal(0.25, map[0], 1e-4);
        Assert.Equal(0.5, map[15], 1e-4);
        Assert.Equal(16 * 8, assembly.Canvas!.Levels[32768]); // what the local term is taken from hears none of them
        Assert.True(assembly.Canvas!.MapLevels[32768] is > 0 and < 16 * 8);
    }

    [Fact]
    public void Shows_the_louder_of_a_whole_picture_and_pretrained_features()
    {
        var features = new PretrainedMap([1, 4, 1, 4], [true, true, true, true]);
        PixelImage picture = TinyImages.Constant(8, 8, 9);
        ReadPicture read = Plain(picture);
        read = read with { Prepared = read.Prepared! with { Fit = FitGeometry.For(8, 8, 8, FitMode.Pad) } };
        var assembly = new PictureAssembly(
            read, new SquareShape(8, 1, null), (_, map) => map, features, logDistance => Math.Exp(logDistance) / 8,
            partOfSquares: 0.5);

        Fill(assembly, score: _ => 0, map: 0.5f, residual: 0, generated: 0);

        Assert.Equal(0.25, assembly.ComparedLevels[0], 1e-6);
        Assert.Equal(0.5, assembly.ComparedLevels[7], 1e-6);
    }

    [Fact]
    public void Gives_three_channels_where_the_networks_have_them()
    {
        var assembly = new PictureAssembly(
            Plain(TinyImages.Constant(10, 9, 9)), new SquareShape(8, 3, 4), (score, _) => score);
        float[] generated = [.. Enumerable.Repeat(1f, 64), .. Enumerable.Repeat(-1f, 64), .. Enumerable.Repeat(7f, 64)];

        foreach (Square square in assembly.Cut().ToArray())
            assembly.Add(new JudgedSquare(square.Place, Numbers(0.5), new float[64], new float[64], generated));

        PixelImage reconstruction = assembly.Maps.Reconstruction();
        Assert.Equal((10, 9, 3), (reconstruction.Width, reconstruction.Height, reconstruction.Channels));
        Assert.All(reconstruction.Data.Chunk(3), pixel => Assert.Equal([255, 0, 255], pixel));
    }

    [Fact]
    public void Lets_each_tile_rule_where_it_lies_alone()
    {
        // Tiles at 0, 8 and 16 side by side.
        var assembly = new PictureAssembly(
            Plain(TinyImages.Constant(24, 8, 9)), new SquareShape(8, 1, 8), (score, _) => score);

        Fill(assembly, score: tile => tile.Left / 16.0, map: 0, residual: 0, generated: 0);

        float[] map = assembly.Maps.MapAtSource();
        for (int i = 0; i < map.Length; i++)
            Assert.Equal(i % 24 / 8 * 0.5, map[i], 1e-5);
    }

    [Fact]
    public void Skips_tiles_of_background_and_counts_pixels_of_the_object_alone()
    {
        // The object are the columns 7 to 9 of rows 0 to 3: it is seen by the first two of three tiles above, by none
        // below.
        bool[] foreground = [.. Enumerable.Range(0, 24 * 16).Select(i => i % 24 is >= 7 and <= 9 && i / 24 < 4)];
        ReadPicture prepared = Plain(TinyImages.Constant(24, 16, 9), foreground);
        var assembly = new PictureAssembly(prepared, new SquareShape(8, 1, 8), (score, _) => score);

        Fill(assembly, score: _ => 0.5, map: 0, residual: 1, generated: 0);

        Assert.Equal([new Tile(0, 0), new Tile(8, 0)], assembly.Squares.Select(square => square.Place));
        Assert.Equal(12, assembly.Canvas!.Levels.Sum());
        Assert.Equal(12, assembly.Canvas!.Levels[32768]);
        Assert.Equal(
            foreground.Select(isObject => isObject ? ushort.MaxValue : (ushort)0),
            TinyImages.Words(assembly.Maps.Residual()));
        Assert.Equal(foreground.Select(isObject => isObject ? 32768 / 65535f : -1), assembly.Maps.MapAtSource());
    }

    [Fact]
    public void Is_complete_at_once_where_there_is_no_object()
    {
        ReadPicture prepared = Plain(TinyImages.Constant(24, 16, 9), new bool[24 * 16]);

        var assembly = new PictureAssembly(prepared, new SquareShape(8, 1, 4), (score, _) => score);

        Assert.True(assembly.IsComplete);
        Assert.Empty(assembly.Squares);
        Assert.Equal(0, assembly.Canvas!.Levels.Sum());
        Assert.Empty(assembly.Terms);
        Assert.All(assembly.Maps.MapAtSource(), level => Assert.Equal(-1, level));
    }

    [Fact]
    public void Has_one_square_of_a_picture_that_is_seen_whole()
    {
        // 8×4 pixels in a square of 4: rows 1 and 2 are the picture, the last column is background.
        bool[] foreground = [.. Enumerable.Range(0, 16).Select(i => i % 4 < 3)];
        var whole = new PreparedImage(
            DrawnSquares.Draw(4, 1), foreground, PreparedGeometry.Identity(8, 4))
        {
            Fit = FitGeometry.For(8, 4, 4, FitMode.Pad),
        };
        var assembly = new PictureAssembly(
            Read(whole), new SquareShape(4, 1, Stride: null), (_, _) => throw new InvalidOperationException());

        Square square = Assert.Single(assembly.Cut());
        assembly.Add(new JudgedSquare(
            square.Place, Numbers(7), [.. Enumerable.Range(0, 16).Select(i => i / 16f)], new float[16],
            new float[16]));

        Assert.Equal(SavedImages.Values(whole.Picture.Data), square.Pixels);
        Assert.Equal(ContentHash.Of(whole.Picture, foreground), square.Hash.ToArray());
        Assert.Same(foreground, square.Foreground);
        Assert.True(assembly.IsComplete);
        Assert.Equal(7, Assert.Single(assembly.Squares).Numbers.Score);
        Assert.Empty(assembly.Boxes);
        Assert.Equal(12, assembly.ComparedLevels.Length);
        Assert.Equal((8, 4, -1), (assembly.Maps.Width, assembly.Maps.Height, assembly.Maps.MapAtSource()[7]));
    }

    [Fact]
    public void Is_complete_at_once_where_the_file_cannot_be_read()
    {
        var assembly = new PictureAssembly(
            new ReadPicture { File = new ImageFile("a.png", "a.png", ""), Error = "no picture" },
            new SquareShape(8, 1, Stride: 4), (score, _) => score);

        Assert.True(assembly.IsComplete);
        Assert.Empty(assembly.Cut());
        Assert.Equal("no picture", assembly.Source.Error);
    }

    private static ReadPicture Read(PreparedImage picture) =>
        new() { File = new ImageFile("a.png", "a.png", ""), Prepared = picture };

    private static ReadPicture Plain(PixelImage picture, bool[]? foreground = null) =>
        Read(Preparation.None.Apply(picture, "a.png") with { Foreground = foreground });

    private static SquareNumbers Numbers(double score) => new(score, 0, 0, 0, 1, 1, true);

    private static void Fill(
        PictureAssembly assembly, Func<Tile, double> score, float map, float residual, float generated)
    {
        foreach (Square square in assembly.Cut().ToArray())
        {
            int area = square.Pixels.Length;
            assembly.Add(new JudgedSquare(
                square.Place, Numbers(score(square.Place)), [.. Enumerable.Repeat(map, area)],
                [.. Enumerable.Repeat(residual, area)], [.. Enumerable.Repeat(generated, area)]));
        }
    }
}
