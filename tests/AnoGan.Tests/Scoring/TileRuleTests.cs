using AnoGan.Method;
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

        double score = new TileRule(Metric, Spec, hasEncoder, TinyModel.Terms, TinyModel.TileScales).Score(
            input.Image, result);

        // Texture has mean 2 and deviation 1/2, the combined score 1 and 4.
        double texture = Math.Log(
            Metric.Texture!.Neighbours.Distance(Metric.Texture.Metric.Coordinates(PatchTexture.Of(input.Image, 1, 8))));
        double combined = ScoreTerms.Of(input.Image, result, Metric, Spec, hasEncoder).Combine(TinyModel.Terms);
        Assert.Equal((texture - 2) / 0.5 + 0.5 * (combined - 1) / 4, score, 1e-9);
    }

    [Fact]
    public void Compares_with_what_the_encoder_answers_where_there_is_one()
    {
        SearchResult result = TinyResult.Of();

        Assert.Same(result.StartGenerated, TileRule.Reference(result, hasEncoder: true));
        Assert.Same(result.Generated, TileRule.Reference(result, hasEncoder: false));
    }

    [Fact]
    public void Needs_a_metric_of_texture() =>
        Assert.Throws<ArgumentException>(() =>
            new TileRule(TinyModel.Metric(Spec), Spec, true, TinyModel.Terms, TinyModel.TileScales));

    private static TileRule Rule() => new(Metric, Spec, true, TinyModel.Terms, TinyModel.TileScales);

    // The residual whose logarithm, in grey levels plus 1, is so many deviations of 1/4 above the mean of 1.5.
    private static double Residual(double deviations) => (Math.Exp(1.5 + 0.25 * deviations) - 1) / 255;
}
