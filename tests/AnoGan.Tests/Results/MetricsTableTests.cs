using AnoGan.Evaluation;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Results;

public sealed class MetricsTableTests
{
    [Fact]
    public void Shows_folders_side_by_side_and_only_what_one_of_them_has()
    {
        EvaluationMetrics first = Compute(
            new()
            {
                Path = "a",
                Label = "good",
                Score = 1,
                Residual = 1,
                IsAnomaly = false,
                Surprises = TableText.Surprises(("surprise_local", 1)),
            },
            new()
            {
                Path = "b",
                Label = "crack",
                Score = 2,
                Residual = 0,
                IsAnomaly = true,
                Surprises = TableText.Surprises(("surprise_local", 2)),
            }
        ) with
        {
            Method = "anogan",
            WishedFalsePositiveRate = 0.05,
        };
        EvaluationMetrics second = Compute(
            new() { Path = "a", Label = "good", Score = 1 }, new() { Path = "b", Label = "crack", Score = 1 },
            new() { Path = "c", Label = "good" });
        first = first with
        {
            PixelAuroc = 0.75,
            Aupro = 0.5,
            Classes = new Dictionary<string, ClassMetrics>
            {
                ["crack"] = first.Classes["crack"] with { PixelAuroc = 0.625, Aupro = 0.25 },
            },
        };
        using var output = new StringWriter { NewLine = "\n" };

        MetricsTable.Write([("runs/gan", first), ("runs/mean", second)], output);

        Assert.Equal("""
            results                            runs/gan                 runs/mean
            method                             anogan                   -
            normal images                      1 (good)                 1 (good)
            anomalous images                   1                        1
            without a score                    -                        1 (left out)
            AUROC                              1.0000 [1.0000, 1.0000]  0.5000 [0.5000, 0.5000]
            average precision                  1.0000                   0.5000
            residual alone, AUROC              0.0000 [0.0000, 0.0000]  -
            residual alone, average precision  0.5000                   -
            surprise_local alone, AUROC        1.0000 [1.0000, 1.0000]  -
            F1 at the calibrated threshold     1.0000                   -
              true positives                   1                        -
              false negatives                  0                        -
              false positives                  0                        -
              true negatives                   1                        -
              false-positive rate              0.0000                   -
              wished false-positive rate       0.0500                   -
            sensitivity at specificity 0.95    1.0000                   0.0000
            sensitivity at specificity 0.99    1.0000                   0.0000
            pixel AUROC                        0.7500                   -
            AUPRO                              0.5000                   -
            AUROC of crack                     1.0000 (1 of 1 found)    0.5000 (1 images)
            pixel AUROC of crack               0.6250                   -
            AUPRO of crack                     0.2500                   -

            """, output.ToString());
    }

    private static EvaluationMetrics Compute(params ScoreRow[] rows) =>
        ImageEvaluation.Compute(rows, "good", 10, seed: 1, TestContext.Current.CancellationToken);
}
