using AnoGan.Evaluation;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Evaluation;

public sealed class ImageEvaluationTests
{
    private static readonly ScoreRow[] Rows =
    [
        Row("crack", 5, residual: 0.5, isAnomaly: true), Row("crack", 2, residual: 0.1, isAnomaly: false),
        Row("stain", 4, residual: 0.4, isAnomaly: true), Row("good", 1, residual: 0.2, isAnomaly: false),
        Row("good", 3, residual: 0.3, isAnomaly: true), new() { Path = "x", Label = "good" },
    ];

    [Fact]
    public void Compares_one_label_with_the_others()
    {
        EvaluationMetrics metrics = Compute(Rows);

        // 5 and 4 are above both normal images, 2 above one; from the top: 5, 4, (3), 2.
        Assert.Equal(
            ("good", 2, 3, 1),
            (metrics.NormalLabel, metrics.NormalImages, metrics.AnomalousImages, metrics.FailedImages));
        Assert.Equal(5.0 / 6, metrics.ImageAuroc, 1e-12);
        Assert.Equal((1 + 1 + 3.0 / 4) / 3, metrics.AveragePrecision, 1e-12);
        Assert.InRange(metrics.ImageAuroc, metrics.ImageAurocInterval.Low, metrics.ImageAurocInterval.High);
        Assert.Equal(2.0 / 3, metrics.SensitivityAtSpecificity["0.95"], 1e-12);
        Assert.Equal(["0.95", "0.99"], metrics.SensitivityAtSpecificity.Keys);
    }

    [Fact]
    public void Counts_verdicts()
    {
        EvaluationMetrics metrics = Compute(Rows);

        Assert.Equal(
            new ConfusionMatrix(TruePositives: 2, FalsePositives: 1, TrueNegatives: 1, FalseNegatives: 1),
            metrics.Confusion);
        Assert.Equal(2 * 2 / (2 * 2 + 1 + 1.0), metrics.F1);
        Assert.Equal(0.5, metrics.FalsePositiveRate);
    }

    [Fact]
    public void Measures_each_anomalous_label_against_the_normal_one()
    {
        EvaluationMetrics metrics = Compute(Rows);

        Assert.Equal(["crack", "stain"], metrics.Classes.Keys);
        Assert.Equal(new ClassMetrics(2, 1, 0.75), metrics.Classes["crack"]);
        Assert.Equal(new ClassMetrics(1, 1, 1), metrics.Classes["stain"]);
    }

    [Fact]
    public void Leaves_out_the_numbers_that_a_method_does_not_have()
    {
        EvaluationMetrics metrics = Compute(Rows),
            bare = Compute([.. Rows.Select(row => row with { Residual = null, IsAnomaly = null })]);

        Assert.Equal(["score", "residual"], metrics.Terms.Keys);
        Assert.Equal(4.0 / 6, metrics.Terms["residual"].Auroc, 1e-12);
        Assert.Equal(["score"], bare.Terms.Keys);
        Assert.Equal((null, null, null), (bare.Confusion, bare.F1, bare.FalsePositiveRate));
        Assert.Equal(new ClassMetrics(2, null, 0.75), bare.Classes["crack"]);
    }

    [Fact]
    public void Measures_what_each_term_tells_apart_alone()
    {
        // 5 and 4 of crack and stain are above both normal images, 2 above one.
        EvaluationMetrics metrics = Compute(
            [
                .. Rows.Select(row => row.Score is not { } score ? row : row with
                {
                    Surprises = TableText.Surprises(("surprise_nearest", -score), ("surprise_local", score)),
                }),
            ]);

        Assert.Equal(["score", "residual", "surprise_nearest", "surprise_local"], metrics.Terms.Keys);
        Assert.Equal(5.0 / 6, metrics.Terms["surprise_local"].Auroc, 1e-12);
        Assert.Equal(1.0 / 6, metrics.Terms["surprise_nearest"].Auroc, 1e-12);
    }

    [Fact]
    public void Leaves_out_a_number_that_some_images_lack()
    {
        EvaluationMetrics metrics = Compute([.. Rows, Row("good", 0, residual: null, isAnomaly: null)]);

        Assert.Equal(["score"], metrics.Terms.Keys);
        Assert.Null(metrics.Confusion);
    }

    [Fact]
    public void Needs_scores_of_both_kinds()
    {
        Assert.Throws<ArgumentException>(() =>
            Compute([Row("good", 1, null, null), new() { Path = "x", Label = "crack" }]));
        Assert.Throws<ArgumentException>(() => Compute([Row("crack", 1, null, null)]));
    }

    private static EvaluationMetrics Compute(ScoreRow[] rows) =>
        ImageEvaluation.Compute(rows, "good", resamples: 50, seed: 1, TestContext.Current.CancellationToken);

    private static ScoreRow Row(string label, double score, double? residual, bool? isAnomaly) =>
        new()
        {
            Path = $"{label}/{score}.png",
            Label = label,
            Score = score,
            Residual = residual,
            IsAnomaly = isAnomaly,
        };
}
