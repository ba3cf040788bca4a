using System.Security.Cryptography;

namespace AnoGan.Cli.Tests;

/// <summary>What a run writes never lands among the pictures that it, or the next one, reads.</summary>
public sealed class OwnOutputTests(TinyRun tiny) : IClassFixture<TinyRun>, IDisposable
{
    private readonly TempFolder _folder = new();

    private string Photos => _folder["photos"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("score", "PHOTOS", "--model", "MODEL", "--out", "PHOTOS/results")]
    [InlineData("score", "PHOTOS", "--model", "MODEL", "--out", "PHOTOS/good", "--overwrite")]
    [InlineData("score", "PHOTOS", "--model", "MODEL", "--out", "LINK/good/deep/results", "--resume")]
    [InlineData("score", "PHOTOS/good", "--model", "MODEL", "--out", "PHOTOS", "--overwrite")]
    [InlineData("score", "PHOTOS", "--model", "MODEL", "--out", "PHOTOS/results", "--dry-run")]
    [InlineData("train", "PHOTOS", "--all-folders", "--model", "PHOTOS/model", "--steps", "1")]
    [InlineData("train", "PHOTOS", "--all-folders", "--model", "NEW", "--tensorboard", "PHOTOS/board", "--steps", "1")]
    [InlineData("calibrate", "PHOTOS", "--all-folders", "--model", "MODEL", "--out", "PHOTOS/model")]
    [InlineData("baseline", "TRAIN", "PHOTOS", "--out", "PHOTOS/results", "--method", "pca")]
    [InlineData("baseline", "PHOTOS", "TEST", "--all-folders", "--out", "PHOTOS/results", "--method", "pca")]
    [InlineData("sample", "MODEL", "--nearest", "PHOTOS", "--out", "PHOTOS/samples")]
    public async Task A_place_inside_the_images_is_refused_and_they_stay_as_they_were(params string[] args)
    {
        await Draw();
        if (!OperatingSystem.IsWindows())
            Directory.CreateSymbolicLink(_folder["link"], Photos);
        string[] before = Listing();

        CommandRun run = await CommandRun.Of([.. args.Select(Named)]);

        Assert.Equal((ExitCode.Refused, ""), (run.ExitCode, run.Output));
        Assert.Contains("the folder of images ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(before, Listing());
    }

    [Fact]
    public async Task Results_and_models_among_the_images_are_passed_over_with_one_warning()
    {
        await Draw();
        CopyModel(Path.Combine(Photos, "model"));
        Directory.CreateDirectory(Path.Combine(Photos, "old", "heatmaps"));
        File.Copy(Path.Combine(Photos, "good", "000.png"), Path.Combine(Photos, "old", "heatmaps", "000.png.jpg"));
        await File.WriteAllTextAsync(
            Path.Combine(Photos, "old", "run.json"), """{ "format": "anogan-run" }""",
            TestContext.Current.CancellationToken);

        // The model is only read, so that it may lie there.
        CommandRun score = await CommandRun.Of(
            "score", Photos, "--model", Path.Combine(Photos, "model"), "--out", _folder["out"], "--quiet",
            "--no-pictures", "--steps", "1", "--threads", "1");
        CommandRun dry = await CommandRun.Of(
            "train", Photos, "--all-folders", "--model", _folder["model"], "--quiet", "--dry-run");

        const string Warning = "2 folders that anogan wrote passed over (model, old); keep results and models outside "
            + "of the images";
        Assert.Equal((0, 0), (score.ExitCode, dry.ExitCode));
        Assert.Contains($"anogan: warning: {Photos}: {Warning}\n", score.Error, StringComparison.Ordinal);
        Assert.Contains(
            Warning, await File.ReadAllTextAsync(_folder["out/run.json"], TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Equal(
            12, (await File.ReadAllLinesAsync(_folder["out/scores.csv"], TestContext.Current.CancellationToken)).Length
        );
        Assert.Equal($"anogan: warning: {Photos}: {Warning}\n", dry.Error);
        Assert.StartsWith($"would train on 11 images of {Photos} ", dry.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_among_the_images_is_not_calibrated_in_its_place()
    {
        await Draw();
        CopyModel(Path.Combine(Photos, "model"));
        string[] before = Listing();

        CommandRun run = await CommandRun.Of(
            "calibrate", Photos, "--all-folders", "--model", Path.Combine(Photos, "model"));

        Assert.Equal(ExitCode.Refused, run.ExitCode);
        Assert.Contains(
            $"--model {Photos}/model: lies inside the folder of images {Photos}", Assert.Single(run.ErrorLines),
            StringComparison.Ordinal);
        Assert.Equal(before, Listing());
    }

    [Fact]
    public async Task Pictures_of_results_are_not_scored()
    {
        await Draw();
        await File.WriteAllTextAsync(
            _folder["run.json"], """{ "format": "anogan-run" }""", TestContext.Current.CancellationToken);

        CommandRun run = await CommandRun.Of("score", Photos, "--model", tiny.Model, "--out", _folder["out"]);

        Assert.Equal(ExitCode.Refused, run.ExitCode);
        Assert.Contains(
            $"{Photos}: lies in a results folder, which anogan wrote", Assert.Single(run.ErrorLines),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train", "DATA", "--model", "NEW")]
    [InlineData("calibrate", "DATA", "--model", "MODEL", "--out", "NEW")]
    [InlineData("baseline", "DATA", "TEST", "--out", "NEW", "--method", "pca")]
    public async Task A_whole_data_set_is_refused_with_the_folder_that_was_meant(params string[] args)
    {
        CommandRun run = await CommandRun.Of([.. args.Select(Named)]);
        CommandRun all = await CommandRun.Of([.. args.Select(Named), "--all-folders", "--dry-run", "--quiet"]);

        Assert.Equal((ExitCode.Refused, ""), (run.ExitCode, run.Output));
        Assert.Equal(
            $"anogan: error: {tiny.Data}: looks like a whole data set (ground_truth, test, train), expected normal "
                + $"images only; name {tiny.Data}/train/good, or give --all-folders if all are normal",
            Assert.Single(run.ErrorLines));
        Assert.Equal(0, all.ExitCode);

        // The test images lie in it, too.
        Assert.Equal(args[0] == "baseline", all.Error.Contains($"warning: {tiny.Test}: lies inside {tiny.Data}, so "
            + "that its images are learnt from", StringComparison.Ordinal));
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_is_told_in_a_dry_run_and_refused_when_strict()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        await Draw();
        File.CreateSymbolicLink(Path.Combine(Photos, "bad-dir"), "gone");

        CommandRun lenient = await CommandRun.Of(
            "score", Photos, "--model", tiny.Model, "--out", _folder["out"], "--dry-run", "--quiet");
        CommandRun strict = await CommandRun.Of(
            "score", Photos, "--model", tiny.Model, "--out", _folder["out"], "--dry-run", "--quiet", "--strict");

        Assert.Equal((0, ExitCode.Refused), (lenient.ExitCode, strict.ExitCode));
        Assert.Contains("1 link to nothing passed over (bad-dir)", lenient.Error, StringComparison.Ordinal);
        Assert.Contains(
            $"{Photos}/bad-dir: a link that leads nowhere", Assert.Single(strict.ErrorLines), StringComparison.Ordinal);
    }

    private async Task Draw()
    {
        foreach (string file in Directory.GetFiles(tiny.Test, "*.png", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(Photos, Path.GetRelativePath(tiny.Test, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            await File.WriteAllBytesAsync(copy, await File.ReadAllBytesAsync(file));
        }
    }

    private void CopyModel(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.GetFiles(tiny.Model))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    private string Named(string argument)
    {
        string first = argument.Split('/')[0];
        return first switch
        {
            "PHOTOS" => Photos,
            "LINK" => _folder["link"],
            "NEW" => _folder["new"],
            "MODEL" => tiny.Model,
            "DATA" => tiny.Data,
            "TRAIN" => tiny.Train,
            "TEST" => tiny.Test,
            _ => first,
        } + argument[first.Length..];
    }

    // Every file and folder with its bytes; hidden ones too.
    private string[] Listing() =>
        [
            .. Directory
                .EnumerateFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(entry =>
                    File.Exists(entry)
                        ? $"{entry} " + $"{Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(entry)))}"
                        : entry),
        ];
}
