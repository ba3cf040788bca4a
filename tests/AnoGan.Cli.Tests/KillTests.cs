using System.Diagnostics;
using System.Globalization;

namespace AnoGan.Cli.Tests;

/// <summary>
/// Processes killed with SIGKILL at random moments: what goes on with --resume ends as what never stopped. ANOGAN_KILLS
/// says how many kills of each command there are; tests/soak.sh runs more.
/// </summary>
[Trait("Category", "Slow")]
public sealed class KillTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    private static readonly int Kills = int.Parse(
        Environment.GetEnvironmentVariable("ANOGAN_KILLS") ?? "10", CultureInfo.InvariantCulture);

    private readonly Random _random = new();

    [Fact]
    public async Task A_training_that_is_killed_ends_with_the_same_model()
    {
        using var folder = new TempFolder();
        string[] Train(string model) =>
            [
                "train", tiny.Train, "--model", folder[model], .. TinyRun.Fast, "--steps", "60", "--checkpoint-every",
                "7", "--quiet",
            ];

        await AssertSameAfterKills(folder, Train, name => !name.StartsWith("model.json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_scoring_that_is_killed_ends_with_the_same_results()
    {
        using var folder = new TempFolder();
        CommandRun data = await CommandRun.Of(
            "demo-data", "--out", folder["data"], "--size", "32", "--train", "1", "--good", "24", "--defects", "6",
            "--seed", "5");
        Assert.Equal(0, data.ExitCode);
        string[] Score(string results) =>
            [
                "score", folder["data/test"], "--model", tiny.Model, "--out", folder[results], "--mask", "--batch", "4",
                "--steps", "40", "--threads", "1", "--device", "cpu", "--quiet",
            ];

        await AssertSameAfterKills(folder, Score, _ => true);
    }

    private async Task AssertSameAfterKills(
        TempFolder folder, Func<string, string[]> command, Predicate<string> isCompared)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kills with a signal that Windows does not have");
        var clock = Stopwatch.StartNew();
        ProcessRun reference = await ProcessRun.Of(ProcessRun.Program, command("reference"));
        Assert.Equal(0, reference.ExitCode);
        double seconds = clock.Elapsed.TotalSeconds;
        SortedDictionary<string, string> expected = ResultsContents.Of(folder["reference"], isCompared);
        string[] before = folder.Names;

        // A killed run goes on until it comes to its end; then the next begins.
        int kills = 0, ends = 0;
        while (kills < Kills)
        {
            ProcessRun run = await ProcessRun.Of(
                ProcessRun.Program, [.. command("killed"), "--resume"], meanwhile: process => Kill(process, seconds));
            if (run.ExitCode == 0)
                ends += Check();
            else
                kills++;
            Assert.True(run.ExitCode is 0 or 137, $"exit {run.ExitCode}: {run.Error}");
        }

        ProcessRun last = await ProcessRun.Of(ProcessRun.Program, [.. command("killed"), "--resume"]);
        Assert.Equal(0, last.ExitCode);
        ends += Check();
        TestContext.Current.SendDiagnosticMessage($"{kills} kills, {ends} runs that came to their end, each like the "
            + $"reference of {seconds:F1} s");

        int Check()
        {
            Assert.Equal(expected, ResultsContents.Of(folder["killed"], isCompared));
            Assert.Equal(
                [.. before, "killed"], folder.Names.Order(StringComparer.Ordinal).OrderBy(name => name == "killed"));
            Directory.Delete(folder["killed"], recursive: true);
            return 1;
        }
    }

    private async Task Kill(Process process, double seconds)
    {
        var patience = TimeSpan.FromSeconds(seconds * (0.25 + 0.5 * _random.NextDouble()));
        try
        {
            await process.WaitForExitAsync(new CancellationTokenSource(patience).Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }
    }
}
