using System.Text.Json;
using AnoGan.Evaluation;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Results;

public sealed class MetricsFileTests
{
    private static readonly ScoreRow[] Rows =
    [
        new() { Path = "a", Label = "good", Score = 1, FeatureDistance = 1, IsAnomaly = false },
        new() { Path = "b", Label = "Big crack", Score = 2, FeatureDistance = 2, IsAnomaly = true },
    ];

    [Fact]
    public void Has_the_names_that_scripts_read()
    {
        using var temp = new TempFolder();
        EvaluationMetrics metrics = ImageEvaluation.Compute(
            Rows, "good", 10, seed: 3, TestContext.Current.CancellationToken);

        MetricsFile.Write(
            temp["new/m.json"],
            metrics with
            {
                Method = "anogan",
                PixelAuroc = 0.75,
                WishedFalsePositiveRate = 0.05,
                Classes = new Dictionary<string, ClassMetrics>
                {
                    ["Big crack"] = metrics.Classes["Big crack"] with { PixelAuroc = 0.625 },
                },
            }
        );

        string expected = """
            {
              "format": "anogan-metrics",
              "format_version": 1,
              "method": "anogan",
              "normal_label": "good",
              "normal_images": 1,
              "anomalous_images": 1,
              "failed_images": 0,
              "image_auroc": 1,
              "image_auroc_interval": [1, 1],
              "average_precision": 1,
              "pixel_auroc": 0.75,
              "aupro": null,
              "f1": 1,
              "confusion": { "true_positives": 1, "false_positives": 0, "true_negatives": 1, "false_negatives": 0 },
              "sensitivity_at_specificity": { "0.95": 1, "0.99": 1 },
              "false_positive_rate": 0,
              "wished_false_positive_rate": 0.05,
              "classes": { "Big crack": { "images": 1, "detected": 1, "auroc": 1, "pixel_auroc": 0.625, "aupro": null } },
              "terms": {
                "score": { "auroc": 1, "interval": [1, 1], "average_precision": 1 },
                "feature_distance": { "auroc": 1, "interval": [1, 1], "average_precision": 1 }
              },
              "bootstrap": 10,
              "seed": 3
            }
            """;
        using JsonDocument wanted = JsonDocument.Parse(expected),
            written = JsonDocument.Parse(File.ReadAllBytes(temp["new/m.json"]));
        Assert.True(JsonElement.DeepEquals(wanted.RootElement, written.RootElement), written.RootElement.GetRawText());
        Assert.Single(Directory.GetFileSystemEntries(temp["new/"]));
    }

    [Fact]
    public void Leaves_nothing_behind_when_it_cannot_be_written()
    {
        using var temp = new TempFolder();
        Directory.CreateDirectory(temp["taken.json/inside"]);
        EvaluationMetrics metrics = ImageEvaluation.Compute(
            Rows, "good", 10, seed: 3, TestContext.Current.CancellationToken);

        var refusal = Assert.Throws<AnoGanException>(() => MetricsFile.Write(temp["taken.json"], metrics));

        Assert.StartsWith($"{temp["taken.json"]}: cannot be written (", refusal.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(temp.Path));
    }
}
