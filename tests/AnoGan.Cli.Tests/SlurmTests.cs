using System.Diagnostics;
using System.Text.RegularExpressions;

namespace AnoGan.Cli.Tests;

/// <summary>samples/cluster/slurm.sh on a real Slurm, whose tasks are killed and queued again.</summary>
[Trait("Category", "Slow")]
public sealed class SlurmTests(TinyRun tiny) : IClassFixture<TinyRun>, IDisposable
{
    private static readonly string Script = Path.Combine(ProjectRoot.Path, "samples", "cluster", "slurm.sh");

    private readonly TempFolder _folder = new();

    // A path with a blank, as people have them.
    private string Out => _folder["all results"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Tasks_that_are_killed_and_queued_again_end_as_one_run()
    {
        var clock = Stopwatch.StartNew();
        await using OneMachineSlurm slurm = await OneMachineSlurm.Start(_folder["slurm"]);
        CommandRun data = await CommandRun.Of(
            "demo-data", "--out", _folder["data"], "--size", "32", "--train", "1", "--good", "80", "--defects", "40");
        Assert.Equal(0, data.ExitCode);
        string[] options =
            ["--mask", "--steps", "120", "--plateau", "0", "--batch", "16", "--device", "cpu", "--quiet"];
        Task<ProcessRun> whole = slurm.Run(ProcessRun.Program,
        [
            "score", _folder["data/test"], "--model", tiny.Model, "--out", _folder["whole"], "--threads", "1",
            .. options,
        ]);

        ProcessRun start = await slurm.Run(
            Script, ["start", _folder["data/test"], tiny.Model, Out, "3", "--cpus-per-task=1", "--", .. options]);
        Assert.True(start.ExitCode == 0, start.Error);
        string array = Regex.Match(start.Output, @"\Ashards +job (\d+), 3 of 3 to score\n").Groups[1].Value;
        await Until(() => RowsOf(1) > 1, "the first shard has done some images");
        int killed = slurm.ProcessOf("1/3") ?? throw new InvalidOperationException("it ended before it was killed");
        using (var process = Process.GetProcessById(killed))
            process.Kill();
        await Until(() => RowsOf(2) > 1, "the second shard has done some images");
        ProcessRun requeue = await slurm.Run("scontrol", "requeue", $"{array}_2");
        ProcessRun meanwhile = await slurm.Run(Script, "look", Out);
        await Until(() => File.Exists(Path.Combine(Out, "run.json")), "merged results");
        ProcessRun after = await slurm.Run(Script, "look", Out);

        Assert.Equal((0, ""), (requeue.ExitCode, requeue.Error));
        Assert.Matches(
            @"\A(shard .*\n)(\d .*\n){3}merge +waiting\n\d of 3 shards finished; \d+ images done of 240 files\n\z",
            meanwhile.Output);
        Assert.Matches(
            @"\A(shard .*\n)(\d +finished +\d+\n){3}merge +finished\n"
                + @"3 of 3 shards finished; 240 images done of 240 files\n\z",
            after.Output);
        Assert.Matches(
            @"(?s)attempt 1: 0 images.*killed by signal 9: queued again.*attempt 2: [1-9]\d* images", Log("shard-1"));
        Assert.Matches(@"(?s)attempt 1: 0 images.*anogan: stopped after.*attempt 2: [1-9]\d* images", Log("shard-2"));
        Assert.DoesNotContain("attempt 2", Log("shard-3"), StringComparison.Ordinal);
        Assert.True((await whole).ExitCode == 0, (await whole).Error);
        SortedDictionary<string, string> expected = ResultsContents.Of(_folder["whole"]);
        Assert.Equal(expected, ResultsContents.Of(Out));
        TestContext.Current.SendDiagnosticMessage($"3 tasks, 1 SIGKILL, 2 requeues, {expected.Count} files like those of "
            + $"one run, {clock.Elapsed.TotalSeconds:F0} s");
    }

    [Fact]
    public async Task A_task_that_is_refused_is_not_queued_again_and_the_same_command_goes_on()
    {
        await using OneMachineSlurm slurm = await OneMachineSlurm.Start(_folder["slurm"]);
        string[] start =
        [
            "start", tiny.Test, tiny.Model, Out, "2", "--cpus-per-task=1", "--", "--steps", "0", "--no-pictures",
            "--quiet",
        ];
        string foreign = Path.Combine(Out + ".shards", "shard-2");
        Directory.CreateDirectory(Path.Combine(foreign, "of somebody else"));

        ProcessRun first = await slurm.Run(Script, start);
        ProcessRun early = await slurm.Run(Script, start);
        await UntilIdle(slurm);
        ProcessRun failed = await slurm.Run(Script, "look", Out);
        Directory.Delete(foreign, recursive: true);
        ProcessRun second = await slurm.Run(Script, start);
        await UntilIdle(slurm);

        Assert.True(first.ExitCode == 0, first.Error);
        Assert.Contains("is under way; wait, or scancel", early.Error, StringComparison.Ordinal);
        Assert.Matches(
            @"\n1 +finished +\d+\n2 +failed +0 \(exit code 1, which would come again; see .*\)\nmerge +not queued",
            failed.Output);
        Assert.True(second.ExitCode == 0, second.Error);
        Assert.Contains(", 1 of 2 to score", second.Output, StringComparison.Ordinal);
        Assert.Single(Log("shard-1").Split("attempt 1")[1..]);
        Assert.True(File.Exists(Path.Combine(Out, "scores.csv")));
    }

    private static Task UntilIdle(OneMachineSlurm slurm) => Until(
        async () => (await slurm.Run("squeue", "--noheader")) is { ExitCode: 0, Output: "" }, "an empty queue");

    private static Task Until(Func<bool> isSo, string what) => Until(() => Task.FromResult(isSo()), what);

    private static async Task Until(Func<Task<bool>> isSo, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(clock.Elapsed.TotalSeconds < 90, $"waited in vain for {what}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private int RowsOf(int shard)
    {
        string progress = Path.Combine($"{Out}.shards", $"shard-{shard}.unfinished", "progress.csv");
        return File.Exists(progress) ? File.ReadAllLines(progress).Length : 0;
    }

    private string Log(string name) => File.ReadAllText(Path.Combine($"{Out}.shards", $"{name}.log"));
}
