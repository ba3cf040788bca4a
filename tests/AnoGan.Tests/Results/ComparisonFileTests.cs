using System.Text.Json;
using AnoGan.Evaluation;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Results;

public sealed class ComparisonFileTests
{
    [Fact]
    public void Has_the_names_that_scripts_read()
    {
        using var temp = new TempFolder();
        RunComparison comparison = RunComparer.Compare(
            [
                new()
                {
                    Path = "a",
                    Label = "good",
                    Score = 1,
                    IsAnomaly = false,
                },
                new()
                {
                    Path = "b",
                    Label = "crack",
                    Score = 2,
                    IsAnomaly = false,
                },
                new()
                {
                    Path = "c",
                    Label = "good",
                    Score = 2,
                },
            ],
            [
                new()
                {
                    Path = "a",
                    Label = "good",
                    Score = 1,
                    IsAnomaly = false,
                },
                new()
                {
                    Path = "b",
                    Label = "crack",
                    Score = 0.5,
                    IsAnomaly = true,
                },
                new() { Path = "d", Label = "good" },
            ]);

        ComparisonFile.Write(
            temp["new/c.json"], comparison with { Gates = [new("tolerance", false, 1.5, 1, "found 1.5")] });

        string expected = """
            {
              "format": "anogan-comparison",
              "format_version": 1,
              "identical": false,
              "baseline_images": 3,
              "new_images": 3,
              "common_images": 2,
              "compared_images": 2,
              "missing_images": ["c"],
              "added_images": ["d"],
              "newly_failed_images": [],
              "newly_scored_images": [],
              "changed_scores": 1,
              "largest_change": { "image": "b", "baseline": 2, "new": 0.5, "change": 1.5 },
              "mean_change": 0.75,
              "rank_correlation": -1,
              "verdicts": { "in_baseline": 2, "in_new": 2, "compared": 2, "normal_to_anomaly": ["b"], "anomaly_to_normal": [], "flips": 1 },
              "auroc": { "normal_label": "good", "normal_images": 1, "anomalous_images": 1, "baseline": 1, "new": 0, "change": -1 },
              "why_no_auroc": null,
              "gates": [{ "name": "tolerance", "passed": false, "found": 1.5, "limit": 1, "message": "found 1.5" }],
              "passed": false
            }
            """;
        using JsonDocument wanted = JsonDocument.Parse(expected),
            written = JsonDocument.Parse(File.ReadAllBytes(temp["new/c.json"]));
        Assert.True(JsonElement.DeepEquals(wanted.RootElement, written.RootElement), written.RootElement.GetRawText());
        Assert.Single(Directory.GetFileSystemEntries(temp["new/"]));
    }

    [Fact]
    public void Leaves_nothing_behind_when_it_cannot_be_written()
    {
        using var temp = new TempFolder();
        Directory.CreateDirectory(temp["taken.json/inside"]);
        ScoreRow[] rows = [new() { Path = "a", Label = "good", Score = 1 }];

        var refusal = Assert.Throws<AnoGanException>(() =>
            ComparisonFile.Write(temp["taken.json"], RunComparer.Compare(rows, rows)));

        Assert.StartsWith($"{temp["taken.json"]}: cannot be written (", refusal.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(temp.Path));
    }
}
