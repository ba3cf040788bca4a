using System.Text.Json;

namespace AnoGan.Cli.Tests;

public sealed class ScoreAndEvaluateTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    [Fact]
    [Trait("Category", "Slow")]
    public async Task What_was_scored_can_be_evaluated_with_masks_and_scored_again()
    {
        using var folder = new TempFolder();
        string[] score =
        [
            "score", tiny.Test, "--model", tiny.Model, "--out", folder["out"], "--threads", "1", "--steps", "1",
            "--quiet",
        ];
        Assert.Equal(0, (await CommandRun.Of(score)).ExitCode);

        CommandRun run = await CommandRun.Of(
            "evaluate", folder["out"], "--masks", Path.Combine(tiny.Data, "ground_truth"), "--quiet");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using JsonDocument json = JsonDocument.Parse(
            await File.ReadAllBytesAsync(folder["out/metrics.json"], TestContext.Current.CancellationToken));
        JsonElement root = json.RootElement;
        Assert.Equal(
            ("anogan", "good", 3, 8),
            (
                root.GetProperty("method").GetString(),
                root.GetProperty("normal_label").GetString(),
                root.GetProperty("normal_images").GetInt32(),
                root.GetProperty("anomalous_images").GetInt32()));
        Assert.InRange(root.GetProperty("pixel_auroc").GetDouble(), 0, 1);
        Assert.InRange(root.GetProperty("aupro").GetDouble(), 0, 1);
        Assert.Equal(
            [
                "score", "residual", "feature_distance", "surprise_nearest", "surprise_critic_features",
                "surprise_feature_difference", "surprise_latent", "surprise_peak_residual", "surprise_local",
                "surprise_made_defects",
            ],
            root.GetProperty("terms").EnumerateObject().Select(term => term.Name));
        Assert.Equal(4, root.GetProperty("classes").EnumerateObject().Count());
        Assert.Equal(0, (await CommandRun.Of([.. score, "--overwrite"])).ExitCode);
    }
}
