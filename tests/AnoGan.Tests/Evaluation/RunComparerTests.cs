using AnoGan.Evaluation;
using AnoGan.Results;

namespace AnoGan.Tests.Evaluation;

public sealed class RunComparerTests
{
    private static readonly ScoreRow[] Baseline =
    [
        Row("crack/a", 4, true), Row("crack/b", 2, false), Row("good/a", 1, false), Row("good/b", 3, true),
    ];

    [Fact]
    public void Says_that_runs_are_identical_whatever_the_order_of_their_rows()
    {
        RunComparison comparison = RunComparer.Compare(Baseline, [.. Baseline.Reverse()]);

        Assert.True(comparison.Identical && comparison.Passed);
        Assert.Equal(
            (4, 4, 4, 4, 0),
            (
                comparison.BaselineImages, comparison.NewImages, comparison.CommonImages, comparison.ComparedImages,
                comparison.ChangedScores));
        Assert.Equal((0, 0, 1), (comparison.LargestChange!.Change, comparison.MeanChange, comparison.RankCorrelation));
        Assert.Equal((0, 4), (comparison.Verdicts.Flips, comparison.Verdicts.Compared));
        Assert.Equal(new AurocChange("good", 2, 2, 0.75, 0.75), comparison.Auroc);
        Assert.Equal(0, comparison.Auroc!.Change);
    }

    [Fact]
    public void Measures_what_changed()
    {
        // Changes 0, 1.5, 0.25, 0. Ranks before 4, 2, 1, 3 and now 4, 3, 1, 2: 1 - 6·2 / (4·15).
        ScoreRow[] now =
        [
            Row("crack/a", 4, false), Row("crack/b", 3.5, true), Row("good/a", 0.75, false), Row("good/b", 3, false),
        ];

        RunComparison comparison = RunComparer.Compare(Baseline, now);

        Assert.False(comparison.Identical);
        Assert.Equal(new ScoreChange("crack/b", 2, 3.5), comparison.LargestChange);
        Assert.Equal((2, 1.75 / 4), (comparison.ChangedScores, comparison.MeanChange));
        Assert.Equal(0.8, comparison.RankCorrelation!.Value, 1e-12);
        Assert.Equal(["crack/b"], comparison.Verdicts.NormalToAnomaly);
        Assert.Equal(["crack/a", "good/b"], comparison.Verdicts.AnomalyToNormal);
        Assert.Equal((0.75, 1, 0.25), (comparison.Auroc!.Baseline, comparison.Auroc.New, comparison.Auroc.Change));
    }

    [Fact]
    public void Names_images_that_came_went_failed_and_recovered()
    {
        ScoreRow[] before =
        [
            Row("b", 1), Row("a", 2), Row("lost", 3), Row("mended", null), Row("stays", 4), Row("bad", null),
        ];
        ScoreRow[] now =
        [
            Row("stays", 4), Row("lost", null), Row("mended", 5), Row("z", null), Row("y", 1), Row("bad", null),
        ];

        RunComparison comparison = RunComparer.Compare(before, now);

        Assert.Equal(
            (6, 6, 4, 1),
            (comparison.BaselineImages, comparison.NewImages, comparison.CommonImages, comparison.ComparedImages));
        Assert.Equal(["a", "b"], comparison.MissingImages);
        Assert.Equal(["y", "z"], comparison.AddedImages);
        Assert.Equal(["lost"], comparison.NewlyFailedImages);
        Assert.Equal(["mended"], comparison.NewlyScoredImages);
        Assert.Null(comparison.RankCorrelation);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(true, null)]
    [InlineData(null, null)]
    public void Counts_no_flip_without_both_verdicts(bool? before, bool? now)
    {
        VerdictChanges verdicts = RunComparer.Compare([Row("a", 1, before)], [Row("a", 1, now)]).Verdicts;

        Assert.Equal(
            (before is null ? 0 : 1, now is null ? 0 : 1, 0, 0),
            (verdicts.InBaseline, verdicts.InNew, verdicts.Compared, verdicts.Flips));
    }

    [Fact]
    public void Takes_the_auroc_over_images_with_a_score_in_both()
    {
        // Without crack/b, which has no score now: 4 above 1 and 3, then 4 above 1 but below 5.
        ScoreRow[] now = [Row("crack/a", 4), Row("crack/b", null), Row("good/a", 1), Row("good/b", 5)];

        Assert.Equal(new AurocChange("good", 2, 1, 1, 0.5), RunComparer.Compare(Baseline, now).Auroc);
        Assert.Equal(new AurocChange("crack", 1, 2, 0, 0.5), RunComparer.Compare(Baseline, now, "crack").Auroc);
    }

    [Fact]
    public void Rounds_the_change_of_the_auroc_once()
    {
        // Of 10 pairs 8 and then 7 in the right order; 0.8 - 0.7 is more than 0.1.
        Assert.Equal(-0.1, new AurocChange("good", 10, 1, 0.8, 0.7).Change);
    }

    [Theory]
    [InlineData("x/a", "y/b", "found the labels x, y, expected good or normal among them; name the normal one with "
        + "--normal")]
    [InlineData("good/a", "good/b", "found 2 normal images (good) and 0 others with a score in both, expected some of "
        + "both")]
    [InlineData("a", "good/b", "found no label of a, expected the name of a sub-folder; give --labels")]
    public void Says_why_there_is_no_auroc(string first, string second, string why)
    {
        ScoreRow[] rows = [Row(first, 1), Row(second, 2)];

        RunComparison comparison = RunComparer.Compare(rows, rows);

        Assert.Equal((null, why), (comparison.Auroc, comparison.WhyNoAuroc));
    }

    [Fact]
    public void Has_no_auroc_of_labels_that_differ()
    {
        ScoreRow[] now = [Baseline[0] with { Label = "good" }, .. Baseline[1..]];

        Assert.Equal(
            "found crack/a labelled 'good', expected 'crack' as in the baseline; give --labels",
            RunComparer.Compare(Baseline, now).WhyNoAuroc);
    }

    [Fact]
    public void Compares_nothing_where_no_image_is_in_both()
    {
        RunComparison comparison = RunComparer.Compare([Row("a", 1)], [Row("b", 1)]);

        Assert.Equal(
            (0, 0, null, null, null),
            (
                comparison.CommonImages, comparison.ComparedImages, comparison.LargestChange, comparison.MeanChange,
                comparison.RankCorrelation));
        Assert.False(comparison.Identical);
    }

    [Fact]
    public void Stays_finite_for_scores_far_apart()
    {
        RunComparison comparison = RunComparer.Compare(
            [Row("a", double.MaxValue), Row("b", -1e308)], [Row("a", double.MinValue), Row("b", 1e308)]);

        Assert.Equal((double.MaxValue, double.MaxValue), (comparison.LargestChange!.Change, comparison.MeanChange));
    }

    [Theory]
    [InlineData(new[] { 1.0, 2, 3 }, new[] { 10.0, 20, 1000 }, 1)]
    [InlineData(new[] { 1.0, 2, 3 }, new[] { 3.0, 2, -1 }, -1)]
    [InlineData(new[] { 1.0, 2, 3, 4, 5 }, new[] { 2.0, 1, 4, 3, 5 }, 0.8)] // differing by 1 four times: 1 - 6·4 / 120
    [InlineData(new[] { 1.0, 2 }, new[] { 7.0, 6 }, -1)]
    public void Rank_correlation_is_that_of_the_ranks(double[] first, double[] second, double expected) =>
        Assert.Equal(expected, RunComparer.RankCorrelation(first, second)!.Value, 1e-12);

    [Fact]
    public void Rank_correlation_gives_ties_the_mean_of_their_ranks()
    {
        // Ranks 1, 2.5, 2.5, 4 and 2, 1, 3.5, 3.5; less their mean -1.5, 0, 0, 1.5 and -0.5, -1.5, 1, 1.
        // Products 0.75 + 1.5 = 2.25; squares 4.5 and 4.5.
        Assert.Equal(0.5, RunComparer.RankCorrelation([5, 6, 6, 9], [2, 1, 3, 3])!.Value, 1e-12);
    }

    [Fact]
    public void Rank_correlation_is_exactly_1_for_the_same_order()
    {
        double[] values = [.. Enumerable.Range(0, 1001).Select(i => i * 7919 % 1001 / 3.0)];

        Assert.Equal(1.0, RunComparer.RankCorrelation(values, [.. values.Select(v => v * v)]));
    }

    [Theory]
    [InlineData(new double[0], new double[0])]
    [InlineData(new[] { 1.0 }, new[] { 1.0 })]
    [InlineData(new[] { 1.0, 1, 1 }, new[] { 1.0, 2, 3 })]
    [InlineData(new[] { 1.0, 2, 3 }, new[] { 4.0, 4, 4 })]
    public void Rank_correlation_is_nothing_where_there_is_no_order(double[] first, double[] second) =>
        Assert.Null(RunComparer.RankCorrelation(first, second));

    // The label is the path's folder.
    private static ScoreRow Row(string path, double? score, bool? isAnomaly = null) => new()
    {
        Path = path,
        Label = path.Contains('/', StringComparison.Ordinal) ? path[..path.IndexOf('/', StringComparison.Ordinal)] : "",
        Score = score,
        IsAnomaly = isAnomaly,
    };
}
