using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Preparing;
using AnoGan.Results;
using AnoGan.Scoring;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Scoring;

[Collection(TensorTests.Name)]
public sealed class SquareScorerTests : IDisposable
{
    private static readonly NetworkSpec Spec = TinyNetworks.Spec;
    private static readonly NormalMetric Metric = TinyModel.TileMetric(Spec);

    private readonly TrainedNetworks _networks = TinyNetworks.Frozen(Spec, hasEncoder: true);

    public void Dispose() => _networks.Dispose();

    [Theory]
    [InlineData(24, 20)]
    [InlineData(8, 8)]
    [InlineData(13, 9)]
    [InlineData(5, 30)]
    [InlineData(3, 3)]
    public void Shows_no_seam_on_a_constant_picture(int width, int height)
    {
        // A generator without weights draws 0 everywhere, so that residuals are constant too.
        using (no_grad())
        {
            foreach (Tensor parameter in _networks.Average.parameters())
                parameter.zero_();
        }

        // As in normal tiles, which are alike here, their local features differ from place to place: a critic's borders
        // are no seams.
        PreparedImage picture = Plain(TinyImages.Constant(width, height, 204));
        SearchResult tile = Assert.Single(
            new ImageSearch(_networks, Spec, new SearchOptions { Steps = 0 }, CPU).Run(
                [DrawnSquares.Input(TinyImages.Constant(8, 8, 204))], TestContext.Current.CancellationToken));
        var local = LocalMetric.Fit([new LocalFeatures(tile.LocalFeatures, tile.StartLocal)], Spec);

        PictureAssembly image = Assert.Single(Run(Scorer(Metric with { Local = local }), [Read(picture)]));

        float[] map = image.Maps.MapAtSource();
        Assert.Equal(width * height, map.Length);
        Assert.All(map, level => Assert.Equal(map[0], level));
        Assert.All(TinyImages.Words(image.Maps.Residual()), level => Assert.InRange(level, 19660, 19661)); // 0.3
        Assert.All(image.Maps.Reconstruction().Data, level => Assert.Equal(128, level));
        Assert.All(image.Squares, square => Assert.Equal(0.3, square.Numbers.Residual, 1e-6)); // 0.8 beside 0.5
        Assert.Single(image.Squares.Select(square => square.Numbers.Score).Distinct());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(14)]
    public void Gives_a_tile_the_same_numbers_whatever_lies_around_it(int tile)
    {
        PixelImage picture = DrawnSquares.Draw(24, 20, 1);
        IReadOnlyList<(Tile Place, SquareNumbers Numbers)> before = Run([Plain(picture)])[0].Squares;
        (int left, int top) = before[tile].Place;

        // Every pixel outside the tile turns to its opposite.
        byte[] changed =
        [
            .. picture.Data.Select(
                (level, i) =>
                    i % 24 - left is >= 0 and < 8 && i / 24 - top is >= 0 and < 8 ? level : (byte)(255 - level)),
        ];
        IReadOnlyList<(Tile Place, SquareNumbers Numbers)> after =
            Run([Plain(new PixelImage(24, 20, 1, 8, changed))])[0].Squares;

        // Lefts 0, 4, 8, 12 and 16; tops 0, 4, 8 and 12.
        Assert.Equal((20, 20), (before.Count, after.Count));
        Assert.Equal(before[tile].Place, after[tile].Place);
        Assert.Equal(ScaleAssert.Bare(before[tile].Numbers), ScaleAssert.Bare(after[tile].Numbers));
        Assert.Equal([tile], Enumerable.Range(0, 20).Where(i => before[i].Numbers.Score == after[i].Numbers.Score));
    }

    [Fact]
    public void Gives_a_picture_the_same_numbers_in_any_company_and_order()
    {
        PreparedImage[] pictures = [Draw(24, 20, 1), Draw(9, 30, 2), Draw(6, 5, 3), Draw(21, 8, 4)];

        IReadOnlyList<PictureAssembly> together = Run(pictures), turned = Run([.. pictures.Reverse()]);

        for (int i = 0; i < pictures.Length; i++)
        {
            AssertSame(together[i], turned[^(i + 1)]);
            AssertSame(together[i], Assert.Single(Run([pictures[i]])));
        }
    }

    [Fact]
    public void Takes_few_pictures_ahead_of_its_results()
    {
        // 20 tiles a picture, 16 places to search, and a batch of 8 that is judged together.
        int taken = 0, done = 0;
        IEnumerable<ReadPicture> Pictures()
        {
            for (int i = 0; i < 12; i++, taken++)
                yield return Read(Draw(24, 20, (ulong)i));
        }

        foreach (PictureAssembly image in Run(Scorer(), Pictures()))
        {
            Assert.Equal(20, image.Squares.Count);
            Assert.InRange(taken - ++done, -1, 2);
        }

        Assert.Equal((12, 12), (taken, done));
    }

    [Fact]
    public void Keeps_the_place_of_pictures_that_show_no_object()
    {
        PreparedImage nothing = Draw(24, 20, 9) with { Foreground = new bool[480] };

        IReadOnlyList<PictureAssembly> images = Run([
            nothing, nothing, Draw(24, 20, 1), nothing, Draw(8, 8, 2), Draw(12, 8, 3), nothing,
        ]);

        Assert.Equal([0, 0, 20, 0, 1, 2, 0], images.Select(image => image.Squares.Count));
        Assert.Equal([24, 24, 24, 24, 8, 12, 24], images.Select(image => image.Maps.Width));
        Assert.Equal([0, 0, 480, 0, 64, 96, 0], images.Select(image => image.Canvas!.Levels.Sum()));
    }

    [Fact]
    public void Has_no_results_without_an_object_or_a_picture()
    {
        PreparedImage nothing = Draw(24, 20, 9) with { Foreground = new bool[480] };

        Assert.Empty(Run([]));
        Assert.Equal(2, Run([nothing, nothing]).Count(image => image.Squares.Count == 0));
    }

    [Fact]
    public void Searches_no_tile_of_background()
    {
        // The object are the first seven columns: of lefts 0, 4, 8, 12 and 16 the first two see it.
        PreparedImage picture = Draw(24, 20, 1);
        bool[] foreground = [.. Enumerable.Range(0, 480).Select(i => i % 24 < 7)];
        var told = new List<long>();

        PictureAssembly whole = Run([picture])[0];
        PictureAssembly part = Assert.Single(
            Scorer()
                .Run(
                    [Read(picture with { Foreground = foreground })], told.Add, TestContext.Current.CancellationToken)
                .SelectMany(group => group));

        Assert.Equal(
            ScaleAssert.Bare(whole.Squares.Where(square => square.Place.Left < 8)), ScaleAssert.Bare(part.Squares));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], told);
        Assert.Equal(7 * 20, part.Canvas!.Levels.Sum());
    }

    [Fact]
    public void Compares_grey_and_colour_pictures_in_three_channels()
    {
        var spec = new NetworkSpec(8, 3, 4, 16);
        using TrainedNetworks networks = TinyNetworks.Frozen(spec);
        var scorer = new SquareScorer<SearchResult>(
            new SearchReconstructor(
                new ImageSearch(networks, spec, new SearchOptions { Steps = 2, Batch = 8 }, CPU)),
            new TileRule(
                TinyModel.TileMetric(spec), spec, hasEncoder: false, lambda: 0.1, TinyModel.TileScales,
                TinyModel.Pixel, TinyModel.TileJoint),
            new SquareShape(8, 3, Stride: 4), threads: 2);
        PixelImage grey = DrawnSquares.Draw(13, 9, 1);
        var equal = new PixelImage(13, 9, 3, 8, [.. grey.Data.SelectMany(level => (byte[])[level, level, level])]);
        var colour = new PixelImage(
            13, 9, 3, 8, [.. grey.Data.SelectMany(level => (byte[])[level, 0, (byte)(255 - level)])]);

        PictureAssembly[] images = [.. Run(scorer, [Read(Plain(grey)), Read(Plain(equal)), Read(Plain(colour))])];

        AssertSame(images[0], images[1]);
        Assert.NotEqual(ScaleAssert.Bare(images[0].Squares), ScaleAssert.Bare(images[2].Squares));
        Assert.All(images, image => Assert.Equal((6, 3), (image.Squares.Count, image.Maps.Reconstruction().Channels)));
    }

    [Fact]
    public void Leaves_no_tensors_behind()
    {
        PreparedImage[] pictures = [Draw(24, 20, 1), Draw(9, 30, 2)];

        TensorAssert.LeavesNoTensors(() => Run(pictures));
        TensorAssert.LeavesNoTensors(() =>
            Assert.NotNull(Run(Scorer(), pictures.Select(Read)).First()));
    }

    private static void AssertSame(PictureAssembly expected, PictureAssembly actual)
    {
        Assert.Equal(ScaleAssert.Bare(expected.Squares), ScaleAssert.Bare(actual.Squares));
        Assert.Equal(expected.Canvas!.Levels, actual.Canvas!.Levels);
        Assert.Equal(expected.Maps.MapAtSource(), actual.Maps.MapAtSource());
        Assert.Equal(expected.Maps.Reconstruction().Data, actual.Maps.Reconstruction().Data);
    }

    private static PreparedImage Draw(int width, int height, ulong seed) =>
        Plain(DrawnSquares.Draw(width, height, seed));

    private static PreparedImage Plain(PixelImage picture) => Preparation.None.Apply(picture, "a.png");

    private static ReadPicture Read(PreparedImage picture) =>
        new() { File = new ImageFile("a.png", "a.png", ""), Prepared = picture };

    private SquareScorer<SearchResult> Scorer(NormalMetric? metric = null) =>
        new(
            new SearchReconstructor(
                new ImageSearch(_networks, Spec, new SearchOptions { Steps = 3, Batch = 8 }, CPU)),
            new TileRule(
                metric ?? Metric, Spec, hasEncoder: true, lambda: 0.1, TinyModel.TileScales, TinyModel.Pixel,
                TinyModel.TileJoint),
            new SquareShape(8, 1, Stride: 4), threads: 2);

    private static IEnumerable<PictureAssembly> Run(
        SquareScorer<SearchResult> scorer, IEnumerable<ReadPicture> pictures) =>
        scorer.Run(pictures, null, TestContext.Current.CancellationToken).SelectMany(group => group);

    private IReadOnlyList<PictureAssembly> Run(PreparedImage[] pictures) => [.. Run(Scorer(), pictures.Select(Read))];
}
