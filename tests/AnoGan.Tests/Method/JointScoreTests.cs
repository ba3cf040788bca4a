using AnoGan.Method;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Method;

public sealed class JointScoreTests
{
    private const double Nothing = -1000; // spreads, where a term says nothing

    // Every term in spreads as it stands, and so is the mean of surprises.
    private static readonly JointScore Whole = Plain(patches: false, weight: 0.5), Tiles = Plain(patches: true, 0.4);

    [Fact]
    public void Is_due_to_how_the_whole_looks_where_that_surprises_most()
    {
        // Three witnesses of a third, of which the last is made of three: 2, 1, and 3, 0.5 and nothing.
        (double score, string term) = Score(Whole, Spreads(2), Spreads(1), Spreads(3), Spreads(0.5), Nothing, Nothing);

        double mean = (2 + 1) / 3.0 + (3 + 0.5 + 0) / 9;
        Assert.Equal((1 - 0.5 / 2) * Of(mean), score, 1e-9);
        Assert.Equal("featureDifference", term);
    }

    [Fact]
    public void Is_due_to_the_local_term_where_that_weighs_most()
    {
        // The whole comes to 0.75 · log₁₀ 2 where it says nothing.
        (double, string) Local(double surprise) => Score(
            Whole, Nothing, Nothing, Nothing, Nothing, Nothing, Spreads(surprise));

        AssertScore(0.5 * 3, "local", Local(3));
        AssertScore(0.75 * Math.Log10(2), "nearest", Local(0.2));
    }

    [Fact]
    public void Is_due_to_the_texture_of_tiles_where_that_weighs_most()
    {
        // (1 - 0.4/2) · 3 is more than 0.4 · 5, and less than 0.4 · 7.
        (double, string) Both(double texture, double local) => Score(
            Tiles, Nothing, Nothing, Nothing, Nothing, Nothing, Spreads(texture), Spreads(local));

        AssertScore(0.8 * 3, "texture", Both(3, 5));
        AssertScore(0.4 * 7, "local", Both(3, 7));
    }

    [Fact]
    public void Loses_nothing_by_a_term_that_says_nothing()
    {
        // A weight of 1 halves what the others say; one of 0.05 leaves them nearly all.
        double Weighing(double weight) => Score(
            Plain(patches: false, weight), Spreads(4), Spreads(4), Spreads(4), Spreads(4), Spreads(4), Nothing).Score;

        double whole = Of(4);
        Assert.Equal(0.5 * whole, Weighing(1), 1e-9);
        Assert.Equal(0.75 * whole, Weighing(0.5), 1e-9);
        Assert.Equal(0.975 * whole, Weighing(0.05), 1e-9);

        // The more the local term surprises, the higher the score, and never the lower.
        double[] scores =
        [
            .. Enumerable.Range(-50, 150).Select(local => Score(
                Whole, Spreads(4), Spreads(4), Spreads(4), Spreads(4), Spreads(4), local).Score),
        ];
        Assert.Equal(0.75 * whole, scores[0], 1e-9);
        Assert.All(scores.Zip(scores.Skip(1)), pair => Assert.True(pair.First <= pair.Second));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.25)]
    [InlineData(8)]
    public void Is_the_score_whose_local_value_alone_is_asked_for(double score)
    {
        var joint = new JointScore(TinyModel.Terms, Whole: new(100, 0, 0, 0.25), TinyModel.Weights(0.5));

        // The local term has centre 0.5 and spread 0.25: log₁₀(1 + eᵘ) is twice the score.
        double value = joint.ValueOf("local", score);
        (double found, string term) = joint.Combine(joint.Of(new PictureTerms(
            [Nothing, Nothing, Nothing, Nothing, Nothing, value], Brightness: 4)));

        Assert.Equal(0.5 + 0.25 * Math.Log(Math.Pow(10, 2 * score) - 1), value, 1e-9);
        Assert.Equal(score, found, 1e-9);
        Assert.Equal("local", term);
    }

    [Fact]
    public void Takes_the_terms_of_an_image_beside_normal_ones_as_bright()
    {
        // By 2 brighter than normal: (4 - 2 - 0.5·2)/0.25 = 4, (5 - 1)/2 = 2, (0 - -1 - -2·2)/0.5 = 10,
        // (-4 - 0 - 1·2)/4 = -1.5, (4 - 3 - 0.25·2)/1 = 0.5 and (1 - 0.5)/0.25 = 2.
        double[] spreads = [4, 2, 10, -1.5, 0.5, 2];

        double[] surprises = TinyModel.Joint.Of(new PictureTerms([4, 5, 0, -4, 4, 1], Brightness: 6));

        Assert.Equal(spreads.Length, surprises.Length);
        Assert.All(spreads.Zip(surprises), pair => Assert.Equal(Of(pair.First), pair.Second, 1e-9));
    }

    [Fact]
    public void Lets_no_brightness_enter_where_there_is_none()
    {
        // As of images of mean brightness: (4 - 2)/0.25 = 8, (-4 - 0)/4 = -1.
        double[] surprises = TinyModel.TileJoint.Of(new PictureTerms([4, 5, 0, -4, 4, 2, 1], Brightness: null));

        Assert.Equal(Of(8), surprises[0], 1e-9);
        Assert.Equal(Of(-1), surprises[3], 1e-9);
        Assert.Equal(Of((2 - 1) / 0.5), surprises[5], 1e-9); // texture
        Assert.Equal(Of((1 - 3) / 2.0), surprises[6], 1e-9); // local
    }

    [Fact]
    public void Fits_the_whole_to_the_mean_surprises_of_normal_images()
    {
        // 0 to 19 spreads of the nearest, of which a third is the mean of surprises.
        double[] means = [.. Enumerable.Range(0, 20).Select(i => Of(i) / 3)];
        TermScales terms = Plain(patches: false, 0.5).Terms;

        JointScore joint = JointScore.Fit(
            Enumerable.Range(0, 20).Select(i => new PictureTerms(
                [i, Nothing, Nothing, Nothing, Nothing, Nothing], Brightness: 0)),
            terms, TinyModel.Weights(0.3));

        Assert.Same(terms, joint.Terms);
        Assert.Equal(TinyModel.Weights(0.3), joint.Weights);
        TermScale expected = TermScale.Of(means);
        Assert.Equal(expected.Centre, joint.Whole.Centre, 1e-9);
        Assert.Equal(expected.Spread, joint.Whole.Spread, 1e-9);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0.8, 0.64)]
    [InlineData(0.5, 0.25)]
    [InlineData(0.1, 0.05)]
    [InlineData(0, 0.05)]
    public void Weighs_the_local_term_by_what_the_place_says(double placeShare, double weight)
    {
        IReadOnlyDictionary<string, double> weights = JointScore.WeightsOfWhole(placeShare);

        Assert.Equal(2, weights.Count);
        Assert.Equal(weight, weights["local"], 1e-12);
        Assert.Equal(1 - weight / 2, weights["whole"], 1e-12);
    }

    [Theory]
    [InlineData(1, 0.15)]
    [InlineData(0.5, 0.0375)]
    [InlineData(0.1, 0.0075)]
    public void Weighs_made_defects_by_how_far_they_are_found(double found, double weight)
    {
        Assert.Equal(weight, JointScore.WeightsOfTiles(found)["madeDefects"], 1e-12);
        IReadOnlyDictionary<string, double> whole = JointScore.WeightsOfWhole(0.5, found);
        Assert.Equal((0.25, 0.875), (whole["local"], whole["whole"]));
        Assert.Equal(weight, whole["madeDefects"], 1e-12);
        Assert.DoesNotContain("madeDefects", JointScore.WeightsOfWhole(0.5).Keys);
    }

    [Fact]
    public void Adds_what_made_defects_say()
    {
        TermScales terms = Plain(patches: false, weight: 0.5).Terms;
        terms["madeDefects"] = new TermScale(0, 0, 0, 1);
        JointScore joint = Plain(patches: false, weight: 0.5) with
        {
            Terms = terms,
            Weights = new Dictionary<string, double> { ["whole"] = 0.75, ["local"] = 0.5, ["madeDefects"] = 0.25 },
        };

        Assert.True(joint.IsUsable(patches: false));
        AssertScore(0.5 * 4 + 0.25 * 2, "local", Score(
            joint, Nothing, Nothing, Nothing, Nothing, Nothing, Spreads(4), Spreads(2)));
        AssertScore(0.5 * 4 + 0.25 * 12, "madeDefects", Score(
            joint, Nothing, Nothing, Nothing, Nothing, Nothing, Spreads(4), Spreads(12)));
    }

    [Fact]
    public void Hears_made_defects_on_the_map_as_far_as_they_are_found()
    {
        JointScore joint = Whole with { Weights = JointScore.WeightsOfWhole(1, 0.5) };

        Assert.Equal(1, joint.PartOnMap("local"));
        Assert.Equal(0.25, joint.PartOnMap("madeDefects"), 1e-12);
        Assert.Equal(1, Whole.PartOnMap("local"));
        Assert.False(joint.IsUsable(patches: false)); // no distribution of theirs
    }

    [Fact]
    public void Hears_the_others_half_beside_pretrained_features()
    {
        IReadOnlyDictionary<string, double> whole = JointScore.WeightsOfWhole(0.5, 0.5, pretrained: true);
        IReadOnlyDictionary<string, double> tiles = JointScore.WeightsOfTiles(pretrained: true);

        Assert.Equal((0.125, 0.4375), (whole["local"], whole["whole"]));
        Assert.Equal((1, 1), (whole["pretrainedSpot"], whole["pretrainedMean"]));
        Assert.Equal(0.0375, whole["madeDefects"], 1e-12); // added, not one of the loudest
        Assert.Equal((0.5, 0.5, 0.25), (tiles["texture"], tiles["nearest"], tiles["local"]));
        JointScore joint = Whole with { Weights = JointScore.WeightsOfWhole(1, 0.5, pretrained: true) };
        Assert.Equal(0.5, joint.PartBesidePretrained);
        Assert.Equal((1, 0.25), (joint.PartOnMap("local"), joint.PartOnMap("madeDefects")));
        Assert.Equal(1, Whole.PartBesidePretrained);
    }

    [Theory]
    [InlineData(4, 1, 3, 4, "pretrainedSpot")]
    [InlineData(1, 4, 3, 4, "pretrainedMean")]
    [InlineData(1, 1, 6, 3, "local")]
    public void Is_the_loudest_of_pretrained_features_and_the_others(
        double spot, double mean, double local, double score, string term)
    {
        JointScore joint = Plain(patches: false, weight: 0.5) with
        {
            Weights = new Dictionary<string, double>
            {
                ["whole"] = 0.375, ["local"] = 0.5, ["pretrainedSpot"] = 1, ["pretrainedMean"] = 1,
            },
        };
        joint = joint.With(new TermScales
        {
            ["pretrainedSpot"] = new TermScale(0, 0, 0, 1), ["pretrainedMean"] = new TermScale(0, 0, 0, 1),
        });

        Assert.True(joint.IsUsable(patches: false));
        AssertScore(score, term, Score(
            joint, Nothing, Nothing, Nothing, Nothing, Nothing, Spreads(local), Spreads(spot), Spreads(mean)));
    }

    [Fact]
    public void Lets_the_nearest_patches_speak_as_loud_as_the_texture()
    {
        // The nearest alone says 4; of the whole that makes a third.
        var joint = new JointScore(Tiles.Terms, Tiles.Whole, JointScore.WeightsOfTiles());

        AssertScore(4, "nearest", Score(
            joint, Spreads(4), Nothing, Nothing, Nothing, Nothing, Spreads(3), Spreads(6)));
        AssertScore(0.5 * 9, "local", Score(
            joint, Spreads(4), Nothing, Nothing, Nothing, Nothing, Spreads(3), Spreads(9)));
    }

    [Fact]
    public void Can_be_used_with_its_own_terms_and_a_weight_alone()
    {
        Assert.True(Whole.IsUsable(patches: false));
        Assert.True(Tiles.IsUsable(patches: true));
        Assert.False(Whole.IsUsable(patches: true));
        Assert.False(Tiles.IsUsable(patches: false));
        Assert.False((Whole with { Weights = TinyModel.Weights(0) }).IsUsable(patches: false));
        Assert.False((Whole with { Weights = TinyModel.Weights(1.5) }).IsUsable(patches: false));
        Assert.False((Whole with { Weights = TinyModel.Weights(double.NaN) }).IsUsable(patches: false));
        Assert.False((Whole with { Weights = TinyModel.Weights(0.5, "texture") }).IsUsable(patches: false));
        Assert.False((Whole with { Weights = new Dictionary<string, double>() }).IsUsable(patches: false));
        Assert.False((Whole with { Whole = new(0, 0, 0, 0) }).IsUsable(patches: false));
    }

    private static JointScore Plain(bool patches, double weight)
    {
        var terms = new TermScales();
        foreach (string name in ScoreTerms.NamesFor(patches))
            terms[name] = new TermScale(0, 0, 0, 1);
        return new JointScore(
            terms, new TermScale(0, 0, 0, 1),
            patches ? TinyModel.Weights(weight, "texture") : TinyModel.Weights(weight));
    }

    private static (double Score, string Term) Score(JointScore joint, params double[] spreads) =>
        joint.Combine(joint.Of(new PictureTerms(spreads, Brightness: 0)));

    private static void AssertScore(double score, string term, (double Score, string Term) found)
    {
        Assert.Equal(score, found.Score, 1e-9);
        Assert.Equal(term, found.Term);
    }

    // log₁₀(1 + eᵘ), and back.
    private static double Of(double spreads) => Math.Log10(1 + Math.Exp(spreads));

    private static double Spreads(double surprise) => Math.Log(Math.Pow(10, surprise) - 1);
}
