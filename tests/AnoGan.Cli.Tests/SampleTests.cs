using AnoGan.Images;

namespace AnoGan.Cli.Tests;

public sealed class SampleTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    [Fact]
    public async Task Draws_and_compares_and_says_so()
    {
        using var folder = new TempFolder();

        CommandRun run = await CommandRun.Of(
            "sample", tiny.Model, "--out", folder["out"], "--count", "9", "--interpolate", "2", "--nearest", tiny.Train,
            "--threads", "1", "--device", "cpu");

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("warning", run.Error, StringComparison.Ordinal);
        Assert.Contains(" * --count            9\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("anogan: comparing with 50 training images\n", run.Error, StringComparison.Ordinal);
        Assert.Matches(
            @"^samples      9 pictures of seed 1, 2 rows between them\nby pixels    generated pictures lie 0\.\d{4} .*, held-out images from theirs .*\nby features  .*\ncopying      .*\nwrote ",
            run.Output);
        Assert.Equal(
            ["interpolation.png", "nearest.png", "samples.json", "samples.png"],
            Directory.GetFiles(folder["out"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_seed_gives_the_same_pictures_however_many()
    {
        using var folder = new TempFolder();

        await Draw("a", "--seed", "5", "--count", "4");
        await Draw("b", "--seed", "5", "--count", "16");
        await Draw("c", "--seed", "6", "--count", "4");

        byte[] a = Top("a", 2), b = Top("b", 2), c = Top("c", 2);
        Assert.Equal(a, b);
        Assert.NotEqual(a, c);

        async Task Draw(string name, params string[] options)
        {
            CommandRun run = await CommandRun.Of([
                "sample", tiny.Model, "--out", folder[name], "--quiet", "--threads", "1", "--device", "cpu", .. options,
            ]);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
        }

        // Pictures of 28×28 are shown twice as large, with margins of 2 pixels.
        byte[] Top(string name, int pictures)
        {
            PixelImage sheet = ImageCodec.Read(folder[$"{name}/samples.png"]);
            return
            [
                .. Enumerable
                    .Range(2, 56)
                    .SelectMany(y => sheet.Data[(y * sheet.Width)..(y * sheet.Width + pictures * 58)]),
            ];
        }
    }

    [Fact]
    public async Task A_dry_run_checks_and_writes_nothing()
    {
        using var folder = new TempFolder();

        CommandRun run = await CommandRun.Of(
            "sample", tiny.Model, "--out", folder["out"], "--nearest", tiny.Train, "--dry-run", "--quiet");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal($"would draw 64 pictures with {tiny.Model}, compare them with 70 images of {tiny.Train} and "
            + $"write them to {folder["out"]}\n", run.Output);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task Refuses_what_will_not_do()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["mine"]);
        await File.WriteAllTextAsync(folder["mine/notes.txt"], "", TestContext.Current.CancellationToken);

        CommandRun noModel = await CommandRun.Of("sample", tiny.Train, "--out", folder["out"]);
        CommandRun taken = await CommandRun.Of("sample", tiny.Model, "--out", folder["mine"], "--overwrite");
        CommandRun noImages = await CommandRun.Of(
            "sample", tiny.Model, "--out", folder["out"], "--nearest", folder["nothing"]);
        CommandRun tooMany = await CommandRun.Of("sample", tiny.Model, "--out", folder["out"], "--count", "5000");

        Assert.Equal(
            (ExitCode.Refused, ExitCode.Refused, ExitCode.Refused, ExitCode.Usage),
            (noModel.ExitCode, taken.ExitCode, noImages.ExitCode, tooMany.ExitCode));
        Assert.Contains("no model.json in it", Assert.Single(noModel.ErrorLines), StringComparison.Ordinal);
        Assert.Contains("the folder is not empty", Assert.Single(taken.ErrorLines), StringComparison.Ordinal);
        Assert.Contains("found no such folder", Assert.Single(noImages.ErrorLines), StringComparison.Ordinal);
        Assert.Contains(
            "--count: found 5000, expected 1 to 1024", Assert.Single(tooMany.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(["mine"], folder.Names);
    }
}
