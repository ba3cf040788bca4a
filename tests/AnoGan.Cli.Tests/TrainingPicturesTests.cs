namespace AnoGan.Cli.Tests;

/// <summary>Where a training is watched, and what it says of it.</summary>
public sealed class TrainingPicturesTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    [Fact]
    public async Task A_training_says_where_to_look_while_it_runs_and_afterwards()
    {
        using var folder = new TempFolder();

        CommandRun run = await CommandRun.Of([
            "train", tiny.Train, "--model", folder["part"], "--tensorboard", folder["board"], "--steps", "3",
            .. TinyRun.Fast,
        ]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            $"anogan: watch samples/, reconstructions/ and curves.svg in {folder["part.unfinished"]}\n", run.Error,
            StringComparison.Ordinal);
        Assert.Contains(
            "\npictures   curves.svg, training-images.png, made-defects.png, samples/, reconstructions/ in "
                + $"{folder["part"]}\n",
            run.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["step-000001.png", "step-000003.png"],
            Directory.GetFiles(folder["part/samples"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.StartsWith(
            "events.out.tfevents.", Path.GetFileName(Assert.Single(Directory.GetFiles(folder["board/part"]))),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_folder_for_event_files_is_refused()
    {
        CommandRun run = await CommandRun.Of([
            "train", tiny.Train, "--model", "x", "--tensorboard", "", .. TinyRun.Fast,
        ]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--tensorboard: found an empty path", run.Error, StringComparison.Ordinal);
    }
}
