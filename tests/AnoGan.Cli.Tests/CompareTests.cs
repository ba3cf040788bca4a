using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace AnoGan.Cli.Tests;

public sealed class CompareTests : IDisposable
{
    private const string Header =
        "path,label,score,p_value,is_anomaly,residual,feature_distance,z_norm,converged,steps,seconds,error\n";
    private const string Rows = """
        crack/a.png,crack,4,0.02,true,0.4,4,1,true,5,0.1,
        crack/b.png,crack,2,0.5,false,0.2,2,1,true,5,0.1,
        good/a.png,good,1,0.9,false,0.1,1,1,true,5,0.1,
        good/b.png,good,1.5,0.1,false,0.3,3,1,true,5,0.1,

        """;

    private readonly TempFolder _folder = new();

    private string Baseline => _folder["baseline.csv"];

    private string New => _folder["new.csv"];

    // crack/b falls from 2 to 1.25, below good/b, and good/b is called an anomaly: 3 of 4 pairs are in the right order.
    private static string Changed =>
        Rows.Replace("crack,2,", "crack,1.25,", StringComparison.Ordinal)
            .Replace("0.1,false,0.3", "0.1,true,0.3", StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Says_that_nothing_changed()
    {
        Write(Rows, Rows);

        CommandRun run = await CommandRun.Of(
            "compare", Baseline, New, "--tolerance", "0", "--max-flips", "0", "--max-auroc-drop", "0", "--min-auroc",
            "1");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal($"""
            baseline   {Baseline}
            new        {New}
            identical  the same images, and every score and verdict the same to the last digit
            images     4 in both, 4 of them with a score in both
            scores     all the same to the last digit
            ranks      Spearman correlation 1.000000
            verdicts   0 of 4 flipped
            AUROC      1.0000 after 1.0000, unchanged (2 images of good against 2 others)
            passed     completeness: found no missing image and no lost score, expected every image and score of the baseline
            passed     tolerance: found no changed score, expected a change of at most 0 as --tolerance demands
            passed     max-flips: found 0 flipped verdicts, expected at most 0 as --max-flips demands
            passed     max-auroc-drop: found an AUROC of 1 after 1, expected a drop of at most 0 as --max-auroc-drop demands
            passed     min-auroc: found an AUROC of 1, expected at least 1 as --min-auroc demands

            """.ReplaceLineEndings("\n"), run.Output);
    }

    [Fact]
    public async Task Says_what_changed_and_exits_0_without_a_gate()
    {
        Write(Rows, Changed);

        CommandRun run = await CommandRun.Of("compare", Baseline, New);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("\nscores     1 of 4 changed, by 0.1875 on average and at most 0.75 (crack/b.png, from 2 to "
            + "1.25)\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("\nranks      Spearman correlation 0.800000\n", run.Output, StringComparison.Ordinal); // two neighbours change places: 1 - 6·2 / (4·15)
        Assert.Contains(
            "\nverdicts   1 of 4 flipped\n  flipped  1 image from normal to anomaly: good/b.png\n", run.Output,
            StringComparison.Ordinal);
        Assert.EndsWith(
            "\nAUROC      0.7500 after 1.0000, -0.2500 (2 images of good against 2 others)\n", run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passes_on_the_border()
    {
        Write(Rows, Changed);

        CommandRun run = await CommandRun.Of(
            "compare", Baseline, New, "--tolerance", "0.75", "--max-flips", "1", "--max-auroc-drop", "0.25",
            "--min-auroc", "0.75");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Exits_3_with_a_line_for_each_gate_that_failed_and_writes_both_files()
    {
        Write(
            Rows,
            Changed.Replace("crack/a.png,crack,4,0.02,true", "crack/c.png,crack,4,0.02,true", StringComparison.Ordinal)
        );

        CommandRun run = await CommandRun.Of(
            "compare", Baseline, New, "--tolerance", "0.5", "--max-flips", "0", "--max-auroc-drop", "0.9",
            "--min-auroc", "0.75", "--json", _folder["out/c.json"], "--junit", _folder["out/j.xml"]);

        Assert.Equal(3, run.ExitCode);
        Assert.Equal($"""
            anogan: error: {New}: found 1 missing image (crack/a.png), expected every image and score of the baseline
            anogan: error: {New}: found a score that changed by 0.75 (crack/b.png, from 2 to 1.25), expected a change of at most 0.5 as --tolerance demands
            anogan: error: {New}: found 1 flipped verdict (good/b.png), expected at most 0 as --max-flips demands
            anogan: error: {New}: found an AUROC of 0.5, expected at least 0.75 as --min-auroc demands

            """.ReplaceLineEndings("\n"),
            run.Error);
        Assert.EndsWith(
            $"wrote {_folder["out/c.json"]}\nwrote {_folder["out/j.xml"]}\n", run.Output, StringComparison.Ordinal);
        XElement suite = XDocument.Load(_folder["out/j.xml"]).Root!.Element("testsuite")!;
        Assert.Equal(
            (5, 4, 4),
            ((int?)suite.Attribute("tests"), (int?)suite.Attribute("failures"), suite.Descendants("failure").Count()));
        using JsonDocument json = JsonDocument.Parse(
            await File.ReadAllBytesAsync(_folder["out/c.json"], TestContext.Current.CancellationToken));
        Assert.Equal(
            (false, 0.75),
            (
                json.RootElement.GetProperty("passed").GetBoolean(),
                json.RootElement.GetProperty("largest_change").GetProperty("change").GetDouble()));
    }

    [Fact]
    public async Task Reports_names_with_any_characters_in_xml()
    {
        string odd = "good/<\"\"&\u0001>.png";
        Write($"\"{odd}\",good,1,,,,,,,,,\n", $"\"{odd}\",good,2,,,,,,,,,\n");

        CommandRun run = await CommandRun.Of(
            "compare", Baseline, New, "--tolerance", "0.5", "--junit", _folder["j.xml"]);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains(
            "good/<\"&\uFFFD>.png",
            (string?)XDocument.Load(_folder["j.xml"]).Descendants("failure").Single().Attribute("message"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fails_a_lost_score_and_only_reports_what_was_added()
    {
        const string Added = "good/c.png,good,1,0.9,false,0.1,1,1,true,5,0.1,\n";
        Write(Rows, Rows + Added);
        CommandRun added = await CommandRun.Of("compare", Baseline, New, "--tolerance", "0");
        Write(Rows + Added, Rows + "good/c.png,good,,,,,,,,,,cut short\n");
        CommandRun lost = await CommandRun.Of("compare", Baseline, New, "--tolerance", "0");

        Assert.Equal((0, ""), (added.ExitCode, added.Error));
        Assert.Contains(
            "\nadded      1 image of the new run alone: good/c.png\n", added.Output, StringComparison.Ordinal);
        Assert.Equal(3, lost.ExitCode);
        Assert.Contains(
            "found 1 lost score (good/c.png), expected", Assert.Single(lost.ErrorLines), StringComparison.Ordinal);
        Assert.Contains(
            "\nlost       1 image with a score before and an error now: good/c.png\n", lost.Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--max-flips: found verdicts of 4 images of the baseline and 0 of the new run", "--max-flips", "9")]
    [InlineData(
        "--min-auroc: cannot be applied without an AUROC: found 4 normal images (good) and 0 others", "--min-auroc", "0"
    )]
    [InlineData("--max-auroc-drop: cannot be applied without an AUROC: found 4 normal images", "--max-auroc-drop", "1")]
    [InlineData("--normal dent: no such label among the images; found good", "--normal", "dent")]
    [InlineData("labels.csv: cannot be read", "--labels", "labels.csv")]
    public async Task Refuses_a_gate_that_cannot_be_applied(string named, params string[] options)
    {
        string unlabelled = Rows.Replace(",crack,", ",good,", StringComparison.Ordinal);
        Write(
            unlabelled,
            unlabelled
                .Replace(",true,0.4", ",,0.4", StringComparison.Ordinal)
                .Replace(",false,", ",,", StringComparison.Ordinal));

        CommandRun run = await CommandRun.Of([
            "compare", Baseline, New, "--junit", _folder["j.xml"], "--tolerance", "1", .. options,
        ]);

        Assert.Equal((ExitCode.Refused, ""), (run.ExitCode, run.Output));
        Assert.Contains(named, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["j.xml"]));
    }

    [Fact]
    public async Task Compares_a_table_that_a_spreadsheet_saved_with_one_of_paths_and_scores()
    {
        await File.WriteAllTextAsync(
            Baseline, "path,score\ngood/\u00FC.png,1\ncrack/b.png,2\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            New, "sep=;\r\nPath;Score\r\ngood/u\u0308.png;1\r\ncrack/b.png;2.5\r\n;\r\n", Encoding.Unicode,
            TestContext.Current.CancellationToken);

        CommandRun passed = await CommandRun.Of("compare", Baseline, New, "--tolerance", "0.5");
        CommandRun missed = await CommandRun.Of("compare", Baseline, New, "--tolerance", "0.4");
        CommandRun refused = await CommandRun.Of("compare", Baseline, New, "--tolerance", "0.5", "--max-flips", "9");

        Assert.Equal((ExitCode.Done, ""), (passed.ExitCode, passed.Error));
        Assert.Contains(
            "\nimages     2 in both, 2 of them with a score in both\n", passed.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BarMissed, missed.ExitCode);
        Assert.Equal(
            (
                ExitCode.Refused,
                "",
                $"anogan: error: --max-flips: found no column is_anomaly in {Baseline}, "
                    + "expected one with true or false for each image; add it, or leave the gate away\n"),
            (refused.ExitCode, refused.Output, refused.Error));
    }

    [Fact]
    public async Task Says_when_only_one_side_has_verdicts_and_no_order_exists()
    {
        Write("a.png,,1,0.5,false,,,,,,,\nb.png,,1,0.5,false,,,,,,,\n", "a.png,,1,,,,,,,,,\nb.png,,2,,,,,,,,,\n");

        CommandRun run = await CommandRun.Of("compare", Baseline, New);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(
            "\nranks      no correlation, for all scores of a run are equal\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "\nverdicts   only in the baseline: nothing to compare\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith(
            "\nAUROC      not measured: found no label of a.png, expected the name of a sub-folder; give "
                + "--labels\n",
            run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Needs_no_libtorch()
    {
        Write(Rows, Rows);
        Directory.CreateDirectory(_folder["cache"]);

        // Loading libtorch on a system with an old libstdc++ leaves a patched library in the cache.
        ProcessRun run = await ProcessRun.Of(
            ProcessRun.Program, ["compare", Baseline, New],
            new Dictionary<string, string> { ["XDG_CACHE_HOME"] = _folder["cache"] });

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Empty(Directory.GetFileSystemEntries(_folder["cache"]));
    }

    private void Write(string baseline, string now)
    {
        File.WriteAllText(Baseline, Header + baseline);
        File.WriteAllText(New, Header + now);
    }
}
