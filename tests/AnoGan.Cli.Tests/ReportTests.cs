namespace AnoGan.Cli.Tests;

/// <summary>Commands and the report they write.</summary>
public sealed class ReportTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    [Fact]
    public async Task Score_ends_by_naming_the_report_and_evaluate_writes_it_anew()
    {
        using var folder = new TempFolder();

        CommandRun score = await CommandRun.Of(
            "score", tiny.Test, "--model", tiny.Model, "--out", folder["out"], "--steps", "0", "--mask", "--quiet");
        string before = await File.ReadAllTextAsync(folder["out/report.html"], TestContext.Current.CancellationToken);
        CommandRun evaluate = await CommandRun.Of(
            "evaluate", folder["out"], "--normal", "chip", "--bootstrap", "10", "--quiet");
        string after = await File.ReadAllTextAsync(folder["out/report.html"], TestContext.Current.CancellationToken);

        Assert.Equal((0, 0), (score.ExitCode, evaluate.ExitCode));
        Assert.Equal($"report     {folder["out/report.html"]}", score.Output.TrimEnd().Split('\n')[^1]);
        Assert.Equal(
            [$"wrote {folder["out/metrics.json"]}", $"wrote {folder["out/report.html"]}"],
            evaluate.Output.TrimEnd().Split('\n')[^2..]);
        Assert.Contains("against good", before, StringComparison.Ordinal);
        Assert.Contains(
            "\"anogan calibrate --add-normal test --list normal.txt --model model\"", before, StringComparison.Ordinal);
        Assert.Contains("against chip", after, StringComparison.Ordinal);
        Assert.Equal(11, Directory.GetFiles(folder["out/thumbnails"], "*.webp", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Score_and_baseline_leave_the_report_out_where_it_is_not_wished()
    {
        using var folder = new TempFolder();

        CommandRun score = await CommandRun.Of(
            "score", tiny.Test, "--model", tiny.Model, "--out", folder["out"], "--steps", "0", "--no-report", "--quiet"
        );
        CommandRun baseline = await CommandRun.Of(
            "baseline", tiny.Train, tiny.Test, "--out", folder["pca"], "--method", "pca", "--size", "16", "--no-report",
            "--quiet");

        Assert.Equal((0, 0), (score.ExitCode, baseline.ExitCode));
        foreach (string name in (string[])["out", "pca"])
        {
            Assert.True(Directory.Exists(folder[$"{name}/heatmaps"]));
            Assert.False(File.Exists(folder[$"{name}/report.html"]) || Directory.Exists(folder[$"{name}/thumbnails"]));
        }

        Assert.DoesNotContain("report ", score.Output + baseline.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_adds_the_report_to_finished_results_without_one()
    {
        using var folder = new TempFolder();
        string[] command =
        [
            "score", tiny.Test, "--model", tiny.Model, "--out", folder["out"], "--steps", "0", "--resume", "--quiet",
        ];
        await CommandRun.Of([.. command, "--no-report"]);

        CommandRun again = await CommandRun.Of(command);

        Assert.Equal(0, again.ExitCode);
        Assert.EndsWith($"report     {folder["out/report.html"]}\n", again.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["out/report.html"]));
    }

    [Fact]
    public async Task Baseline_writes_a_report_and_keeps_its_calibration_in_run_json()
    {
        using var folder = new TempFolder();

        CommandRun run = await CommandRun.Of(
            "baseline", tiny.Train, tiny.Test, "--out", folder["pca"], "--method", "pca", "--size", "16", "--normal",
            "chip", "--quiet");

        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith($"report     {folder["pca/report.html"]}\n", run.Output, StringComparison.Ordinal);
        string page = await File.ReadAllTextAsync(folder["pca/report.html"], TestContext.Current.CancellationToken);
        Assert.Contains("baseline <strong>pca</strong>", page, StringComparison.Ordinal);
        Assert.Contains("against chip", page, StringComparison.Ordinal);
        Assert.DoesNotContain("--add-normal", page, StringComparison.Ordinal);
        Assert.Contains("held-out normal (20)", page, StringComparison.Ordinal);
    }
}
