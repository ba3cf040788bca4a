namespace AnoGan.Cli.Tests;

/// <summary>Disks that are full or read-only: one clear line, and what was there before stays as it was.</summary>
[Trait("Category", "Slow")]
public sealed class FaultTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    private static readonly string[] Train = ["--quiet", "--steps", "20", "--checkpoint-every", "5", .. TinyRun.Fast];

    [Fact]
    public async Task A_disk_that_fills_up_while_it_trains_costs_nothing()
    {
        using var folder = new TempFolder();
        using SmallDisk disk = await SmallDisk.Mount(folder["disk"], "16m");
        string model = folder["disk/model"];
        Assert.Equal(0, (await CommandRun.Of(["train", tiny.Train, "--model", model, .. Train])).ExitCode);
        Dictionary<string, byte[]> before = Contents(model);
        string[] again = ["train", tiny.Train, "--model", model, "--overwrite", "--seed", "2", .. Train];

        // Room for one checkpoint, not for a second one beside it.
        long checkpoint = 7 * new FileInfo(Path.Combine(model, "critic.safetensors")).Length;
        await FillUp(folder["disk"], room: checkpoint * 3 / 2);
        CommandRun run = await CommandRun.Of(again);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        string line = Assert.Single(run.ErrorLines, l => l.StartsWith("anogan: error: ", StringComparison.Ordinal));
        Assert.Contains("space", line, StringComparison.Ordinal);
        Assert.Contains("--resume goes on from it", line, StringComparison.Ordinal);
        Assert.Equal(before, Contents(model));

        File.Delete(folder["disk/filler"]);
        CommandRun resumed = await CommandRun.Of([.. again, "--resume"]);
        CommandRun reference = await CommandRun.Of([
            "train", tiny.Train, "--model", folder["reference"], "--seed", "2", .. Train,
        ]);

        Assert.Equal((0, 0), (resumed.ExitCode, reference.ExitCode));
        Assert.Equal(
            await File.ReadAllBytesAsync(folder["reference/critic.safetensors"], TestContext.Current.CancellationToken),
            Contents(model)["critic.safetensors"]);
        Assert.Equal(["model"], Names(folder["disk"]));
    }

    [Fact]
    public async Task A_disk_that_fills_up_while_it_scores_costs_nothing()
    {
        using var folder = new TempFolder();
        using SmallDisk disk = await SmallDisk.Mount(folder["disk"], "2m");
        string results = folder["disk/results"];
        string[] score =
        [
            "score", tiny.Test, "--model", tiny.Model, "--out", results, "--batch", "1", "--threads", "1", "--device",
            "cpu", "--quiet",
        ];
        Assert.Equal(0, (await CommandRun.Of(score)).ExitCode);
        Dictionary<string, byte[]> before = Contents(results);

        await FillUp(folder["disk"], room: 48 << 10);
        CommandRun run = await CommandRun.Of([.. score, "--overwrite", "--mask"]);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        string line = Assert.Single(run.ErrorLines, l => l.StartsWith("anogan: error: ", StringComparison.Ordinal));
        Assert.Contains("space", line, StringComparison.Ordinal);
        Assert.Equal(before, Contents(results));

        File.Delete(folder["disk/filler"]);
        CommandRun resumed = await CommandRun.Of([.. score, "--overwrite", "--mask", "--resume"]);

        Assert.Equal(0, resumed.ExitCode);
        Assert.Contains("masks/good/000.png.png", Contents(results).Keys);
        Assert.Equal(["results"], Names(folder["disk"]));
    }

    [Theory]
    [InlineData("train")]
    [InlineData("score")]
    [InlineData("watch")]
    [InlineData("calibrate")]
    [InlineData("baseline")]
    [InlineData("evaluate")]
    [InlineData("compare")]
    [InlineData("demo-data")]
    public async Task A_read_only_disk_is_refused_and_keeps_what_it_has(string command)
    {
        using var folder = new TempFolder();
        using SmallDisk disk = await SmallDisk.Mount(folder["disk"], "16m");
        string model = folder["disk/model"], results = folder["disk/results"];
        Assert.Equal(0, (await CommandRun.Of(["train", tiny.Train, "--model", model, .. Train])).ExitCode);
        Assert.Equal(
            0,
            (
                await CommandRun.Of([
                    "score", tiny.Test, "--model", model, "--out", results, "--steps", "1", "--no-pictures", "--quiet",
                ])
            ).ExitCode);
        Dictionary<string, byte[]> before = Contents(folder["disk"]);
        await disk.MakeReadOnly();

        CommandRun run = await CommandRun.Of(
            command switch
            {
                "train" => ["train", tiny.Train, "--model", folder["disk/new/model"], .. Train],
                "score" => ["score", tiny.Test, "--model", model, "--out", results, "--overwrite", "--quiet"],
                "watch" =>
                [
                    "watch", tiny.Test, "--model", model, "--out", folder["disk/watched"], "--until-idle", "0",
                    "--quiet",
                ],
                "calibrate" => ["calibrate", tiny.Train, "--model", model, "--quiet"],
                "baseline" =>
                [
                    "baseline", tiny.Train, tiny.Test, "--out", folder["disk/baseline"], "--method", "pca", "--size",
                    "28", "--quiet",
                ],
                "evaluate" => ["evaluate", results, "--normal", "good"],
                "compare" => ["compare", results, results, "--json", folder["disk/report.json"]],
                _ => ["demo-data", "--out", folder["disk/demo"], "--train", "2", "--good", "1", "--defects", "1"],
            }
        );

        Assert.Equal(1, run.ExitCode);
        string line = Assert.Single(run.ErrorLines, l => l.StartsWith("anogan: error: ", StringComparison.Ordinal));
        Assert.Contains(folder["disk"], line, StringComparison.Ordinal);
        Assert.Contains("ead-only", line, StringComparison.Ordinal);
        Assert.Equal(before, Contents(folder["disk"]));
    }

    private static async Task FillUp(string disk, long room)
    {
        long bytes = new DriveInfo(disk).AvailableFreeSpace - room;
        await File.WriteAllBytesAsync(
            Path.Combine(disk, "filler"), new byte[bytes], TestContext.Current.CancellationToken);
    }

    private static Dictionary<string, byte[]> Contents(string folder) =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(folder, path), File.ReadAllBytes);

    private static string[] Names(string folder) =>
        [
            .. Directory
                .EnumerateFileSystemEntries(folder)
                .Select(e => Path.GetFileName(e)!)
                .Order(StringComparer.Ordinal),
        ];
}
