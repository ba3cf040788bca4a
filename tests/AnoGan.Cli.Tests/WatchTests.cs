using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace AnoGan.Cli.Tests;

/// <summary>The real process beside others that write into its folder, and that end it.</summary>
[Trait("Category", "Slow")]
public sealed class WatchTests(TinyRun tiny) : IClassFixture<TinyRun>, IDisposable
{
    // At this rate the model has nothing to warn of.
    private static readonly string[] Score = ["--fpr", "0.1", "--threads", "1", "--device", "cpu", "--quiet"];

    private readonly TempFolder _folder = new();

    private string Inbox => _folder["inbox"];

    private string Out => _folder["out"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pictures_of_three_writers_have_one_row_each_though_it_is_killed_twice()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kills with a signal that Windows does not have");
        CommandRun data = await CommandRun.Of(
            "demo-data", "--out", _folder["data"], "--size", "32", "--train", "1", "--good", "40", "--defects", "5",
            "--seed", "7");
        Assert.Equal(0, data.ExitCode);
        string[] pictures = Relative(_folder["data/test"]);
        Assert.Equal(60, pictures.Length);
        Directory.CreateDirectory(Inbox);

        Task[] writers =
        [
            .. Enumerable.Range(0, 3).Select(
                writer => Task.Run(() => Bring(pictures.Where((_, i) => i % 3 == writer)))),
        ];
        ProcessRun[] runs =
        [
            await Watch(process => WhenRows(10, process, process.Kill)),
            await Watch(process => WhenRows(30, process, process.Kill)),
            await Watch(_ => Task.WhenAll(writers), "--until-idle", "1"),
        ];

        Assert.Equal([137, 137, 0], runs.Select(run => run.ExitCode));
        Assert.Equal("", runs[^1].Error);
        CommandRun score = await CommandRun.Of([
            "score", Inbox, "--model", tiny.Model, "--out", _folder["scored"], .. Score,
        ]);
        Assert.Equal(0, score.ExitCode);
        Assert.Equal(Rows(_folder["scored"]).Order(), Rows(Out).Order());
        Assert.Equal(Relative(_folder["scored/heatmaps"]), Relative(_folder["out/heatmaps"]));
        Assert.True(File.Exists(_folder["out/report.html"]));
        Assert.Equal(["data", "inbox", "out", "scored"], _folder.Names);

        // A line comes after its row: one may be missing of a process that was killed in between; none is there twice.
        string[] told =
        [
            .. runs.SelectMany(run => Lines(run.Output)).Select(line => line.GetProperty("path").GetString()!),
        ];
        Assert.Equal(told.Distinct(), told);
        Assert.Subset(pictures.ToHashSet(), told.ToHashSet());
    }

    [Theory]
    [InlineData("-TERM")]
    [InlineData("-INT")]
    public async Task Ends_with_a_report_and_exit_code_0_when_it_is_told_to(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "ends with a signal that Windows does not have");
        Fill();
        await File.WriteAllTextAsync(_folder["inbox/bad.png"], "no picture", TestContext.Current.CancellationToken);

        ProcessRun run = await Watch(process => WhenRows(12, process, () => Process.Start(
            "kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)])!.WaitForExit()));

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith(
            $"anogan: warning: skipped {_folder["inbox/bad.png"]}: ", Assert.Single(run.Error.TrimEnd().Split('\n')),
            StringComparison.Ordinal);
        Assert.Contains("anogan-report", await Text("report.html"), StringComparison.Ordinal);
        Assert.Contains(
            "\"scoredImages\": 11,\n  \"failedImages\": 1,", await Text("run.json"), StringComparison.Ordinal);
        JsonElement[] lines = Lines(run.Output);
        Assert.Equal(12, lines.Length);
        JsonElement error = Assert.Single(lines, line => line.TryGetProperty("error", out _));
        Assert.Equal(["path", "error"], error.EnumerateObject().Select(property => property.Name));
        JsonElement scored = lines.First(line => line.TryGetProperty("score", out _));
        Assert.Equal(
            ["path", "label", "score", "pValue", "isAnomaly", "term", "seconds"],
            scored.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task Other_commands_read_what_it_has_and_a_second_watch_is_refused()
    {
        Fill();
        CommandRun? evaluate = null, second = null, overwrite = null;

        await Watch(process => WhenRows(11, process, () =>
        {
            evaluate = CommandRun.Of("evaluate", Out, "--normal", "good").GetAwaiter().GetResult();
            second = CommandRun.Of(Arguments("--until-idle", "0")).GetAwaiter().GetResult();
            string[] score = ["score", tiny.Test, "--model", tiny.Model, "--out", Out, "--overwrite", .. Score];
            overwrite = CommandRun.Of(score).GetAwaiter().GetResult();
            process.Kill();
        }));

        Assert.Equal((0, ""), (evaluate!.ExitCode, evaluate.Error));
        string refusal = $"anogan: error: {Out}: another anogan process is at work on it and holds {Out}.unfinished; "
            + "wait until it ends, or name another folder\n";
        Assert.Equal((1, refusal), (second!.ExitCode, second.Error));
        Assert.Equal((1, refusal), (overwrite!.ExitCode, overwrite.Error));
    }

    [Fact]
    public async Task A_disk_that_fills_up_costs_nothing_that_is_done()
    {
        using SmallDisk disk = await SmallDisk.Mount(_folder["disk"], "2m");
        Fill();
        string[] watch = ArgumentsFor(_folder["disk/out"], "--until-idle", "0", "--no-report");
        Assert.Equal(0, (await CommandRun.Of(watch)).ExitCode);
        string[] rows = Rows(_folder["disk/out"]);
        TestPictures("later");
        long free = new DriveInfo(_folder["disk"]).AvailableFreeSpace;
        await File.WriteAllBytesAsync(
            _folder["disk/filler"], new byte[free - 16384], TestContext.Current.CancellationToken);

        CommandRun full = await CommandRun.Of(watch);

        Assert.Equal((1, ""), (full.ExitCode, full.Output));
        string line = Assert.Single(full.ErrorLines);
        Assert.Contains("space", line, StringComparison.Ordinal);
        Assert.EndsWith(
            "; 11 images are kept, and the same command continues after them", line, StringComparison.Ordinal);
        File.Delete(_folder["disk/filler"]);
        CommandRun again = await CommandRun.Of(watch);
        Assert.Equal((0, 11), (again.ExitCode, Lines(again.Output).Length));
        Assert.Equal(rows, Rows(_folder["disk/out"])[..11]);
    }

    [Fact]
    public async Task Says_what_it_would_do_and_refuses_wrong_usage()
    {
        Fill();

        CommandRun plan = await CommandRun.Of(Arguments("--dry-run")),
            wrong = await CommandRun.Of(Arguments("--settle", "-1"));

        Assert.Equal(
            (0, $"would watch {Inbox}, where 11 images are now, with {tiny.Model} and write the results to {Out}\n"),
            (plan.ExitCode, plan.Output));
        Assert.Equal(
            (2, "anogan: error: --settle: found -1, expected 0 to 86400\n"), (wrong.ExitCode, wrong.Error));
        Assert.Equal(["inbox"], _folder.Names);
    }

    private string[] Arguments(params string[] more) => ArgumentsFor(Out, more);

    private string[] ArgumentsFor(string results, params string[] more) =>
    [
        "watch", Inbox, "--model", tiny.Model, "--out", results, "--interval", "0.05", .. Score, .. more,
    ];

    private Task<ProcessRun> Watch(Func<Process, Task> meanwhile, params string[] more) =>
        ProcessRun.Of(ProcessRun.Program, Arguments(more), meanwhile: meanwhile);

    private void Fill() => TestPictures("");

    // 11 pictures that were finished an hour ago.
    private void TestPictures(string prefix)
    {
        foreach (string picture in Relative(tiny.Test))
        {
            string path = Path.Combine(Inbox, Path.GetDirectoryName(picture)!, prefix + Path.GetFileName(picture));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(Path.Combine(tiny.Test, picture), path);
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));
        }
    }

    // Every other one slowly, in two halves.
    private async Task Bring(IEnumerable<string> pictures)
    {
        foreach ((int i, string picture) in pictures.Index())
        {
            string path = Path.Combine(Inbox, picture);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            byte[] bytes = await File.ReadAllBytesAsync(_folder[$"data/test/{picture}"]);
            await using FileStream stream = File.Create(path, bufferSize: 1);
            await stream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            await Task.Delay(i % 2 == 0 ? 300 : 1);
            await stream.WriteAsync(bytes.AsMemory(bytes.Length / 2));
            await Task.Delay(50);
        }
    }

    private async Task WhenRows(int count, Process process, Action then)
    {
        while (!process.HasExited && RowCount() < count)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        if (!process.HasExited)
            then();
    }

    private int RowCount() => File.Exists(_folder["out/scores.csv"]) ? Rows(Out).Length : 0;

    // Without the header and the column of seconds.
    private static string[] Rows(string results) =>
    [
        .. File.ReadAllLines(Path.Combine(results, "scores.csv")).Skip(1)
            .Select(row => string.Join(',', row.Split(',').Where((_, column) => column != 10))),
    ];

    private static JsonElement[] Lines(string output) =>
    [
        .. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement),
    ];

    private static string[] Relative(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal),
    ];

    private Task<string> Text(string name) =>
        File.ReadAllTextAsync(Path.Combine(Out, name), TestContext.Current.CancellationToken);
}
