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

    public static TheoryData<string, Calibration> Broken() => new()
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
        { "a term that does not vary", Valid with { Terms = new Dictionary<string, TermScale> { ["latent"] = new(0, 0) } } },
        { "a term that is no number", Valid with { Terms = new Dictionary<string, TermScale> { ["latent"] = new(0, double.NaN) } } },
    };

    [Fact]
    public void Has_the_scores_of_both_kinds()
    {
        Assert.Equal([0.1, 0.2], Valid.ScoresOf(ScoreKind.Combined));
        Assert.Equal([0.05, 0.06], Valid.ScoresOf(ScoreKind.Paper));
    }
}
