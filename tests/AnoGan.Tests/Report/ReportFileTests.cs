using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AnoGan.Report;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Report;

/// <summary>What the page says, read as text.</summary>
public sealed partial class ReportFileTests : IDisposable
{
    private static readonly ScoredImage[] Images =
    [
        DrawnResults.Image("good/a.png", 0),
        DrawnResults.Image("good/b.png", 2.5),
        DrawnResults.Image("crack/c.png", 2.25),
        DrawnResults.Image("crack/d.png", 9),
        DrawnResults.Failed("crack/e.png", "/x/crack/e.png: found an empty file, expected an image; take it out"),
    ];

    private readonly TempFolder _temp = new();

    private string Results => Path.Combine(_temp.Path, "results");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Says_the_verdicts_and_how_they_agree_with_labels()
    {
        string page = Write();

        Assert.Contains(
            "<strong>3 of 4 images</strong> are called anomalous: above a score of 2, which at most 5 % "
                + "of new normal images",
            page,
            StringComparison.Ordinal);
        Assert.Contains(
            "<dt>AUROC</dt><dd>0.7500<small>2 good against 2 others</small>", page, StringComparison.Ordinal);
        Assert.Contains(
            "<dt>average precision</dt><dd>0.8333<small>0.5000 by chance</small>", page, StringComparison.Ordinal);
        Assert.Contains("<li>⚠ 1 image could not be scored</li>", page, StringComparison.Ordinal);
        Assert.Contains("<td>crack</td><td class=\"number\">2</td><td class=\"number\">5.625</td><td "
            + "class=\"number\">2 (100 %)</td><td class=\"number\">0.7500</td>", page, StringComparison.Ordinal);
        Assert.Equal(4, Regex.Count(page, "<svg class=\"chart\""));
        Assert.Contains("part</strong> (aaaaaaaaaaaa…)", page, StringComparison.Ordinal);
        Assert.Contains("<dt>Search</dt><dd>25 steps, learning rate 0.1 (cosine)", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Holds_the_pictures_of_small_runs_and_finds_those_of_large_ones_beside_it()
    {
        JsonElement small = Data(Write());
        JsonElement large = Data(
            Write([.. Enumerable.Range(0, 301).Select(i => DrawnResults.Image($"{i:D3}.png", i))]));

        Assert.Equal("embedded", small.GetProperty("pictures").GetString());
        byte[] strip = small.GetProperty("images")[0].GetProperty("strip").GetBytesFromBase64();
        Assert.Equal("WEBP"u8.ToArray(), strip[8..12]);
        Assert.Equal("beside", large.GetProperty("pictures").GetString());
        Assert.False(large.GetProperty("images")[0].TryGetProperty("strip", out _));
        Assert.Equal(
            ["crack/d.png", "good/b.png", "crack/c.png", "good/a.png", "crack/e.png"],
            small.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("path").GetString()));
    }

    [Fact]
    public void Finds_heatmaps_and_overlays_in_JPEG_and_where_they_are_PNG_in_that()
    {
        Assert.All(Drawn(Write()), Assert.Null);
        Assert.Equal(
            ["crack/c.png.png", "crack/d.png.png", "good/a.png.png", "good/b.png.png"],
            Drawn(Write(adjust: run => run with { FullPictures = true })).Order(StringComparer.Ordinal));

        static IEnumerable<string?> Drawn(string page) => Data(page).GetProperty("images").EnumerateArray()
            .Where(image => image.TryGetProperty("score", out _))
            .Select(image => image.TryGetProperty("drawn", out JsonElement drawn) ? drawn.GetString() : null);
    }

    [Fact]
    public void Says_that_there_are_no_pictures_verdicts_or_labels_where_there_are_none()
    {
        string page = Write(
            [DrawnResults.Unjudged("a.png", 1)],
            normalLabel: null,
            withPictures: false,
            run =>
                run with
                {
                    Threshold = null,
                    FalsePositiveRate = null,
                    NormalScores = null,
                    Warnings = ["no <verdicts>\u001B"],
                }
        );

        Assert.Contains("This report has no pictures", page, StringComparison.Ordinal);
        Assert.Contains(
            "<strong>No verdicts</strong>: 1 image is ranked by score alone.", page, StringComparison.Ordinal);
        Assert.Contains(@"<li>⚠ no &lt;verdicts&gt;\x1B</li>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("AUROC", Visible(page), StringComparison.Ordinal);
        Assert.Equal("none", Data(page).GetProperty("pictures").GetString());
        Assert.False(Data(page).GetProperty("images")[0].TryGetProperty("verdict", out _));
    }

    [Fact]
    public void Allows_no_script_but_its_own()
    {
        string page = Write([
            DrawnResults.Image("bad/</script><script>alert(1)</script>{{data}}.png", 1),
            DrawnResults.Image("good/b.png", 2),
        ]);

        Assert.Equal(2, Regex.Count(page, "<script"));
        Assert.DoesNotContain("alert(1)<", page, StringComparison.Ordinal);
        Assert.Contains(
            "default-src 'none'; img-src data: 'self' file:; style-src 'sha256-", page, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", Policy().Match(page).Value, StringComparison.Ordinal);
        Assert.DoesNotMatch("https?://(?!www\\.w3\\.org/)", page);
    }

    [Fact]
    public void Says_by_defects_how_many_an_image_has()
    {
        Write();
        File.WriteAllText(
            Path.Combine(Results, "regions.csv"),
            "path,region,x,y,width,height,area,peak,mean\ncrack/d.png,1,1,1,1,1,1,1,1\ncrack/d.png,2,1,1,1,1,1,1,1\n");

        ReportPage.WriteFor(Results, "good");

        JsonElement images = Data(Page()).GetProperty("images");
        Assert.Equal(
            [2, 0, 0, 0], images.EnumerateArray().Take(4).Select(image => image.GetProperty("regions").GetInt32()));
        Assert.Contains("data-key=\"regions\"", Page(), StringComparison.Ordinal);
    }

    [Fact]
    public void Says_what_each_score_is_due_to_and_how_surprising_each_term_is()
    {
        ScoredImage image = DrawnResults.Image("bad/a.png", 3);
        string bare = Write([image, DrawnResults.Image("good/b.png", 1)]);
        string page = Write([
            image with
            {
                Score = image.Score! with
                {
                    Term = "peakResidual",
                    Surprises = new Dictionary<string, double> { ["peakResidual"] = 2.56789, ["local"] = 0.5 },
                },
            },
            DrawnResults.Image("good/b.png", 1),
        ]);

        JsonElement[] images = [.. Data(page).GetProperty("images").EnumerateArray()];
        Assert.Equal("peak_residual", images[0].GetProperty("term").GetString());
        Assert.Equal(
            [("peak_residual", 2.568), ("local", 0.5)],
            images[0].GetProperty("surprises").EnumerateObject().Select(one => (one.Name, one.Value.GetDouble())));
        Assert.False(images[1].TryGetProperty("term", out _) || images[1].TryGetProperty("surprises", out _));
        Assert.Contains("data-key=\"term\"", page, StringComparison.Ordinal);
        Assert.Contains("due to", Visible(page), StringComparison.Ordinal);
        Assert.DoesNotContain("data-key=\"term\"", bare, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_how_rare_the_brightest_colour_is()
    {
        // Half of the levels up to a surprise of 16.
        Assert.Contains("1 in 100,000,000 places of normal pictures", Write(), StringComparison.Ordinal);

        // A surprise of 2.56 is one in 363, of which two digits count.
        Assert.Contains(
            "1 in 360 places of normal pictures", Write(adjust: run => run with { HeatmapScale = 0.16 }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_scores_of_normal_images_and_warnings_in_run_json_in_few_lines()
    {
        Write(adjust: run => run with { NormalScores = [-1.5, 0.1, 1e-7], Warnings = ["one", "two"] });

        RunManifest run = RunManifest.Read(Results, "");
        Assert.Equal([-1.5, 0.1, 1e-7], run.NormalScores!);
        Assert.Equal(["one", "two"], run.Warnings);
        Assert.Contains(
            "\"normalScores\": [-1.5, 0.1, 1E-07],", File.ReadAllText(Path.Combine(Results, "run.json")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_most_scores_where_one_lies_far_out()
    {
        Write(
            [.. Enumerable.Range(0, 101).Select(i => DrawnResults.Image($"{i}.png", i == 100 ? 1e6 : i))],
            normalLabel: null, withPictures: false, run => run with { Threshold = null, NormalScores = null });
        ReportContent content = ReportContent.Read(Results, normalLabel: null);

        // The middle 96 % reach from 2 to 98.
        ScoreSpan span = ScoreSpan.Of(content);
        ScoreSpan marked = ScoreSpan.Of(content with { Run = content.Run with { Threshold = 500 } });

        Assert.Equal((0, 1e6, 0, 242, true), (span.Least, span.Greatest, span.From, span.To, span.IsCut));
        Assert.Equal(500, marked.To);
    }

    [Fact]
    public void Counts_images_without_a_label_as_neither_kind()
    {
        ScoredImage[] plain = [DrawnResults.Image("p.png", -1), DrawnResults.Image("q.png", 0.5)];

        string alone = Write([.. Images[..2], .. plain]);
        string both = Write([.. Images[..4], .. plain]);

        Assert.DoesNotContain("AUROC", Visible(alone), StringComparison.Ordinal);
        Assert.Contains("scored images (4)", alone, StringComparison.Ordinal);
        Assert.Contains(
            "<dt>AUROC</dt><dd>0.7500<small>2 good against 2 others</small>", both, StringComparison.Ordinal);
        Assert.Contains(
            "<tr><td>(none)</td><td class=\"number\">2</td><td class=\"number\">-0.25</td><td "
                + "class=\"number\">0 (0 %)</td><td class=\"number\">–</td><td class=\"\">",
            both,
            StringComparison.Ordinal);
        Assert.Contains("no label (2)", both, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_small_shares_as_they_are()
    {
        string page = Write(adjust: run => run with { FalsePositiveRate = 0.0004 });

        Assert.Contains("at most 0.04 % of new normal images", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "cannot be read (Could not find file '/secret/place/crack/e.png'.); score again",
        "cannot be read (Could not find file 'crack/e.png'.); score again")]
    [InlineData(
        "cannot be read (Access to the path '/secret/place/crack/e.png' is denied.)",
        "cannot be read (Access to the path 'crack/e.png' is denied.)")]
    [InlineData(
        "cannot be read (Could not find a part of the path '/secret/place'.)",
        "cannot be read (Could not find a part of the path '…'.)")]
    [InlineData(
        "cannot be read (Could not find file '/elsewhere/secret/x.png'.)", "cannot be read (Could not find file '…'.)")]
    [InlineData(
        @"cannot be read (Could not find file 'C:\secret\x.png'.)", "cannot be read (Could not find file '…'.)")]
    [InlineData("found 0/1 bits, expected 'RGB'", "found 0/1 bits, expected 'RGB'")]
    public void Says_why_an_image_has_no_score_but_not_where_it_was(string cause, string said)
    {
        string page = Write([
            DrawnResults.Image("good/a.png", 0),
            DrawnResults.Failed("crack/e.png", $"/secret/place/crack/e.png: {cause}"),
        ]);

        Assert.Equal(said, Data(page).GetProperty("images")[1].GetProperty("error").GetString());
        Assert.Contains($"<p class=\"error\">{WebUtility.HtmlEncode(said)}</p>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_each_label_in_a_colour_of_its_own_where_there_are_few()
    {
        string page = Write([
            .. Images[..4], DrawnResults.Image("dent/f.png", 1), DrawnResults.Image("hole/g.png", 1),
            DrawnResults.Image("scratch/h.png", 1),
        ]);

        Assert.Equal(
            [
                ("held-out normal (40)", 6), ("good (2)", 1), ("crack (2)", 2), ("dent (1)", 3), ("hole (1)", 4),
                ("scratch (1)", 5),
            ],
            Legend(page));
        Assert.Equal([("good", 1), ("crack", 2), ("dent", 3), ("hole", 4), ("scratch", 5)], TableColours(page));
    }

    [Fact]
    public void Shows_the_three_largest_labels_and_the_rest_together_where_there_are_many()
    {
        string[] labels = ["a", "b", "c", "d", "d", "e", "e"];
        string page = Write([
            DrawnResults.Image("good/0.png", 0),
            .. labels.Select((label, i) => DrawnResults.Image($"{label}/{i}.png", 1 + i)),
        ]);

        Assert.Equal(
            [
                ("held-out normal (40)", 6), ("good (1)", 1), ("a (1)", 2), ("d (2)", 3), ("e (2)", 4),
                ("2 other labels (2)", 5),
            ],
            Legend(page));
        Assert.Equal([("good", 1), ("a", 2), ("b", 5), ("c", 5), ("d", 3), ("e", 4)], TableColours(page));
    }

    [Fact]
    public void Names_no_place_on_the_disk()
    {
        string page = Write();

        Assert.Equal(
            "found an empty file, expected an image; take it out",
            Data(page).GetProperty("images")[4].GetProperty("error").GetString());
        Assert.DoesNotContain(_temp.Path, page, StringComparison.Ordinal);
        Assert.DoesNotContain("/x/", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("photos", "part", "photos", "part")]
    [InlineData("my photos", "it's", "'my photos'", @"'it'\''s'")]
    [InlineData("--out", "@eaDir", "./--out", "./@eaDir")]
    [InlineData("$(rm *)", "~", "'$(rm *)'", "'~'")]
    [InlineData("a\nb", "\u753B", @"'a\nb'", "'\u753B'")]
    [InlineData("", "part", "IMAGES", "part")]
    public void Says_the_command_that_learns_from_ticked_images(
        string images, string model, string imagesWord, string modelWord)
    {
        string page = Write(adjust: run => run with { Images = images, Model = model });

        Assert.Equal(
            $"anogan calibrate --add-normal {imagesWord} --list normal.txt --model {modelWord}",
            Data(page).GetProperty("command").GetString());
    }

    [Fact]
    public void Has_no_such_command_for_a_baseline()
    {
        string page = Write(adjust: run => run with { Method = "features", Model = null, ModelHash = null });

        Assert.False(Data(page).TryGetProperty("command", out _));
    }

    [Fact]
    public void Says_which_images_a_list_cannot_name()
    {
        string page = Write([
            DrawnResults.Image("a'b c.png", 9), DrawnResults.Image("a\u2028b.png", 8),
            DrawnResults.Image("day.zip!a.png", 7), DrawnResults.Image("a.tif#2", 6),
            DrawnResults.Image(@"a\nb.TIF", 5),
        ]);

        Assert.Equal(
            [false, true, false, true, false],
            Data(page).GetProperty("images").EnumerateArray().Select(image => image.TryGetProperty("unlisted", out _)));
    }

    private string Write(
        ScoredImage[]? images = null, string? normalLabel = "good", bool withPictures = true,
        Func<RunManifest, RunManifest>? adjust = null
    ) => File.ReadAllText(DrawnResults.Write(Results, images ?? Images, normalLabel, withPictures, adjust));

    private string Page() => File.ReadAllText(Path.Combine(Results, "report.html"));

    private static string Visible(string page) => page.Split("<script")[0].Split("</style>")[1];

    // Of the wide histogram, each entry's line stands before its text.
    private static IEnumerable<(string Name, int Colour)> Legend(string page) =>
        LegendEntry()
            .Matches(page.Split("<figure")[1])
            .Select(match => (match.Groups[2].Value, match.Groups[1].Value[0] - '0'));

    private static IEnumerable<(string Label, int Colour)> TableColours(string page) =>
        TableRow().Matches(page).Select(match => (match.Groups[1].Value, match.Groups[2].Value[0] - '0'));

    private static JsonElement Data(string page) =>
        JsonDocument.Parse(DataElement().Match(page).Groups[1].Value).RootElement;

    [GeneratedRegex("<script type=\"application/json\" id=\"data\">(.*?)</script>")]
    private static partial Regex DataElement();

    [GeneratedRegex("<line class=\"line series-(.)\"[^>]*/?><text class=\"legend\"[^>]*>([^<]*)</text>")]
    private static partial Regex LegendEntry();

    [GeneratedRegex("<tr><td>([^<]*)</td>(?:<td class=\"number\">[^<]*</td>)*<td class=\"group-(.)\">")]
    private static partial Regex TableRow();

    [GeneratedRegex("Content-Security-Policy\"[^>]*")]
    private static partial Regex Policy();
}
