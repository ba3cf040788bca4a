using AnoGan.Method;
using AnoGan.Baselines;
using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Results;
using AnoGan.Scoring;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Baselines;

[Collection(TensorTests.Name)]
public sealed class BaselineRuleTests
{
    [Fact]
    public void Shows_a_bright_square_exactly_where_it_is()
    {
        // Knowing only patches of level 100, it takes level 100 for normal everywhere.
        using PcaModel pca = Pca(Flat(100), Flat(100), Flat(100));
        PixelImage picture = Draw(27, 18, 100, (13, 9, 200), (14, 9, 200), (13, 10, 200), (14, 10, 200));

        PictureAssembly found = Assert.Single(Run(pca, Whole(picture)));

        float[] map = found.Maps.MapAtSource();
        Assert.Equal(27 * 18, map.Length);
        for (int i = 0; i < map.Length; i++)
            Assert.Equal(picture.Data[i] == 200 ? 100 / 255.0 : 0, map[i], 1e-5);
        Assert.All(found.Maps.Reconstruction().Data, level => Assert.Equal(100, level));
        Assert.Equal(4 * 100 / 255.0 / (27 * 18), Numbers(found).Residual, 1e-6);
    }

    [Fact]
    public void Scores_a_picture_by_the_largest_mean_of_five_times_five_pixels()
    {
        // One tile, and 1 % of its 64 pixels is one: that around which 25 pixels hold all 6 bright ones.
        using PcaModel pca = Pca(Flat(100), Flat(100));
        PixelImage picture = Draw(
            8, 8, 100, (3, 3, 200), (4, 3, 200), (3, 4, 200), (4, 4, 200), (3, 5, 200), (4, 5, 200));

        PictureAssembly found = Assert.Single(Run(pca, Whole(picture)));

        Assert.Equal(6 / 25.0 * 100 / 255, Numbers(found).Score, 1e-5);
    }

    [Fact]
    public void Averages_a_residual_over_5_by_5_pixels_and_fewer_at_the_border()
    {
        // A single residual in column 2 of row 2.
        float[] tile = new float[64];
        tile[2 * 8 + 2] = 0.5f;

        float[] smooth = ResidualMap.Smooth(tile, size: 8);

        Assert.Equal(0.5 / 25, smooth[2 * 8 + 2], 1e-6);
        Assert.Equal(0.5 / 25, smooth[4 * 8 + 4], 1e-6);
        Assert.Equal(0.5 / 9, smooth[0], 1e-6); // the corner: 3×3
        Assert.Equal(0.5 / 16, smooth[1 * 8 + 1], 1e-6);
        Assert.Equal(0.5 / 15, smooth[3 * 8], 1e-6); // the left edge: 3 columns, 5 rows
        Assert.Equal(0.5 / 15, smooth[4], 1e-6); // the upper edge
        Assert.Equal((0f, 0f, 0f), (smooth[5], smooth[5 * 8 + 2], smooth[63])); // three pixels away
    }

    [Fact]
    public void Leaves_a_constant_residual_as_it_is() => Assert.All(
        ResidualMap.Smooth([.. Enumerable.Repeat(0.3f, 64)], size: 8), level => Assert.Equal(0.3, level, 1e-6));

    [Fact]
    public void Averages_the_residual_over_the_channels()
    {
        using PcaModel pca = Pca(
            [.. Flat(100), .. Flat(100), .. Flat(100)], [.. Flat(100), .. Flat(100), .. Flat(100)]);
        byte[] samples =
        [
            .. Enumerable.Range(0, 8 * 8).SelectMany(i => new byte[] { 100, (byte)(i == 20 ? 190 : 100), 100 }),
        ];

        PictureAssembly found = Assert.Single(Run(pca, channels: 3, Whole(TinyImages.Rgb8(8, 8, samples))));

        float[] map = found.Maps.MapAtSource();
        Assert.Equal(30 / 255.0, map[20], 1e-5);
        Assert.Equal(0, map[21], 1e-5);
    }

    [Fact]
    public void Leaves_the_background_out()
    {
        // The left 12 columns are background, black, and would be far from normal.
        using PcaModel pca = Pca(Flat(100), Flat(100));
        PixelImage picture = Draw(24, 16, 100);
        bool[] foreground = [.. Enumerable.Range(0, 24 * 16).Select(i => i % 24 >= 12)];
        for (int i = 0; i < foreground.Length; i++)
            picture.Data[i] = (byte)(foreground[i] ? 100 : 0);

        PictureAssembly found = Assert.Single(Run(pca, Whole(picture) with { Foreground = foreground }));

        float[] map = found.Maps.MapAtSource();
        for (int i = 0; i < map.Length; i++)
            Assert.Equal(foreground[i] ? 0 : ScoreMaps.NotCompared, map[i], 1e-5);
        Assert.Equal(0, Numbers(found).Residual, 1e-6);
        Assert.Equal(24 * 16 / 2, found.Canvas!.Levels.Sum());
    }

    [Fact]
    public void Compares_nothing_in_a_picture_without_an_object_and_goes_on()
    {
        using PcaModel pca = Pca(Flat(100), Flat(100));
        PreparedImage empty = Whole(Draw(24, 16, 0)) with { Foreground = new bool[24 * 16] };

        PictureAssembly[] found =
        [
            .. Run(pca, empty, Whole(Draw(9, 9, 100)), empty, Whole(Draw(8, 8, 110)), empty),
        ];

        Assert.Equal([false, true, false, true, false], found.Select(picture => picture.Squares.Count > 0));
        Assert.Equal(0, Numbers(found[1]).Score, 1e-5);
        Assert.Equal(10 / 255.0, Numbers(found[3]).Score, 1e-5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gives_a_picture_the_same_bits_in_any_company(bool isNearest)
    {
        // 1, 9, 49, 225, 1 and 25 tiles: batches of 64 begin and end within pictures.
        PreparedImage[] pictures =
        [
            .. ((int[])[8, 16, 32, 64, 7, 24]).Select((side, i) => Whole(DrawnSquares.Draw(side, (ulong)i))),
        ];
        float[][] patches =
        [
            .. DrawnSquares.Draw(8, Enumerable.Range(0, 30)).Select(patch => SavedImages.Values(patch.Data)),
        ];
        using Baseline baseline = isNearest
            ? NearestImage.Of(new ImageRows(patches, CPU), CPU, TestContext.Current.CancellationToken)
            : Pca(patches);

        PictureAssembly[] together = [.. Run(baseline, pictures)];

        for (int i = 0; i < pictures.Length; i++)
        {
            PictureAssembly alone = Assert.Single(Run(baseline, pictures[i]));
            Assert.Equal(ScaleAssert.Bare(Numbers(alone)), ScaleAssert.Bare(Numbers(together[i])));
            Assert.Equal(alone.Maps.MapAtSource(), together[i].Maps.MapAtSource());
            Assert.Equal(alone.Maps.Reconstruction().Data, together[i].Maps.Reconstruction().Data);
        }
    }

    [Fact]
    public void Leaves_no_tensor_alive() => TensorAssert.LeavesNoTensors(() =>
    {
        using PcaModel pca = Pca(Flat(100), Flat(90), Flat(80));
        Assert.Single(Run(pca, Whole(Draw(24, 16, 100))));
    });

    private static IEnumerable<PictureAssembly> Run(Baseline baseline, params PreparedImage[] pictures) =>
        Run(baseline, channels: 1, pictures);

    private static IEnumerable<PictureAssembly> Run(
        Baseline baseline, int channels, params PreparedImage[] pictures) =>
        new SquareScorer<float[]>(baseline, Rule(channels), new SquareShape(8, channels, Stride: 4), threads: 2)
            .Run(
                pictures.Select(picture =>
                    new ReadPicture { File = new ImageFile("a.png", "a.png", ""), Prepared = picture }),
                null, TestContext.Current.CancellationToken)
            .SelectMany(group => group);

    private static BaselineRule Rule(int channels) => new(new SquareShape(8, channels, Stride: 4));

    private static SquareNumbers Numbers(PictureAssembly picture) => Rule(channels: 1).Sum(picture);

    private static PcaModel Pca(params float[][] patches) =>
        PcaModel.Fit(new ImageRows(patches, CPU), components: 3, CPU, TestContext.Current.CancellationToken);

    private static float[] Flat(byte level) => SavedImages.Values(TinyImages.Constant(8, 8, level).Data);

    private static PreparedImage Whole(PixelImage picture) =>
        new(picture, Foreground: null, PreparedGeometry.Identity(picture.Width, picture.Height));

    private static PixelImage Draw(int width, int height, byte level, params (int X, int Y, byte Level)[] dots)
    {
        PixelImage picture = TinyImages.Constant(width, height, level);
        foreach ((int x, int y, byte dot) in dots)
            picture.Data[y * width + x] = dot;
        return picture;
    }
}
