namespace AnoGan.Cli.Tests;

public sealed class BaselineTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    private string Train => _folder["data/train/good"];

    private string Test => _folder["data/test"];

    public async ValueTask InitializeAsync()
    {
        CommandRun data = await CommandRun.Of(
            "demo-data", "--out", _folder["data"], "--size", "32", "--train", "60", "--good", "3", "--defects", "2");
        Assert.Equal((0, ""), (data.ExitCode, data.Error));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("pca")]
    [InlineData("nearest")]
    public async Task Scores_a_folder_and_says_how_labels_separate(string method)
    {
        CommandRun run = await CommandRun.Of(
            "baseline", Train, Test, "--out", _folder["out"], "--method", method, "--size", "16", "--threads", "1");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("scored     11 of 11 images", run.Output, StringComparison.Ordinal);
        Assert.Matches(
            @"AUROC      [01]\.\d{4} \(3 images of good against 8 others\); residual alone [01]\.\d{4}\n", run.Output);
        Assert.Contains("false-positive rate of 0.0476", run.Output, StringComparison.Ordinal);
        Assert.Contains($" * --method           {method}\n", run.Error, StringComparison.Ordinal);
        string[] rows = await File.ReadAllLinesAsync(_folder["out/scores.csv"], TestContext.Current.CancellationToken);
        Assert.Equal(12, rows.Length);
        Assert.True(File.Exists(_folder["out/heatmaps/good/000.png.jpg"]));
    }

    [Fact]
    public async Task Scores_a_folder_by_tiles()
    {
        CommandRun run = await CommandRun.Of(
            "baseline", Train, Test, "--out", _folder["out"], "--method", "pca", "--patch", "8", "--stride", "8",
            "--scale", "0.5", "--prepare", "local-contrast:3", "--threads", "1");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("scored     11 of 11 images", run.Output, StringComparison.Ordinal);
        Assert.Contains(" * --patch            8\n", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["out/heatmaps/good/000.png.jpg"]));
        string manifest = await File.ReadAllTextAsync(_folder["out/run.json"], TestContext.Current.CancellationToken);
        Assert.Contains("\"local-contrast:3\"", manifest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_checks_and_writes_nothing()
    {
        CommandRun run = await CommandRun.Of(
            "baseline", Train, Test, "--out", _folder["out"], "--method", "pca", "--dry-run");

        Assert.Equal($"would score 11 images of {Test} against 60 of {Train} and write the results to "
            + $"{_folder["out"]}\n", run.Output);
        Assert.Equal(["data"], _folder.Names);
    }

    [Fact]
    public async Task Refuses_a_missing_folder_and_an_unknown_label_with_1()
    {
        CommandRun missing = await CommandRun.Of(
            "baseline", _folder["none"], Test, "--out", _folder["out"], "--method", "pca");
        CommandRun label = await CommandRun.Of(
            "baseline", Train, Test, "--out", _folder["out"], "--method", "pca", "--normal", "fine");

        Assert.Equal((ExitCode.Refused, ExitCode.Refused), (missing.ExitCode, label.ExitCode));
        Assert.Contains("found no such folder", Assert.Single(missing.ErrorLines), StringComparison.Ordinal);
        Assert.Contains("--normal fine", Assert.Single(label.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(["data"], _folder.Names);
    }
}
