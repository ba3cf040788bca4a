using System.Text.Json;

namespace AnoGan.Cli.Tests;

public sealed class EvaluateTests : IDisposable
{
    private const string Header =
        "path,label,score,p_value,is_anomaly,residual,feature_distance,z_norm,converged,steps,seconds,error\n";
    private const string Rows = """
        crack/a.png,crack,4,0.02,true,0.4,4,1,true,5,0.1,
        crack/b.png,crack,2,0.5,false,0.2,2,1,true,5,0.1,
        good/a.png,good,1,0.9,false,0.1,1,1,true,5,0.1,
        good/b.png,good,3,0.1,false,0.3,3,1,true,5,0.1,

        """;

    private readonly TempFolder _folder = new();

    private string Results => _folder["results"];

    private string MetricsPath => Path.Combine(Results, "metrics.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Prints_a_table_and_writes_metrics()
    {
        WriteResults(Results);

        CommandRun run = await CommandRun.Of("evaluate", Results, "--bootstrap", "50");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("AUROC                                      0.7500 [", run.Output, StringComparison.Ordinal);
        Assert.EndsWith($"wrote {MetricsPath}\n", run.Output, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(
            await File.ReadAllBytesAsync(MetricsPath, TestContext.Current.CancellationToken));
        Assert.Equal(
            (0.75, 0.0),
            (
                json.RootElement.GetProperty("image_auroc").GetDouble(),
                json.RootElement.GetProperty("false_positive_rate").GetDouble()));
        Assert.Equal(2, json.RootElement.GetProperty("image_auroc_interval").GetArrayLength());
    }

    [Fact]
    public async Task Exits_3_below_the_demanded_auroc_after_doing_all_else()
    {
        WriteResults(Results);

        CommandRun reached = await CommandRun.Of("evaluate", Results, "--min-auroc", "0.75");
        File.Delete(MetricsPath);
        CommandRun missed = await CommandRun.Of("evaluate", Results, "--min-auroc", "0.76");

        Assert.Equal((ExitCode.Done, ""), (reached.ExitCode, reached.Error));
        Assert.Equal(3, missed.ExitCode);
        Assert.Equal($"anogan: error: {Results}: found an AUROC of 0.75, expected at least 0.76 as --min-auroc "
            + "demands\n", missed.Error);
        Assert.Equal(reached.Output, missed.Output);
        Assert.True(File.Exists(MetricsPath));
    }

    [Fact]
    public async Task Shows_several_folders_and_demands_of_the_first()
    {
        string other = _folder["other"];
        WriteResults(Results);
        WriteResults(
            other, Rows.Replace("good,3,", "good,0,", StringComparison.Ordinal),
            """{ "format": "anogan-run", "method": "mean" }""");

        CommandRun run = await CommandRun.Of("evaluate", other, Results, "--min-auroc", "1");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"\nmethod +mean +-\n", run.Output);
        Assert.Matches(@"\nAUROC +1\.0000 \[1\.0000, 1\.0000\] +0\.7500 \[", run.Output);
        Assert.True(File.Exists(MetricsPath) && File.Exists(Path.Combine(other, "metrics.json")));
    }

    [Fact]
    public async Task Takes_labels_from_a_file_and_writes_where_it_is_told()
    {
        WriteResults(Results);
        await File.WriteAllTextAsync(
            _folder["labels.csv"], "path,label\ncrack/a.png,ok\ncrack/b.png,ok\ngood/a.png,worn\ngood/b.png,worn\n",
            TestContext.Current.CancellationToken);

        CommandRun run = await CommandRun.Of(
            "evaluate", Results, "--labels", _folder["labels.csv"], "--normal", "ok", "--out", _folder["m.json"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("AUROC of worn", run.Output, StringComparison.Ordinal);
        Assert.Contains("0.2500 [", run.Output, StringComparison.Ordinal);
        Assert.Equal((true, false), (File.Exists(_folder["m.json"]), File.Exists(MetricsPath)));
    }

    [Fact]
    public async Task Evaluates_a_table_alone_and_writes_only_where_it_is_told()
    {
        string table = _folder["table.csv"];
        await File.WriteAllTextAsync(
            table, "Path;Label;Score\na.png;good;1\nb.png;crack;2\n", TestContext.Current.CancellationToken);

        CommandRun run = await CommandRun.Of("evaluate", table, "--min-auroc", "1");

        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        Assert.DoesNotContain("wrote", run.Output, StringComparison.Ordinal);
        Assert.Equal([table], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Says_how_many_images_have_no_score()
    {
        WriteResults(Results, Rows + "good/c.png,good,,,,,,,,,,\"good/c.png: found an empty file\"\n");

        CommandRun run = await CommandRun.Of("evaluate", Results, "--quiet");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal($"anogan: warning: {Results}: 1 of 5 images have no score and are left out\n", run.Error);
        Assert.Matches(@"\nwithout a score +1 \(left out\)\n", run.Output);
    }

    [Theory]
    [InlineData("no such file or folder")]
    [InlineData("--normal dent: no such label among the images; found crack, good", "--normal", "dent")]
    [InlineData("labels.csv: cannot be read", "--labels", "labels.csv")]
    [InlineData("masks: no such folder", "--masks", "masks")]
    public async Task Exits_1_with_one_line_that_names_the_trouble(string named, params string[] options)
    {
        if (options.Length > 0)
            WriteResults(Results);

        CommandRun run = await CommandRun.Of(["evaluate", Results, .. options]);

        Assert.Equal((ExitCode.Refused, ""), (run.ExitCode, run.Output));
        Assert.Contains(named, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.False(File.Exists(MetricsPath));
    }

    [Fact]
    public async Task Needs_no_libtorch()
    {
        WriteResults(Results);
        Directory.CreateDirectory(_folder["cache"]);

        // Loading libtorch on a system with an old libstdc++ leaves a patched library in the cache.
        ProcessRun run = await ProcessRun.Of(
            ProcessRun.Program, ["evaluate", Results],
            new Dictionary<string, string> { ["XDG_CACHE_HOME"] = _folder["cache"] });

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Empty(Directory.GetFileSystemEntries(_folder["cache"]));
    }

    private static void WriteResults(string folder, string rows = Rows, string? manifest = null)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "scores.csv"), Header + rows);
        if (manifest is not null)
            File.WriteAllText(Path.Combine(folder, "run.json"), manifest);
    }
}
