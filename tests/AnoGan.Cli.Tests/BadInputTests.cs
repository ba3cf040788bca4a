namespace AnoGan.Cli.Tests;

/// <summary>Data and folders that will not do: exit 1, one line with the path, nothing left behind.</summary>
public sealed class BadInputTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    [Fact]
    public async Task A_missing_folder_of_images_is_refused()
    {
        using var folder = new TempFolder();

        CommandRun run = await CommandRun.Of("train", folder["none"], "--model", folder["model"]);

        AssertRefused(run, folder["none"]);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task An_empty_folder_is_refused()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["images"]);

        CommandRun run = await CommandRun.Of("train", folder["images"], "--model", folder["model"]);

        AssertRefused(run, folder["images"]);
        Assert.Equal(["images"], folder.Names);
    }

    [Fact]
    public async Task A_folder_without_images_is_refused()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["images"]);
        await File.WriteAllTextAsync(folder["images/readme.txt"], "no image", TestContext.Current.CancellationToken);

        CommandRun run = await CommandRun.Of("score", folder["images"], "--model", tiny.Model, "--out", folder["out"]);

        AssertRefused(run, folder["images"]);
        Assert.Contains("1 file but no image", run.Error, StringComparison.Ordinal);
        Assert.Equal(["images"], folder.Names);
    }

    [Fact]
    public async Task A_missing_model_is_refused()
    {
        using var folder = new TempFolder();

        CommandRun run = await CommandRun.Of("score", tiny.Test, "--model", folder["model"], "--out", folder["out"]);

        AssertRefused(run, folder["model"]);
        Assert.Contains("anogan train", run.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }

    [Theory]
    [InlineData("critic.safetensors")]
    [InlineData("generator-average.safetensors")]
    [InlineData("encoder.safetensors")]
    [InlineData("normal-metric.safetensors")]
    [InlineData("model.json")]
    public async Task A_damaged_model_is_refused_with_the_name_of_the_file(string name)
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["model"]);
        foreach (string file in Directory.GetFiles(tiny.Model))
            File.Copy(file, Path.Combine(folder["model"], Path.GetFileName(file)));
        byte[] bytes = await File.ReadAllBytesAsync(folder[$"model/{name}"], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(
            folder[$"model/{name}"], bytes[..(bytes.Length / 2)], TestContext.Current.CancellationToken);

        CommandRun run = await CommandRun.Of(
            "score", tiny.Test, "--model", folder["model"], "--out", folder["out"], "--quiet");

        AssertRefused(run, folder[$"model/{name}"]);
        Assert.Equal(["model"], folder.Names);
    }

    [Fact]
    public async Task What_the_system_says_reaches_the_user_in_words()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["model"]);
        await File.WriteAllTextAsync(folder["model/model.json"], "{", TestContext.Current.CancellationToken);

        ProcessRun run = await ProcessRun.Of(
            ProcessRun.Program, ["score", tiny.Test, "--model", folder["model"], "--out", folder["out"], "--quiet"]);

        Assert.Equal(ExitCode.Refused, run.ExitCode);
        Assert.Contains("damaged manifest (", run.Error, StringComparison.Ordinal);
        Assert.Matches(@"\(\w+ .+ .+ .+\)", run.Error);
        Assert.DoesNotMatch(@"[a-z]_[A-Z]", run.Error);
    }

    [Fact]
    public async Task Colour_pictures_are_refused_by_a_grey_model()
    {
        using var folder = new TempFolder();
        await WriteColour(folder["images"], "a.ppm");

        CommandRun run = await CommandRun.Of(
            "score", folder["images"], "--model", tiny.Model, "--out", folder["out"], "--quiet");

        AssertRefused(run, folder["images"]);
        Assert.Contains("the training images are grey", run.Error, StringComparison.Ordinal);
        Assert.Equal(["images"], folder.Names);
    }

    [Fact]
    public async Task Pictures_of_another_size_are_warned_of_and_refused_when_strict()
    {
        using var folder = new TempFolder();
        CommandRun data = await CommandRun.Of(
            "demo-data", "--out", folder["data"], "--size", "96", "--train", "1", "--good", "2", "--defects", "0");
        Assert.Equal(0, data.ExitCode);

        CommandRun lenient = await CommandRun.Of(
            "score", folder["data/test"], "--model", tiny.Model, "--out", folder["out"], "--quiet", "--steps", "1");
        CommandRun strict = await CommandRun.Of(
            "score", folder["data/test"], "--model", tiny.Model, "--out", folder["strict"], "--quiet", "--steps", "1",
            "--strict");

        Assert.Equal(0, lenient.ExitCode);
        Assert.Contains("2 of 2 images are more than twice as large", lenient.Error, StringComparison.Ordinal);
        AssertRefused(strict, "000.png");
        Assert.Contains("96×96 pixels, but the training images have 32 to 32", strict.Error, StringComparison.Ordinal);
        Assert.Equal(["data", "out"], folder.Names);
    }

    [Fact]
    public async Task A_folder_with_other_things_is_not_overwritten()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["thesis.doc"], "years of work", TestContext.Current.CancellationToken);

        CommandRun train = await CommandRun.Of("train", tiny.Train, "--model", folder.Path, "--overwrite");
        CommandRun score = await CommandRun.Of(
            "score", tiny.Test, "--model", tiny.Model, "--out", folder.Path, "--overwrite");

        AssertRefused(train, folder.Path);
        AssertRefused(score, folder.Path);
        Assert.Equal(["thesis.doc"], folder.Names);
    }

    [Fact]
    public async Task A_missing_cuda_device_is_refused()
    {
        using var folder = new TempFolder();

        CommandRun run = await CommandRun.Of(
            "train", tiny.Train, "--model", folder["model"], "--device", "cuda:7", "--quiet");

        AssertRefused(run, "--device cuda:7");
        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task An_unknown_normal_label_is_refused()
    {
        using var folder = new TempFolder();

        CommandRun run = await CommandRun.Of(
            "score", tiny.Test, "--model", tiny.Model, "--out", folder["out"], "--normal", "god");

        AssertRefused(run, "--normal god");
        Assert.Contains("chip, good, missing_hole, scratch, stain", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train")]
    [InlineData("score")]
    public async Task A_full_disk_leaves_nothing_behind(string command)
    {
        using var folder = new TempFolder();
        using SmallDisk disk = await SmallDisk.Mount(folder["disk"], "256k");
        string[] args = command == "train"
            ? ["train", tiny.Train, "--model", folder["disk/model"], "--steps", "3", "--quiet", .. TinyRun.Fast]
            : ["score", tiny.Test, "--model", tiny.Model, "--out", folder["disk/out"], "--steps", "1", "--quiet"];
        await File.WriteAllBytesAsync(folder["disk/mine"], new byte[200 << 10], TestContext.Current.CancellationToken);

        CommandRun run = await CommandRun.Of(args);

        AssertRefused(run, folder["disk"]);
        Assert.Contains("space", run.Error, StringComparison.Ordinal);
        Assert.Equal(
            ["mine"], [.. Directory.EnumerateFileSystemEntries(folder["disk"]).Select(e => Path.GetFileName(e)!)]);
    }

    private static void AssertRefused(CommandRun run, string named)
    {
        Assert.Equal((ExitCode.Refused, ""), (run.ExitCode, run.Output));
        string line = Assert.Single(run.ErrorLines);
        Assert.Contains(named, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    private static async Task WriteColour(string folder, string name)
    {
        Directory.CreateDirectory(folder);
        byte[] pixels = [.. "P6 4 4 255\n"u8, .. Enumerable.Range(0, 48).Select(i => (byte)(5 * i))];
        await File.WriteAllBytesAsync(Path.Combine(folder, name), pixels, TestContext.Current.CancellationToken);
    }
}
