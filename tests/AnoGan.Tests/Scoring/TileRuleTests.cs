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

    [Theory]
    [InlineData(-100)]
    [InlineData(0)]
    [InlineData(1.99)]
    public void Levels_the_score_alone_where_the_local_map_is_below_2_spreads(double map) =>
        Assert.Equal(AnomalyLevel.Of(1.5), Rule().Level(1.5, map));

    [Theory]
    [InlineData(2.5, 0.5)]
    [InlineData(4, 2)]
    [InlineData(7, 5)]
    public void Adds_what_the_local_map_exceeds_2_spreads_by(double map, double added) =>
        Assert.Equal(AnomalyLevel.Of(1.5 + added), Rule().Level(1.5, map), 1e-9);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Scores_texture_whole_and_how_the_tile_looks_as_a_whole_half(bool hasEncoder)
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec, hasEncoder: hasEncoder);
        SearchInput input = DrawnSquares.Inputs(8, [3])[0];
        SearchResult result = Assert.Single(
            new ImageSearch(networks, Spec, new SearchOptions { Steps = 2 }, CPU).Run(
                [input], TestContext.Current.CancellationToken));

        JudgedSquare judged = new TileRule(
                Metric, Spec, hasEncoder, lambda: 0.25, TinyModel.TileScales, TinyModel.Pixel, TinyModel.TileJoint)
            .Judge(Square.OfTile(input.Image), result);

        // Texture has centre 2 and spread 1/2, the mean of the whole's terms 1 and 4.
        double texture = Math.Log(
            Metric.Texture!.Neighbours.Distance(Metric.Texture.Metric.Coordinates(PatchTexture.Of(input.Image, 1, 8))));
        IReadOnlyList<double> spreads = judged.Terms!.Value.Values;
        double whole = (spreads[0] + spreads[1] + (spreads[2] + spreads[3] + spreads[4]) / 3) / 3;
        Assert.Equal((texture - 2) / 0.5, spreads[5], 1e-9);
        Assert.Equal((texture - 2) / 0.5 + 0.5 * (whole - 1) / 4, judged.Numbers.Score, 1e-9);
        Assert.Equal(0.75 * result.Residual + 0.25 * result.FeatureDistance, judged.Numbers.PaperScore, 1e-9);
        Assert.Null(judged.Terms.Value.Brightness);
        Assert.Equal(
            ScoreTerms.Of(input.Image, result, Metric, Spec, hasEncoder).Standardise(TinyModel.TileTerms), spreads);
        Assert.Equal(ResidualMap.Of(input.Image, result.Generated, 1), judged.Residual);

        // A pixel says what its local map or its residual, of centre 1.5 and spread 1/4, does, whichever is more.
        float[] residual = ResidualMap.Smooth(
            ResidualMap.Of(input.Image, result.Compared(hasEncoder).Generated, 1), 8);
        float[] local = WholeRule.Enlarged(
            Metric.Local.Map(result.Compared(hasEncoder).Local), TinyModel.Pixel, Spec);
        float[] expected =
            [.. residual.Zip(local, (r, l) => Math.Max(l, (float)((Math.Log(255 * (double)r + 1) - 1.5) / 0.25)))];
        TensorAssert.AllClose(expected, judged.Map, 1e-4);
    }

    [Fact]
    public void Shows_at_a_pixel_the_louder_of_the_local_map_and_made_defects()
    {
        // The local map lies 1 spread above normal, with half the weight; the segmenter says 2 on the left, -5 right.
        JointScore joint = TinyModel.TileJoint with { Weights = new Dictionary<string, double>
        {
            ["whole"] = 1, ["local"] = 0.4, ["madeDefects"] = 0.12,
        } };
        var terms = new ScoreTerms([], 0)
        {
            Map = [.. Enumerable.Repeat(1f, 16)],
            Defects = [.. Enumerable.Range(0, 16).Select(i => i % 4 < 2 ? 2f : -5f)],
        };

        float[] spreads = WholeRule.PixelSpreads(terms, joint, TinyModel.Pixel, new TermScale(0, 0, 0, 1), Spec);

        // A surprise of log(1 + e) / 2: 1 + eᵘ is the root of 1 + e.
        float half = (float)Math.Log(Math.Sqrt(1 + Math.E) - 1);
        Assert.All(spreads.Chunk(8), row => TensorAssert.AllClose([2, 2, 2], [.. row.Take(3)], 1e-4));
        Assert.All(spreads.Chunk(8), row => TensorAssert.AllClose([half, half], [.. row.Skip(6)], 1e-4));
    }

    [Fact]
    public void Enlarges_the_spreads_of_the_local_map_to_the_square()
    {
        // Positions of 4×4 in 8×8 pixels; e^0 and e^1 are 1 and 3 spreads of 1/2 above -0.5, left and right.
        float[] map = [.. Enumerable.Range(0, 16).Select(i => i % 4 < 2 ? 1 : MathF.E)];

        float[] enlarged = WholeRule.Enlarged(map, TinyModel.Pixel, Spec);

        // Centres of pixels at 0.25, 0.75, ...: between the positions centred at 1.5 and 2.5 they are linear.
        float[] row = [1, 1, 1, 1.5f, 2.5f, 3, 3, 3];
        Assert.Equal(64, enlarged.Length);
        Assert.All(enlarged.Chunk(8), found => TensorAssert.AllClose(row, found, 1e-5));
    }

    [Fact]
    public void Compares_with_what_the_encoder_answers_where_there_is_one()
    {
        SearchResult result = TinyResult.Of();

        Assert.Same(result.StartGenerated, result.Compared(hasEncoder: true).Generated);
        Assert.Same(result.Generated, result.Compared(hasEncoder: false).Generated);
        Assert.Same(result.StartLocal, result.Compared(hasEncoder: true).Local);
        Assert.Same(result.Local, result.Compared(hasEncoder: false).Local);
    }

    [Fact]
    public void Scores_a_picture_by_the_means_of_its_tiles_terms_and_the_spot_of_its_map()
    {
        // 20×10 pixels, of which two come to the level of 5 spreads and the others to that of 1.
        double five = Of(5) / 16, one = Of(1) / 16;
        var picture = new PictureAssembly(
            new ReadPicture
            {
                File = new ImageFile("a.png", "a.png", ""),
                Prepared = Preparation.None.Apply(TinyImages.Constant(20, 10, 1), "a.png"),
            },
            new SquareShape(10, 1, Stride: 10), (_, map) => map > 0.5 ? five : one);
        float[] map = [1, 1, .. new float[98]];
        picture.Add(new JudgedSquare(
            new Tile(0, 0), new SquareNumbers(9, 1, 0.1, 3, 1, 5, true), map, new float[100], new float[100])
        {
            Terms = new PictureTerms([1, 2, 3, 4, 5, 0.5, 77], Brightness: null),
        });
        picture.Add(new JudgedSquare(
            new Tile(10, 0), new SquareNumbers(9, 2, 0.3, 4, 0.5, 6, false), new float[100], new float[100],
            new float[100])
        {
            Terms = new PictureTerms([3, 4, 5, 6, 7, 1.5, 99], Brightness: null),
        });

        SquareNumbers summary = Rule().Sum(picture);

        // The means are 2 to 6, of texture 1; the spot, 1 % of 200 pixels, is 5. In spreads of pictures these are
        // (2 - 2)/0.25, (3 - 1)/2, (4 + 1)/0.5, (5 - 0)/4, (6 - 3)/1, (1 - 1)/0.5 and (5 - 3)/2.
        double[] surprises = [Of(0), Of(1), Of(10), Of(1.25), Of(3), Of(0), Of(1)];
        double mean = (surprises[0] + surprises[1] + (surprises[2] + surprises[3] + surprises[4]) / 3) / 3;
        double whole = (1 - 0.4 / 2) * Of((mean - 0.25) / 0.125);
        Assert.Equal(5, TileRule.TermsOf(picture).Values[6], 1e-3);
        Assert.Equal(whole, summary.Score, 1e-6);
        Assert.Equal("featureDifference", summary.Term);
        Assert.Equal(ScoreTerms.NamesFor(patches: true), summary.Surprises.Keys);
        Assert.All(
            ScoreTerms.Names.Zip(surprises), pair => Assert.Equal(pair.Second, summary.Surprises[pair.First], 1e-3));
        Assert.Equal(2, summary.PaperScore);
        Assert.Equal((0.2, 3.5, 0.75), (summary.Residual, summary.FeatureDistance, summary.ZNorm));
        Assert.Equal((11, false), (summary.Steps, summary.Converged));
    }

    private static TileRule Rule() => new(
        Metric, Spec, hasEncoder: true, lambda: 0.1, TinyModel.TileScales, TinyModel.Pixel, TinyModel.TileJoint);

    // log₁₀(1 + eᵘ).
    private static double Of(double spreads) => Math.Log10(1 + Math.Exp(spreads));
}
