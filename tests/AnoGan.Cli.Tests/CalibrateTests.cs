using System.Globalization;
using System.Text.RegularExpressions;
using AnoGan.Runtime;

namespace AnoGan.Cli.Tests;

public sealed class CalibrateTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Category", "Slow")]
    public async Task Gives_verdicts_with_another_search(bool isBfloat16Fast)
    {
        FastBfloat16.AssumedOnCpu = isBfloat16Fast;
        using var folder = new TempFolder();

        CommandRun without = await CommandRun.Of(
            "score", tiny.Test, "--model", tiny.Model, "--out", folder["before"], "--no-pictures", "--score", "paper",
            "--steps", "1", "--fpr", "0.1");
        CommandRun run = await CommandRun.Of(
            "calibrate", tiny.Train, "--model", tiny.Model, "--out", folder["model"], "--steps", "1", "--threads", "1");
        CommandRun with = await CommandRun.Of(
            "score", tiny.Test, "--model", folder["model"], "--out", folder["after"], "--no-pictures", "--score",
            "paper", "--fpr", "0.1");

        Assert.Equal((0, 0, 0), (without.ExitCode, run.ExitCode, with.ExitCode));
        Assert.Contains("warning: the search options differ", without.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("verdicts ", without.Output, StringComparison.Ordinal);
        Assert.StartsWith(
            $"model      {folder["model"]}\nnormal     median residual ", run.Output, StringComparison.Ordinal);

        // Of the 70 images, those of the training, 20 were held out then.
        Assert.EndsWith("; p-values from 20 images\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(" * --steps            1\n", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", with.Error, StringComparison.Ordinal);
        Assert.Matches(@"verdicts   \d+ of 11 images above ", with.Output);
        string[] rows = await File.ReadAllLinesAsync(folder["after/scores.csv"], TestContext.Current.CancellationToken);
        Assert.All(rows[1..], row => Assert.Contains(row.Split(',')[4], (string[])["true", "false"]));
        Assert.All(rows[1..], row => Assert.Equal("1", row.Split(',')[9]));
    }

    [Fact]
    public async Task A_dry_run_checks_and_writes_nothing()
    {
        using var folder = new TempFolder();

        CommandRun run = await CommandRun.Of(
            "calibrate", tiny.Train, "--model", tiny.Model, "--out", folder["model"], "--dry-run", "--quiet");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal($"would calibrate {tiny.Model} on 70 images of {tiny.Train} and write the model to "
            + $"{folder["model"]}\n", run.Output);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task Refuses_too_few_images_and_a_place_that_is_taken_with_1()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["few"]);
        File.Copy(Path.Combine(tiny.Test, "good", "000.png"), folder["few/a.png"]);

        CommandRun few = await CommandRun.Of(
            "calibrate", folder["few"], "--model", tiny.Model, "--out", folder["model"]);
        CommandRun taken = await CommandRun.Of("calibrate", tiny.Train, "--model", tiny.Model, "--out", folder["few"]);
        CommandRun noModel = await CommandRun.Of("calibrate", tiny.Train, "--model", folder["few"]);

        Assert.Equal(
            (ExitCode.Refused, ExitCode.Refused, ExitCode.Refused), (few.ExitCode, taken.ExitCode, noModel.ExitCode));
        Assert.Contains(
            "found 1 images, expected at least 20", Assert.Single(few.ErrorLines), StringComparison.Ordinal);
        Assert.Contains(folder["few"], Assert.Single(taken.ErrorLines), StringComparison.Ordinal);
        Assert.Contains("no model.json in it", Assert.Single(noModel.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(["few"], folder.Names);
    }

    [Fact]
    public async Task Refuses_a_stride_for_a_model_of_whole_pictures_with_1()
    {
        using var folder = new TempFolder();

        CommandRun calibrate = await CommandRun.Of(
            "calibrate", tiny.Train, "--model", tiny.Model, "--out", folder["model"], "--stride", "6");
        CommandRun score = await CommandRun.Of(
            "score", tiny.Test, "--model", tiny.Model, "--out", folder["out"], "--stride", "6");

        Assert.Equal((ExitCode.Refused, ExitCode.Refused), (calibrate.ExitCode, score.ExitCode));
        foreach (CommandRun run in (CommandRun[])[calibrate, score])
            Assert.Contains(
                $"{tiny.Model}: a model of whole pictures, which --stride does not apply to",
                Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task Adds_normal_images_and_takes_them_back()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(
            folder["normal.txt"], "good/001.png\ngood/002.png\n", TestContext.Current.CancellationToken);

        CommandRun dry = await CommandRun.Of(
            "calibrate", Path.Combine(tiny.Test, "good"), "--model", tiny.Model, "--add-normal", "--dry-run",
            "--quiet");
        CommandRun add = await CommandRun.Of(
            "calibrate", "--add-normal", tiny.Test, "--list", folder["normal.txt"], "--model", tiny.Model, "--out",
            folder["model"]);
        CommandRun card = await CommandRun.Of("info", folder["model"]);
        CommandRun undo = await CommandRun.Of("calibrate", "--undo", "--model", folder["model"]);
        CommandRun none = await CommandRun.Of("calibrate", "--undo", "--model", folder["model"], "--quiet");

        Assert.Equal((0, 0, 0, 0), (dry.ExitCode, add.ExitCode, card.ExitCode, undo.ExitCode));
        Assert.Matches(
            @"^would add \d+ images of .* to " + Regex.Escape(tiny.Model) + " and write the model to ", dry.Output);
        Assert.Matches(
            @"\nadded      2 images: \d called anomalies before, \d with the others alone added\nnormal     median ",
            add.Output);
        string today = DateTime.UtcNow.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        Assert.Matches($@"\n *added on {today}-\d\d: 2 of [^;]*; .* SHA-256 of their pixels [0-9a-f]+", card.Output);
        Assert.Contains("\nadded      none any more\n", undo.Output, StringComparison.Ordinal);
        Assert.Equal(
            await File.ReadAllBytesAsync(
                Path.Combine(tiny.Model, "model.json"), TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(folder["model/model.json"], TestContext.Current.CancellationToken));
        Assert.Equal(ExitCode.Refused, none.ExitCode);
        Assert.Contains(
            "found no normal images that were added", Assert.Single(none.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("IMAGES: found no folder, expected one of normal images")]
    [InlineData("IMAGES: found a folder, expected none", "more", "--undo")]
    [InlineData("--undo: found together with --add-normal", "--undo", "--add-normal")]
    [InlineData("found options of a new calibration", "more", "--add-normal", "--steps", "3")]
    [InlineData("found options of a new calibration", "more", "--add-normal", "--features", "none")]
    public async Task Refuses_what_does_not_go_together_with_2(string expected, params string[] arguments)
    {
        CommandRun run = await CommandRun.Of(["calibrate", "--model", tiny.Model, .. arguments]);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(expected, run.ErrorLines[0], StringComparison.Ordinal);
    }
}
