using System.Text.Json;
using AnoGan.Images;

namespace AnoGan.Cli.Tests;

/// <summary>The commands with a model that sees pictures in patches.</summary>
public sealed class PatchTests(TinyPatchRun tiny) : IClassFixture<TinyPatchRun>
{
    [Fact]
    public async Task Training_leaves_a_model_that_says_how_pictures_are_prepared_and_cut()
    {
        using JsonDocument json = JsonDocument.Parse(
            await File.ReadAllBytesAsync(Path.Combine(tiny.Model, "model.json"), TestContext.Current.CancellationToken)
        );

        JsonElement root = json.RootElement, setup = root.GetProperty("setup"),
            preparation = setup.GetProperty("preparation"), tiles = setup.GetProperty("tiles");
        Assert.Equal(12, setup.GetProperty("network").GetProperty("size").GetInt32());
        Assert.Equal(0.5, preparation.GetProperty("scale").GetDouble());
        Assert.Equal(
            ["percentiles:1:99", "local-contrast:3"],
            preparation.GetProperty("steps").EnumerateArray().Select(step => step.GetString()));
        Assert.Equal(6, tiles.GetProperty("stride").GetInt32());
        Assert.Equal("FlipHorizontal, Turn", tiles.GetProperty("augmentation").GetString());
        JsonElement calibration = root.GetProperty("calibration");
        Assert.Equal(20, calibration.GetProperty("scores").GetArrayLength());
        Assert.Equal(
            0.5, calibration.GetProperty("joint").GetProperty("weights").GetProperty("local").GetDouble());
        Assert.Equal(8, calibration.GetProperty("tiles").GetProperty("terms").EnumerateObject().Count());
        Assert.Contains(" * --patch            12\n", tiny.Told, StringComparison.Ordinal);
        Assert.DoesNotContain(" --size ", tiny.Told, StringComparison.Ordinal);
        Assert.DoesNotContain("smaller than a patch", tiny.Told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scoring_with_masks_says_where_defects_are()
    {
        using var folder = new TempFolder();

        CommandRun run = await CommandRun.Of(
            "score", tiny.Test, "--model", tiny.Model, "--out", folder["out"], "--mask", "--min-area", "20", "--fpr",
            "0.1", "--threads", "1", "--steps", "1");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("scored     11 of 11 images", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"verdicts   \d+ of 11 images above ", run.Output);
        string[] rows = await File.ReadAllLinesAsync(folder["out/scores.csv"], TestContext.Current.CancellationToken);
        string[] paths = [.. rows[1..].Select(row => row.Split(',')[0])];
        Assert.Equal(11, paths.Length);
        foreach (string kind in (string[])["heatmaps", "overlays", "reconstructions", "residuals", "maps", "masks"])
        {
            Assert.All(paths, path =>
            {
                string extension = kind is "heatmaps" or "overlays" ? "jpg" : "png";
                PixelImage picture = ImageCodec.Read(folder[$"out/{kind}/{path}.{extension}"]);

                // What is not drawn for people stays as the networks saw it, at half the scale.
                int side = kind is "residuals" or "maps" or "reconstructions" ? 16 : 32;
                Assert.Equal((side, side), (picture.Width, picture.Height));
            });
        }

        using JsonDocument json = JsonDocument.Parse(
            await File.ReadAllBytesAsync(folder["out/run.json"], TestContext.Current.CancellationToken));
        JsonElement root = json.RootElement;
        Assert.Equal((6, 20), (root.GetProperty("stride").GetInt32(), root.GetProperty("defectMinArea").GetInt32()));
        double threshold = root.GetProperty("defectThreshold").GetDouble();
        Assert.InRange(threshold, 0.001, 1);

        // The table and the masks agree: as many white pixels as the areas of an image's defects.
        string[][] regions =
        [
            .. (await File.ReadAllLinesAsync(folder["out/regions.csv"], TestContext.Current.CancellationToken)).Select(
                row => row.Split(',')),
        ];
        Assert.Equal(["path", "region", "x", "y", "width", "height", "area", "peak", "mean"], regions[0]);
        Assert.All(regions[1..], row => Assert.True(Number(row[6]) >= 20 && Number(row[7]) > threshold));

        // None on an image that is called normal.
        string[][] cells = [.. rows[1..].Select(row => row.Split(','))];
        IEnumerable<string> anomalies = cells.Where(row => row[4] == "true").Select(row => row[0]);
        Assert.Empty(regions[1..].Select(row => row[0]).Except(anomalies));
        Assert.All(paths, path => Assert.Equal(
            regions[1..].Where(row => row[0] == path).Sum(row => Number(row[6])),
            ImageCodec.Read(folder[$"out/masks/{path}.png"]).Data.Count(level => level == 255)));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Calibrating_with_another_stride_makes_it_the_models_own()
    {
        using var folder = new TempFolder();

        CommandRun before = await CommandRun.Of(
            "score", tiny.Test, "--model", tiny.Model, "--out", folder["before"], "--no-pictures", "--fpr", "0.1",
            "--stride", "12");
        CommandRun run = await CommandRun.Of(
            "calibrate", tiny.Train, "--model", tiny.Model, "--out", folder["model"], "--stride", "12", "--steps", "1",
            "--threads", "1");
        CommandRun after = await CommandRun.Of(
            "score", tiny.Test, "--model", folder["model"], "--out", folder["after"], "--no-pictures", "--fpr", "0.1");

        Assert.Equal((0, 0, 0), (before.ExitCode, run.ExitCode, after.ExitCode));
        Assert.Contains(
            "warning: a stride of 12 pixels where the model was calibrated with 6: there are no p-values", before.Error,
            StringComparison.Ordinal);
        Assert.DoesNotContain("verdicts ", before.Output, StringComparison.Ordinal);
        Assert.EndsWith("; p-values from 20 images\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", after.Error, StringComparison.Ordinal);
        Assert.Matches(@"verdicts   \d+ of 11 images above ", after.Output);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Small_pictures_and_too_few_of_them_are_warned_of()
    {
        using var folder = new TempFolder();

        CommandRun train = await CommandRun.Of([
            "train", tiny.Train, "--model", folder["model"], "--patch", "8", "--scale", "0.2", "--hold-out", "0",
            .. TinyPatchRun.Fast,
        ]);
        CommandRun score = await CommandRun.Of(
            "score", Path.Combine(tiny.Test, "good"), "--model", folder["model"], "--out", folder["out"], "--mask",
            "--no-pictures", "--steps", "1");

        Assert.Equal((0, 0), (train.ExitCode, score.ExitCode));
        Assert.Contains(
            "warning: 70 of 70 images are smaller than a patch of 8 pixels", train.Error, StringComparison.Ordinal);
        Assert.Contains(
            "warning: the model was calibrated on its training images: defects are what lies above 99.9 % "
                + "of their pixels",
            score.Error,
            StringComparison.Ordinal);
        Assert.Contains(
            "warning: the model was calibrated on its training images: there are no p-values", score.Error,
            StringComparison.Ordinal);
        Assert.True(File.Exists(folder["out/regions.csv"]));
    }

    [Fact]
    public async Task A_stride_longer_than_a_patch_is_refused_with_1()
    {
        using var folder = new TempFolder();

        CommandRun run = await CommandRun.Of(
            "score", tiny.Test, "--model", tiny.Model, "--out", folder["out"], "--stride", "13");

        Assert.Equal(ExitCode.Refused, run.ExitCode);
        Assert.Contains("--stride: found 13", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }

    private static double Number(string cell) => double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture);
}
