namespace AnoGan.Cli.Tests;

/// <summary>File names that are out to harm the terminal, a spreadsheet or the results.</summary>
public sealed class HostileNameTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    private static readonly string[] Names =
    [
        "=HYPERLINK(\"x\").png", "+1.png", "-rf.png", "@a.png", "'quoted'.png", "tab\there.png", "two\nlines.png",
        "\u001B[2J\u001B[31mred.png", "<script>alert(1).png", "e\u0301.png", "\u00E9.png", "A.png", "a.png", "a.PNG",
        "a.png.png", "spa ce; " + "&$(id)`id`.png", "photo\u202Egnp.png", new string('n', 251) + ".png",
        new string('画', 83) + ".png", "%s%n{0}[red].png",
    ];

    [Fact]
    public async Task Are_scored_evaluated_and_printed_without_harm()
    {
        using var folder = new TempFolder();
        string picture = Directory.GetFiles(Path.Combine(tiny.Test, "good"))[0];
        Directory.CreateDirectory(folder["images/=good"]);
        Directory.CreateDirectory(folder["images/-bad"]);
        foreach (string name in Names)
        {
            File.Copy(picture, folder[$"images/=good/{name}"]);
            File.Copy(picture, folder[$"images/-bad/{name}"]);
        }

        CommandRun score = await CommandRun.Of(
            "score", folder["images"], "--model", tiny.Model, "--out", folder["out"], "--steps", "0", "--normal",
            "=good");
        CommandRun evaluate = await CommandRun.Of("evaluate", folder["out"], "--normal", "=good");

        Assert.Equal((0, 0), (score.ExitCode, evaluate.ExitCode));
        foreach (string kind in (string[])["heatmaps", "overlays", "reconstructions", "residuals", "maps"])
            Assert.Equal(
                2 * Names.Length, Directory.GetFiles(folder[$"out/{kind}"], "*", SearchOption.AllDirectories).Length);
        string table = await File.ReadAllTextAsync(folder["out/scores.csv"], TestContext.Current.CancellationToken);
        Assert.DoesNotMatch("(?m)(^|,)\"?[=+@]", table);
        Assert.Contains($"{Names.Length} (=good)", evaluate.Output, StringComparison.Ordinal);
        foreach (string text in (string[])[score.Output, score.Error, evaluate.Output, evaluate.Error])
            Assert.DoesNotContain(text, c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public async Task Are_spelt_out_in_errors_and_warnings()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["images"]);
        await File.WriteAllTextAsync(
            folder["images/\u001B[31m\nred.png"], "text", TestContext.Current.CancellationToken);

        CommandRun train = await CommandRun.Of("train", folder["images"], "--model", folder["model"]);
        CommandRun usage = await CommandRun.Of("train", folder["images"], "--model", folder["model"], "--\u001B[31m");

        Assert.Equal((1, 2), (train.ExitCode, usage.ExitCode));
        Assert.Contains(@"\x1B[31m\nred.png", Assert.Single(train.ErrorLines), StringComparison.Ordinal);
        Assert.Contains(@"\x1B[31m", Assert.Single(usage.ErrorLines), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001B', train.Error + usage.Error + train.Output + usage.Output);
    }
}
