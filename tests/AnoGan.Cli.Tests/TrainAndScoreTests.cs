using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AnoGan.Cli.Tests;

public sealed partial class TrainAndScoreTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    [Fact]
    public async Task Training_leaves_a_model_directory_that_describes_itself()
    {
        string[] files =
        [
            .. Directory.GetFiles(tiny.Model).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal),
        ];
        using JsonDocument json = JsonDocument.Parse(
            await File.ReadAllBytesAsync(Path.Combine(tiny.Model, "model.json"), TestContext.Current.CancellationToken)
        );
        JsonElement root = json.RootElement;

        Assert.Equal(
            [
                "critic.safetensors", "curves.svg", "encoder.safetensors", "generator-average.safetensors",
                "generator.safetensors", "made-defects.png", "metrics.jsonl", "model.json",
                "normal-metric.safetensors", "segmenter.safetensors", "training-images.png",
            ],
            files);
        Assert.Equal("anogan-model", root.GetProperty("format").GetString());
        Assert.Equal(
            (28, 1, 8, 16),
            (
                Number(root, "network", "size"),
                Number(root, "network", "channels"),
                Number(root, "network", "latent"),
                Number(root, "network", "width")));
        Assert.Equal(
            (3, 8, 1),
            (
                Number(root, "training", "steps"),
                Number(root, "training", "batch"),
                root.GetProperty("setup").GetProperty("threads").GetInt32()));
        Assert.Equal(
            (50, 20, 0),
            (
                Number(root, "data", "trainingImages"),
                Number(root, "data", "heldOutImages"),
                Number(root, "data", "skippedImages")));
        Assert.Equal(6, root.GetProperty("files").EnumerateObject().Count());
    }

    [Fact]
    public async Task Scoring_writes_a_row_and_five_pictures_for_every_image_in_path_order()
    {
        using var folder = new TempFolder();

        CommandRun run = await CommandRun.Of(
            "score", tiny.Test, "--model", tiny.Model, "--out", folder["out"], "--threads", "1", "--steps", "2",
            "--restarts", "3");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("scored     11 of 11 images", run.Output, StringComparison.Ordinal);
        Assert.Contains("AUROC", run.Output, StringComparison.Ordinal);
        string[] rows = await File.ReadAllLinesAsync(folder["out/scores.csv"], TestContext.Current.CancellationToken);
        Assert.Equal(
            "path,label,score,p_value,is_anomaly,residual,feature_distance,z_norm,converged,steps,seconds,term,"
            + "surprise_nearest,surprise_critic_features,surprise_feature_difference,surprise_latent,"
            + "surprise_peak_residual,surprise_texture,surprise_local,surprise_made_defects,"
            + "surprise_pretrained_spot,surprise_pretrained_mean,width,height,error",
            rows[0]);
        string[] paths = [.. rows[1..].Select(r => r.Split(',')[0])];
        Assert.Equal(11, paths.Length);
        Assert.Equal(paths.Order(StringComparer.Ordinal), paths);
        Assert.All(rows[1..], r => Assert.Equal("6", r.Split(',')[9]));
        Assert.All(rows[1..], r => Assert.Matches(
            "^[a-z_]+(,[0-9.E-]+){5},,[0-9.E-]+,[0-9.E-]+,,,[0-9]+,[0-9]+,$", string.Join(',', r.Split(',')[11..])));
        foreach (string kind in (string[])["heatmaps", "overlays"])
            Assert.All(paths, p => Assert.True(File.Exists(folder[$"out/{kind}/{p}.jpg"]), p));
        foreach (string kind in (string[])["reconstructions", "residuals", "maps"])
            Assert.All(paths, p => Assert.True(File.Exists(folder[$"out/{kind}/{p}.png"]), p));
    }

    [Fact]
    public async Task Scoring_computes_in_bfloat16_when_told_to()
    {
        using var folder = new TempFolder();
        string[] score =
        [
            "score", tiny.Test, "--model", tiny.Model, "--threads", "1", "--steps", "2", "--no-pictures", "--no-report",
        ];

        CommandRun exact = await CommandRun.Of([.. score, "--out", folder["exact"], "--precision", "fp32"]);
        CommandRun coarse = await CommandRun.Of([.. score, "--out", folder["coarse"], "--precision", "bf16"]);

        Assert.Equal((0, 0), (exact.ExitCode, coarse.ExitCode));
        using JsonDocument one = JsonDocument.Parse(
            await File.ReadAllBytesAsync(folder["exact/run.json"], TestContext.Current.CancellationToken));
        using JsonDocument other = JsonDocument.Parse(
            await File.ReadAllBytesAsync(folder["coarse/run.json"], TestContext.Current.CancellationToken));
        Assert.Equal("Fp32", one.RootElement.GetProperty("search").GetProperty("precision").GetString());
        Assert.Equal("Bf16", other.RootElement.GetProperty("search").GetProperty("precision").GetString());

        // Scores are those of the encoder's answer; only the search's own numbers move a little.
        double[] scores = Column(folder["exact"], 2),
            residuals = Column(folder["exact"], 5),
            coarseResiduals = Column(folder["coarse"], 5);
        Assert.All(scores.Zip(Column(folder["coarse"], 2)), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.All(residuals.Zip(coarseResiduals), pair => Assert.Equal(pair.First, pair.Second, 2e-3));
        Assert.NotEqual(residuals, coarseResiduals);

        static double[] Column(string results, int column) =>
            [
                .. File.ReadAllLines(Path.Combine(results, "scores.csv"))
                    .Skip(1)
                    .Select(row =>
                        double.Parse(row.Split(',')[column], System.Globalization.CultureInfo.InvariantCulture)),
            ];
    }

    [Fact]
    public async Task Scoring_as_the_paper_does_weighs_residual_and_feature_distance()
    {
        using var folder = new TempFolder();

        CommandRun run = await CommandRun.Of(
            "score", tiny.Test, "--model", tiny.Model, "--out", folder["out"], "--score", "paper", "--lambda", "0.25",
            "--steps", "1", "--no-pictures");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(" * --score            paper\n", run.Error, StringComparison.OrdinalIgnoreCase);
        string[] rows = await File.ReadAllLinesAsync(folder["out/scores.csv"], TestContext.Current.CancellationToken);
        Assert.All(
            rows[1..],
            row =>
            {
                double[] numbers =
                [
                    .. ((int[])[2, 5, 6]).Select(i =>
                        double.Parse(row.Split(',')[i], System.Globalization.CultureInfo.InvariantCulture)),
                ];
                Assert.Equal(0.75 * numbers[1] + 0.25 * numbers[2], numbers[0], 1e-5);
            }
        );
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Training_without_an_encoder_leaves_none_and_searches_from_three_starts()
    {
        using var folder = new TempFolder();

        CommandRun run = await CommandRun.Of([
            "train", tiny.Train, "--model", folder["model"], "--quiet", "--no-encoder", "--steps", "1", "--hold-out",
            "0", .. TinyRun.Fast,
        ]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\nhealth     ok\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("encoder.safetensors", Directory.GetFiles(folder["model"]).Select(Path.GetFileName));
        using JsonDocument json = JsonDocument.Parse(
            await File.ReadAllBytesAsync(folder["model/model.json"], TestContext.Current.CancellationToken));
        JsonElement root = json.RootElement;
        Assert.Equal(
            (0, 100, 3),
            (
                Number(root, "training", "encoderSteps"),
                Number(root, "search", "steps"),
                Number(root, "search", "restarts")));
    }

    [Fact]
    public async Task A_damaged_image_is_reported_and_skipped_or_fatal_when_strict()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["images"]);
        File.Copy(Path.Combine(tiny.Test, "good", "000.png"), folder["images/a.png"]);
        await File.WriteAllTextAsync(folder["images/b.png"], "<html>", TestContext.Current.CancellationToken);

        CommandRun lenient = await CommandRun.Of(
            "score", folder["images"], "--model", tiny.Model, "--out", folder["out"], "--quiet", "--steps", "1");
        CommandRun strict = await CommandRun.Of(
            "score", folder["images"], "--model", tiny.Model, "--out", folder["strict"], "--quiet", "--steps", "1",
            "--strict");

        Assert.Equal(0, lenient.ExitCode);
        Assert.Contains("warning: skipped " + folder["images/b.png"], lenient.Error, StringComparison.Ordinal);
        string[] rows = await File.ReadAllLinesAsync(folder["out/scores.csv"], TestContext.Current.CancellationToken);
        Assert.StartsWith("b.png,,,,,,,,,,,", rows[2], StringComparison.Ordinal);
        Assert.Contains("b.png", rows[2][25..], StringComparison.Ordinal);
        Assert.Equal(ExitCode.Refused, strict.ExitCode);
        Assert.Contains(folder["images/b.png"], Assert.Single(strict.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(["images", "out"], folder.Names);
    }

    [Fact]
    public async Task A_dry_run_checks_and_writes_nothing()
    {
        using var folder = new TempFolder();

        CommandRun train = await CommandRun.Of(
            "train", tiny.Train, "--model", folder["model"], "--dry-run", "--width", "48");
        CommandRun score = await CommandRun.Of(
            "score", tiny.Test, "--model", tiny.Model, "--out", folder["out"], "--dry-run");

        Assert.Equal((0, 0), (train.ExitCode, score.ExitCode));
        Assert.Equal(
            $"would train on 70 images of {tiny.Train} and write the model to {folder["model"]}\n", train.Output);
        Assert.Contains(" * --width            48\n", train.Error, StringComparison.Ordinal);
        Assert.Contains(
            "   --size             the pictures' own, up to 64; twice that up to 32\n", train.Error,
            StringComparison.Ordinal);
        Assert.StartsWith("would score 11 images", score.Output, StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task A_response_file_stands_for_its_arguments()
    {
        using var folder = new TempFolder();
        await File.WriteAllLinesAsync(
            folder["train.rsp"], ["# a comment", "--width", "48", "--dry-run"], TestContext.Current.CancellationToken);

        CommandRun run = await CommandRun.Of(
            "train", tiny.Train, "--model", folder["model"], $"@{folder["train.rsp"]}");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(" * --width            48\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-INT")]
    [InlineData("-TERM")]
    public async Task A_signal_stops_with_130_and_a_checkpoint(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends a POSIX signal");
        using var folder = new TempFolder();
        string[] args = ["train", tiny.Train, "--model", folder["model"], "--steps", "1000000", .. TinyRun.Fast];

        ProcessRun run = await Stopped(args), again = await Stopped([.. args, "--resume"]);

        string place = Assert.Single(StoppedAfter().Matches(run.Error)).Groups["place"].Value;
        Assert.Equal((ExitCode.Stopped, ExitCode.Stopped), (run.ExitCode, again.ExitCode));
        Assert.Contains($"going on from {place}", again.Error, StringComparison.Ordinal);
        Assert.Equal(["model.unfinished"], folder.Names);

        Task<ProcessRun> Stopped(string[] args) => ProcessRun.Of(ProcessRun.Program, args, meanwhile: async process =>
        {
            await Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken);
            using Process kill = Process.Start("kill", [signal, $"{process.Id}"]);
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        });
    }

    [GeneratedRegex("anogan: stopped after (?<place>step [0-9]+); the same command with --resume goes on "
        + "from there\n")]
    private static partial Regex StoppedAfter();

    private static int Number(JsonElement root, string part, string name) =>
        root.GetProperty("setup").GetProperty(part).GetProperty(name).GetInt32();
}
