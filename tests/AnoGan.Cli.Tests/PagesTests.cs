namespace AnoGan.Cli.Tests;

/// <summary>Files of several pages, and files of 12 bits, as a user meets them.</summary>
public sealed class PagesTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    private static readonly string[] Quick = ["--quiet", "--steps", "1", "--threads", "1", "--device", "cpu"];

    [Fact]
    public async Task The_first_page_is_scored_and_the_others_are_counted()
    {
        using var folder = new TempFolder();
        WriteScan(folder["images/good/scan.tif"], 3);
        WriteScan(folder["images/good/one.tif"], 1);

        CommandRun run = await CommandRun.Of([
            "score", folder["images"], "--model", tiny.Model, "--out", folder["out"], .. Quick,
        ]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            ": 1 file contains 3 pages of which the first is read; --pages all reads every page", run.Error,
            StringComparison.Ordinal);
        Assert.Equal(["good/one.tif", "good/scan.tif"], Paths(folder["out"]));
    }

    [Fact]
    public async Task All_pages_are_scored_each_with_pictures_of_its_own()
    {
        using var folder = new TempFolder();
        WriteScan(folder["images/good/scan.tif"], 3);
        WriteScan(folder["images/good/one.tif"], 1);

        CommandRun run = await CommandRun.Of([
            "score", folder["images"], "--model", tiny.Model, "--out", folder["out"], "--pages", "all", .. Quick,
        ]);
        CommandRun again = await CommandRun.Of([
            "score", folder["images"], "--model", tiny.Model, "--out", folder["out"], "--pages", "first", "--resume",
            .. Quick,
        ]);

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("pages", run.Error, StringComparison.Ordinal);
        Assert.Equal(["good/one.tif", "good/scan.tif#1", "good/scan.tif#2", "good/scan.tif#3"], Paths(folder["out"]));
        foreach (string kind in (string[])["heatmaps", "overlays", "reconstructions", "residuals", "maps"])
            Assert.Equal(
                ["one.tif", "scan.tif#1", "scan.tif#2", "scan.tif#3"],
                Directory
                    .GetFiles(folder[$"out/{kind}/good"])
                    .Select(file => Path.GetFileNameWithoutExtension(file)!)
                    .Order(StringComparer.Ordinal));
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("--pages first where it was all", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Training_on_pages_says_so_in_the_model_and_is_another_training_without()
    {
        using var folder = new TempFolder();
        WriteScan(folder["images/scan.tif"], 8);
        string[] train =
        [
            "train", folder["images"], "--model", folder["model"], "--hold-out", "0", "--steps", "2", "--quiet",
            .. TinyRun.Fast,
        ];

        CommandRun run = await CommandRun.Of([.. train, "--pages", "all"]);
        CommandRun other = await CommandRun.Of([.. train, "--resume"]);
        CommandRun card = await CommandRun.Of("info", folder["model"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("images     8 trained on", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("--pages first where it was all", other.Error, StringComparison.Ordinal);
        Assert.Contains("* --pages all", card.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train")]
    [InlineData("calibrate")]
    [InlineData("score")]
    [InlineData("baseline")]
    public async Task Data_of_12_bits_is_told_with_its_remedy(string command)
    {
        using var folder = new TempFolder();
        for (int i = 0; i < 20; i++)
            WriteScan(folder[$"images/{i:D2}.tif"], 1, bits: 16, seed: i);
        string[] args = command switch
        {
            "train" =>
            [
                "train", folder["images"], "--model", folder["model"], "--steps", "1", "--hold-out", "0", "--quiet",
                .. TinyRun.Fast,
            ],
            "calibrate" => ["calibrate", folder["images"], "--model", tiny.Model, "--out", folder["model"], .. Quick],
            "score" => ["score", folder["images"], "--model", tiny.Model, "--out", folder["out"], .. Quick],
            _ =>
            [
                "baseline", folder["images"], folder["images"], "--out", folder["out"], "--method", "nearest",
                "--quiet", "--threads", "1", "--device", "cpu",
            ],
        };

        CommandRun run = await CommandRun.Of(args);

        Assert.Equal(0, run.ExitCode);
        Assert.Single(run.Error.Split('\n'), line => line.Contains("look nearly black: if they have 12 bits, use "
            + "--prepare range:0:4095", StringComparison.Ordinal));
        if (command is "train" or "baseline")
        {
            CommandRun mended = await CommandRun.Of([.. args, "--prepare", "range:0:4095", "--overwrite"]);
            Assert.Equal(0, mended.ExitCode);
            Assert.DoesNotContain("nearly black", mended.Error, StringComparison.Ordinal);
        }
    }

    // Pages of 32×32 random grey levels, those of 16 bits up to 4095.
    private static void WriteScan(string path, int pages, int bits = 8, int seed = 0)
    {
        const int Side = 32, Entries = 9;
        using var file = new MemoryStream();
        file.Write([(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0]);
        for (int page = 1; page <= pages; page++)
        {
            var random = new Random(100 * seed + page);
            ushort[] levels =
            [
                .. Enumerable.Range(0, Side * Side).Select(_ => (ushort)random.Next(bits == 8 ? 256 : 4096)),
            ];
            byte[] pixels =
                bits == 8
                    ? Array.ConvertAll(levels, level => (byte)level)
                    : [.. levels.SelectMany(BitConverter.GetBytes)];
            int start = (int)file.Length + 2 + 12 * Entries + 4;
            file.Write(BitConverter.GetBytes((ushort)Entries));
            foreach (
                (int tag, int value) in ((int, int)[])
                    [
                        (256, Side), (257, Side), (258, bits), (259, 1), (262, 1), (273, start), (277, 1), (278, Side),
                        (279, pixels.Length),
                    ])
                file.Write([.. BitConverter.GetBytes((ushort)tag), 4, 0, 1, 0, 0, 0, .. BitConverter.GetBytes(value)]);
            file.Write(BitConverter.GetBytes(page < pages ? start + pixels.Length : 0));
            file.Write(pixels);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file.ToArray());
    }

    private static string[] Paths(string results) =>
        [.. File.ReadLines(Path.Combine(results, "scores.csv")).Skip(1).Select(line => line.Split(',')[0])];
}
