using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Preparing;
using AnoGan.Results;
using AnoGan.Scoring;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Scoring;

[Collection(TensorTests.Name)]
public sealed class TileRuleTests
{
    private static readonly NetworkSpec Spec = TinyNetworks.Spec;
    private static readonly NormalMetric Metric = TinyModel.TileMetric(Spec);

    [Fact]
    public void Averages_a_residual_over_5_by_5_pixels_and_fewer_at_the_border()
    {
        // A single residual of |1 - 0| / 2 in column 2 of row 2.
        float[] tile = new float[64];
        tile[2 * 8 + 2] = 1;

        float[] smooth = TileRule.SmoothResidual(tile, new float[64], channels: 1, size: 8);

        Assert.Equal(0.5 / 25, smooth[2 * 8 + 2], 1e-6);
        Assert.Equal(0.5 / 25, smooth[4 * 8 + 4], 1e-6);
        Assert.Equal(0.5 / 9, smooth[0], 1e-6); // the corner: 3×3
        Assert.Equal(0.5 / 16, smooth[1 * 8 + 1], 1e-6);
        Assert.Equal(0.5 / 15, smooth[3 * 8], 1e-6); // the left edge: 3 columns, 5 rows
        Assert.Equal(0.5 / 15, smooth[4], 1e-6); // the upper edge
        Assert.Equal((0f, 0f, 0f), (smooth[5], smooth[5 * 8 + 2], smooth[63])); // three pixels away
    }

    [Fact]
    public void Averages_over_the_channels_and_leaves_a_constant_residual_as_it_is()
    {
        float[] tile = [.. Enumerable.Repeat(1f, 64), .. Enumerable.Repeat(0.5f, 64), .. Enumerable.Repeat(-0.3f, 64)];

        float[] smooth = TileRule.SmoothResidual(tile, new float[192], channels: 3, size: 8);

        Assert.All(smooth, residual => Assert.Equal((1 + 0.5 + 0.3) / 6, residual, 1e-6));
    }

    [Theory]
    [InlineData(-100)]
    [InlineData(0)]
    [InlineData(0.99)]
    public void Levels_the_score_alone_where_the_residual_is_below_1_deviation(double deviations) =>
        Assert.Equal(AnomalyLevel.Of(1.5), Rule().Level(1.5, Residual(deviations)));

    [Theory]
    [InlineData(1.5, 0.5)]
    [InlineData(3, 2)]
    [InlineData(6, 5)]
    public void Adds_what_a_residual_exceeds_1_deviation_by(double deviations, double added) =>
        Assert.Equal(AnomalyLevel.Of(1.5 + added), Rule().Level(1.5, Residual(deviations)), 1e-9);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Scores_texture_whole_and_what_a_picture_would_score_half(bool hasEncoder)
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec, hasEncoder: hasEncoder);
        SearchInput input = DrawnSquares.Inputs(8, [3])[0];
        SearchResult result = Assert.Single(
            new ImageSearch(networks, Spec, new SearchOptions { Steps = 2 }, CPU).Run(
                [input], TestContext.Current.CancellationToken));

        SquareNumbers numbers = new TileRule(
                Metric, Spec, hasEncoder, lambda: 0.25, TinyModel.Terms, TinyModel.TileScales)
            .Judge(Square.OfTile(input.Image), result)
            .Numbers;

        // Texture has mean 2 and deviation 1/2, the combined score 1 and 4.
        double texture = Math.Log(
            Metric.Texture!.Neighbours.Distance(Metric.Texture.Metric.Coordinates(PatchTexture.Of(input.Image, 1, 8))));
        double combined = ScoreTerms.Of(input.Image, result, Metric, Spec, hasEncoder).Combine(TinyModel.Terms);
        Assert.Equal((texture - 2) / 0.5 + 0.5 * (combined - 1) / 4, numbers.Score, 1e-9);
        Assert.Equal(0.75 * result.Residual + 0.25 * result.FeatureDistance, numbers.PaperScore, 1e-9);
    }

    [Fact]
    public void Compares_with_what_the_encoder_answers_where_there_is_one()
    {
        SearchResult result = TinyResult.Of();

        Assert.Same(result.StartGenerated, result.Reconstruction(hasEncoder: true).Generated);
        Assert.Same(result.Generated, result.Reconstruction(hasEncoder: false).Generated);
    }

    [Fact]
    public void Takes_the_larger_of_spot_and_whole_in_deviations_of_normal_images()
    {
        // 20×10 pixels, of which two come to the level of 5 deviations and the others to that of 1.
        double five = Math.Log(1 + Math.Exp(5)) / 16, one = Math.Log(1 + Math.E) / 16;
        var picture = new PictureAssembly(
            new ReadPicture
            {
                File = new ImageFile("a.png", "a.png", ""),
                Prepared = Preparation.None.Apply(TinyImages.Constant(20, 10, 1), "a.png"),
            },
            new SquareShape(10, 1, Stride: 10), (_, residual) => residual > 0.5 ? five : one);
        float[] residuals = [1, 1, .. new float[98]];
        picture.Add(new JudgedSquare(
            new Tile(0, 0), new SquareNumbers(9, 1, 0.1, 3, 1, 5, true), residuals, new float[100]));
        picture.Add(new JudgedSquare(
            new Tile(10, 0), new SquareNumbers(9, 2, 0.3, 4, 0.5, 6, false), new float[100], new float[100]));

        SquareNumbers summary = Rule().Sum(picture);

        // The spot, 1 % of the pixels, has mean 3 and deviation 2; the whole -1 and 1/2.
        (double spot, double whole) = TileRule.SpotAndWhole(picture);
        Assert.Equal(5, spot, 1e-3);
        Assert.Equal((2 * 5 + 198) / 200.0, whole, 1e-3);
        Assert.Equal(Math.Max((5 - 3) / 2.0, (1.04 + 1) / 0.5), summary.Score, 4e-3);
        Assert.Equal(2, summary.PaperScore);
        Assert.Equal((0.2, 3.5, 0.75), (summary.Residual, summary.FeatureDistance, summary.ZNorm));
        Assert.Equal((11, false), (summary.Steps, summary.Converged));
    }

    private static TileRule Rule() =>
        new(Metric, Spec, hasEncoder: true, lambda: 0.1, TinyModel.Terms, TinyModel.TileScales);

    // The residual whose logarithm, in grey levels plus 1, is so many deviations of 1/4 above the mean of 1.5.
    private static double Residual(double deviations) => (Math.Exp(1.5 + 0.25 * deviations) - 1) / 255;
}
