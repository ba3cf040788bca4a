using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Models;

public sealed class CalibrationTests
{
    private static readonly Calibration Valid = TinyModel.Manifest(TinyNetworks.Spec).Calibration;
    private static readonly Calibration OfPatches = TinyModel.TileManifest(TinyNetworks.Spec).Calibration;

    [Theory]
    [MemberData(nameof(Broken))]
    public void Is_refused_where_scoring_could_not_use_it(string what, Calibration calibration)
    {
        Valid.Validate("model.json");

        var refusal = Assert.Throws<AnoGanException>(() => calibration.Validate("model.json"));

        Assert.StartsWith("model.json: a calibration of ", refusal.Message, StringComparison.Ordinal);
        Assert.NotEmpty(what);
    }

    [Fact]
    public void Is_refused_where_a_term_is_missing_or_unknown()
    {
        AssertRefused(Valid with { Joint = Valid.Joint with { Terms = new() { ["nearest"] = new(0, 0, 0, 1) } } });
        AssertRefused(Valid with { Joint = JointWith("other", new(0, 0, 0, 1)) });

        // Texture is a term of patches alone.
        AssertRefused(Valid with { Joint = TinyModel.TileJoint });
        AssertRefused(OfPatches with { Joint = TinyModel.Joint });
        AssertRefused(OfPatches with { Tiles = OfPatches.Tiles! with { Terms = TinyModel.Terms } });
        OfPatches.Validate("model.json");
    }

    [Fact]
    public void Counts_added_pictures_only_where_they_score_higher()
    {
        Calibration plain = Valid with { Scores = [1, 2, 3, 4, 5], PaperScores = [1, 1, 1, 1, 1] };

        Assert.Equal([3, 4, 4.5, 5, 9], With(0.5, 4.5, 9).ScoresOf(ScoreKind.Combined));
        Assert.Equal([1, 1, 1, 1, 1], With(0.5, 4.5, 9).ScoresOf(ScoreKind.Paper));

        // A hundred that score low make no p-value smaller.
        Assert.Equal(
            plain.Scores, With([.. Enumerable.Repeat(0.5, 100)]).ScoresOf(ScoreKind.Combined));

        Calibration With(params double[] scores) => plain with
        {
            Added = [new AddedPictures("alarms", TinyRuns.Now, ["ab"], "cd", scores, 1, 0)],
        };
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(2)]
    public void Knows_the_level_of_the_map_that_makes_a_score(double score)
    {
        // The local term, of weight 0.5, centre 0.5 and spread 0.25, makes it where 0.5 · log₁₀(1 + eᵘ) is the score;
        // the map shows the same value beside the centre -0.5 and the spread 0.5 of its pixels.
        double value = 0.5 + 0.25 * Math.Log(Math.Pow(10, score / 0.5) - 1);
        double level = Math.Log10(1 + Math.Exp((value + 0.5) / 0.5)) / 16;

        Assert.Equal(level, Valid.MapLevelOf(score), 1e-12);

        // And back.
        double back = Valid.Pixel.ValueAt(AnomalyLevel.Spreads(Valid.MapLevelOf(score)));
        Assert.Equal(score, 0.5 * Math.Log10(1 + Math.Exp((back - 0.5) / 0.25)), 1e-9);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(2)]
    public void Knows_the_level_of_a_map_of_tiles_that_makes_a_score(double score)
    {
        // The local term, of weight 0.4, centre 3 and spread 2, is in spreads already.
        double spreads = 3 + 2 * Math.Log(Math.Pow(10, score / 0.4) - 1);

        Assert.Equal(Math.Log10(1 + Math.Exp(spreads)) / 16, OfPatches.MapLevelOf(score), 1e-12);
    }

    [Fact]
    public void Knows_no_level_above_1()
    {
        Assert.Equal(1, Valid.MapLevelOf(100));
        Assert.Equal(1, OfPatches.MapLevelOf(100));
        Assert.InRange(Valid.MapLevelOf(1e-6), 0, 1e-2);
    }

    private static void AssertRefused(Calibration calibration) =>
        Assert.Throws<AnoGanException>(() => calibration.Validate("model.json"));

    private static JointScore JointWith(string name, TermScale scale)
    {
        JointScore joint = TinyModel.Joint;
        joint.Terms[name] = scale;
        return joint;
    }

    private static TileScales TilesWith(string name, TermScale scale)
    {
        TileScales tiles = TinyModel.TileScales;
        tiles.Terms[name] = scale;
        return tiles;
    }

    public static TheoryData<string, Calibration> Broken() =>
        new()
        {
            { "no scores", Valid with { Scores = [], PaperScores = [], Residuals = [], FeatureDistances = [] } },
            { "unsorted scores", Valid with { Scores = [0.2, 0.1] } },
            { "unsorted paper scores", Valid with { PaperScores = [0.2, 0.1] } },
            { "unsorted residuals", Valid with { Residuals = [0.2, 0.1] } },
            { "unsorted feature distances", Valid with { FeatureDistances = [0.2, 0.1] } },
            { "one paper score", Valid with { PaperScores = [0.1] } },
            { "three residuals", Valid with { Residuals = [0.1, 0.2, 0.3] } },
            { "a score that is no number", Valid with { Scores = [double.NaN, 0.1] } },
            { "a scale of 0", Valid with { HeatmapScale = 0 } },
            { "a scale above 1", Valid with { HeatmapScale = 1.5 } },
            { "a scale that is no number", Valid with { HeatmapScale = double.NaN } },
            {
                "nearest images that do not vary",
                Valid with { Joint = JointWith("nearest", new(0, 0, 0, 0)) }
            },
            {
                "critic features of a negative spread",
                Valid with { Joint = JointWith("criticFeatures", new(0, 0, 0, -1)) }
            },
            {
                "a difference of no centre",
                Valid with { Joint = JointWith("featureDifference", new(double.NaN, 0, 0, 1)) }
            },
            {
                "a latent spread that is no number",
                Valid with { Joint = JointWith("latent", new(0, 0, 0, double.NaN)) }
            },
            {
                "a peak residual of no slope",
                Valid with { Joint = JointWith("peakResidual", new(0, double.NaN, 0, 1)) }
            },
            { "a local term that does not vary", Valid with { Joint = JointWith("local", new(0, 0, 0, 0)) } },
            { "a whole of no centre", Valid with { Joint = Valid.Joint with { Whole = new(double.NaN, 0, 0, 1) } } },
            { "a local weight of 0", Valid with { Joint = Valid.Joint with { Weights = TinyModel.Weights(0) } } },
            { "a local weight above 1", Valid with { Joint = Valid.Joint with { Weights = TinyModel.Weights(1.5) } } },
            { "pixels that do not vary", Valid with { Pixel = new(0, 0, 0, 0) } },
            { "a texture that does not vary", OfPatches with { Tiles = TilesWith("texture", new(0, 0, 0, 0)) } },
            {
                "tiles of no combined centre",
                OfPatches with { Tiles = TinyModel.TileScales with { Combined = new(double.NaN, 0, 0, 1) } }
            },
            {
                "a term of endless brightness",
                Valid with { Joint = JointWith("latent", new(0, 0, double.PositiveInfinity, 1)) }
            },
        };

    [Fact]
    public void Has_the_scores_of_both_kinds()
    {
        Assert.Equal([0.1, 0.2], Valid.ScoresOf(ScoreKind.Combined));
        Assert.Equal([0.05, 0.06], Valid.ScoresOf(ScoreKind.Paper));
    }
}
