namespace AnoGan.Cli.Tests;

/// <summary>
/// What --resume says; that it does it is shown by <see cref="KillTests"/> and by the tests of the runs.
/// </summary>
public sealed class ResumeTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    [Fact]
    public async Task A_finished_training_says_so_and_is_done()
    {
        using var folder = new TempFolder();
        string[] train = ["train", tiny.Train, "--model", folder["model"], "--steps", "3", "--quiet", .. TinyRun.Fast];
        CommandRun first = await CommandRun.Of(train), plan = await CommandRun.Of([.. train, "--resume", "--dry-run"]);

        CommandRun again = await CommandRun.Of([.. train, "--resume"]),
            other = await CommandRun.Of([.. train, "--resume", "--seed", "2"]);

        Assert.Equal(0, again.ExitCode);
        Assert.Equal($"{folder["model"]} was finished before: nothing was left to train\n{first.Output}", again.Output);
        Assert.Equal(
            $"would find that {folder["model"]} is finished, if these are its options and images\n", plan.Output);
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("--seed 2 where it was 1", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finished_scoring_says_so_and_is_done()
    {
        using var folder = new TempFolder();
        string[] score =
        [
            "score", tiny.Test, "--model", tiny.Model, "--out", folder["out"], "--steps", "2", "--threads", "1",
            "--quiet",
        ];
        CommandRun first = await CommandRun.Of([.. score, "--resume"]),
            plan = await CommandRun.Of([.. score, "--resume", "--dry-run"]);

        CommandRun again = await CommandRun.Of([.. score, "--resume"]),
            other = await CommandRun.Of([.. score, "--resume", "--lr", "0.5"]);

        Assert.Equal(0, again.ExitCode);
        Assert.Equal($"{folder["out"]} was finished before: nothing was left to score\n{first.Output}", again.Output);
        Assert.Equal(
            $"would find that {folder["out"]} is finished, if these are its options and images\n", plan.Output);
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("--lr 0.5 where it was 0.1", other.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train")]
    [InlineData("score")]
    public async Task A_second_process_is_refused_while_the_first_works(string command)
    {
        using var folder = new TempFolder();
        string[] args =
            command == "train"
                ? ["train", tiny.Train, "--model", folder["out"], "--steps", "1000000", "--quiet", .. TinyRun.Fast]
                : [
                    "score", tiny.Test, "--model", tiny.Model, "--out", folder["out"], "--steps", "100000", "--plateau",
                    "0", "--quiet",
                ];
        CommandRun? second = null;

        ProcessRun first = await ProcessRun.Of(ProcessRun.Program, args, meanwhile: async process =>
        {
            while (!File.Exists(folder["out.unfinished/.lock"]) && !process.HasExited)
                await Task.Delay(50, TestContext.Current.CancellationToken);
            second = await CommandRun.Of([.. args, "--resume"]);
            process.Kill();
        });

        Assert.NotEqual(0, first.ExitCode);
        Assert.Equal(1, second!.ExitCode);
        Assert.Equal($"anogan: error: {folder["out"]}: another anogan process is at work on it and holds "
            + $"{folder["out.unfinished"]}; wait until it ends, or name another folder\n", second.Error);
    }
}
