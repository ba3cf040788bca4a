namespace AnoGan.Cli.Tests;

/// <summary>Masks of regions of interest by name, as a user gives them.</summary>
public sealed class RegionTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    [Fact]
    public async Task A_model_of_masks_by_name_says_so_and_asks_for_them()
    {
        using var folder = new TempFolder();

        // Every picture is its own mask: what is darker than half of white does not count.
        Copy(tiny.Train, folder["masks/train"]);
        Copy(tiny.Test, folder["masks/test"]);
        string[] quick = ["--quiet", "--threads", "1", "--device", "cpu"],
            score = ["score", tiny.Test, "--model", folder["model"], .. quick];
        CommandRun train = await CommandRun.Of([
            "train", tiny.Train, "--roi", folder["masks/train"], "--model", folder["model"], "--quiet", "--steps", "2",
            .. TinyRun.Fast,
        ]);
        Assert.Equal(0, train.ExitCode);

        CommandRun info = await CommandRun.Of("info", folder["model"]),
            without = await CommandRun.Of([.. score, "--out", folder["none"]]),
            other = await CommandRun.Of([.. score, "--out", folder["none"], "--roi", folder["masks"]]),
            right = await CommandRun.Of([.. score, "--out", folder["results"], "--roi", folder["masks/test"]]),
            watch = await CommandRun.Of([
                "watch", tiny.Test, "--model", folder["model"], "--out", folder["none"], .. quick,
            ]);

        Assert.Contains(
            "black outside of a region of interest, masks by name\n", info.Output, StringComparison.Ordinal);
        Assert.Equal((0, 1, 1, 1), (right.ExitCode, without.ExitCode, other.ExitCode, watch.ExitCode));
        Assert.All([without, watch], run => Assert.StartsWith(
            $"anogan: error: {folder["model"]}: found no folder of masks, expected that of these images",
            Assert.Single(run.ErrorLines), StringComparison.Ordinal));
        Assert.StartsWith(
            $"anogan: error: --roi {folder["masks"]}: found no mask of any of ", Assert.Single(other.ErrorLines),
            StringComparison.Ordinal);
        Assert.Contains("\"roiFolder\": \"test\"", File.ReadAllText(folder["results/run.json"]),
            StringComparison.Ordinal);
        Assert.False(Path.Exists(folder["none"]));
    }

    [Fact]
    public async Task Another_model_takes_none()
    {
        using var folder = new TempFolder();
        Copy(tiny.Test, folder["masks"]);

        CommandRun run = await CommandRun.Of(
            "score", tiny.Test, "--model", tiny.Model, "--out", folder["none"], "--roi", folder["masks"], "--quiet");

        Assert.Equal(
            (1, $"anogan: error: --roi {folder["masks"]}: found a folder of masks, expected none, for {tiny.Model} was "
                + "trained without masks; leave it out"),
            (run.ExitCode, Assert.Single(run.ErrorLines)));
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
