using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Models;

public sealed class CalibrationTests
{
    private static readonly Calibration Valid = TinyModel.Manifest(TinyNetworks.Spec).Calibration;

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
        var missing = new TermScales { ["nearest"] = new(0, 0, 0, 1) };

        Assert.Throws<AnoGanException>(() => (Valid with { Terms = missing }).Validate("model.json"));
        Assert.Throws<AnoGanException>(() =>
            (Valid with { Terms = TermsWith("other", new(0, 0, 0, 1)) }).Validate("model.json"));
    }

    private static TermScales TermsWith(string name, TermScale scale)
    {
        TermScales terms = TinyModel.Terms;
        terms[name] = scale;
        return terms;
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
                Valid with { Terms = TermsWith("nearest", new(0, 0, 0, 0)) }
            },
            {
                "critic features of a negative deviation",
                Valid with { Terms = TermsWith("criticFeatures", new(0, 0, 0, -1)) }
            },
            {
                "a difference of no mean",
                Valid with { Terms = TermsWith("featureDifference", new(double.NaN, 0, 0, 1)) }
            },
            {
                "a latent deviation that is no number",
                Valid with { Terms = TermsWith("latent", new(0, 0, 0, double.NaN)) }
            },
            {
                "a peak residual of no slope",
                Valid with { Terms = TermsWith("peakResidual", new(0, double.NaN, 0, 1)) }
            },
            { "region peaks out of order", Valid with { RegionPeaks = [0.3, 0.2] } },
            { "one region peak", Valid with { RegionPeaks = [0.2] } },
            { "regions of no pixel", Valid with { RegionArea = 0 } },
            {
                "a texture that does not vary",
                Valid with
                {
                    Tiles = TinyModel.TileScales with { Texture = new(0, 0, 0, 0) },
                }
            },
            {
                "a spot of no mean",
                Valid with
                {
                    Tiles = TinyModel.TileScales with { Spot = new(double.NaN, 0, 0, 1) },
                }
            },
            {
                "a term of endless brightness",
                Valid with { Terms = TermsWith("latent", new(0, 0, double.PositiveInfinity, 1)) }
            },
        };

    [Fact]
    public void Has_the_scores_of_both_kinds()
    {
        Assert.Equal([0.1, 0.2], Valid.ScoresOf(ScoreKind.Combined));
        Assert.Equal([0.05, 0.06], Valid.ScoresOf(ScoreKind.Paper));
    }
}
