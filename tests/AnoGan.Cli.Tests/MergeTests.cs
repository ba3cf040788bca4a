namespace AnoGan.Cli.Tests;

public sealed class MergeTests(TinyRun tiny) : IClassFixture<TinyRun>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Shards_are_scored_one_by_one_and_merged()
    {
        CommandRun dry = await Score("1/3", "--dry-run");
        Assert.Equal(0, dry.ExitCode);
        Assert.Matches(
            @"^would score shard 1/3 \([0-9]+ images; 11 files in all\) of .*test with .*model and write the ",
            dry.Output);
        foreach (string shard in (string[])["1/3", "2/3", "3/3"])
            Assert.Equal(0, (await Score(shard)).ExitCode);

        CommandRun plan = await Merge(["3", "1", "2"], "--dry-run");
        CommandRun merged = await Merge(["3", "1", "2"]);

        Assert.Equal(
            (0, $"would merge 11 images of 3 shards into {_folder["merged"]}\n"), (plan.ExitCode, plan.Output));
        Assert.Equal((0, ""), (merged.ExitCode, merged.Error));
        Assert.StartsWith($"results    {_folder["merged"]}\nscored     11 of 11 images in ", merged.Output,
            StringComparison.Ordinal);
        Assert.Contains("\nAUROC      ", merged.Output, StringComparison.Ordinal);
        Assert.EndsWith($"report     {_folder["merged"]}/report.html\n", merged.Output, StringComparison.Ordinal);
        Assert.Equal(12, File.ReadAllLines(_folder["merged/scores.csv"]).Length);
    }

    [Fact]
    public async Task Refusals_are_one_line()
    {
        Assert.Equal(0, (await Score("2/3")).ExitCode);

        CommandRun missing = await Merge(["2"]), wrong = await Score("4/3"), partial = await Merge(["2"], "--partial");

        Assert.Equal((1, ""), (missing.ExitCode, missing.Output));
        Assert.Equal(
            ["anogan: error: SHARDS: found 1 of 3 shards, expected 1/3, 3/3 too; score them, or give --partial to "
                + "merge what is there"],
            missing.ErrorLines);
        Assert.Equal(2, wrong.ExitCode);
        Assert.Equal(
            ["anogan: error: --shard: found '4/3', expected I/N, such as 2/7, with N up to 10000 and I from 1 to N"],
            wrong.ErrorLines);
        Assert.Equal(0, partial.ExitCode);
        Assert.Matches(@"^anogan: warning: 2 shards of 3 missing \(1/3, 3/3\): [0-9]+ images of 11 files are here\n$",
            partial.Error);
    }

    private Task<CommandRun> Score(string shard, params string[] more) => CommandRun.Of(
    [
        "score", tiny.Test, "--model", tiny.Model, "--out", _folder[$"shard-{shard[0]}"], "--shard", shard, "--quiet",
        "--threads", "1", "--steps", "2", .. more,
    ]);

    private Task<CommandRun> Merge(string[] shards, params string[] more) => CommandRun.Of(
    [
        "merge", .. shards.Select(shard => _folder[$"shard-{shard}"]), "--out", _folder["merged"], "--quiet", .. more,
    ]);
}
