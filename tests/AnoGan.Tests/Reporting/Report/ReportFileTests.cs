using System.Text.Json;
using System.Text.RegularExpressions;
using AnoGan.Evaluation;
using AnoGan.Reporting;
using AnoGan.Reporting.Report;
using AnoGan.Scoring;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Reporting.Report;

/// <summary>What the page says, read as text.</summary>
public sealed partial class ReportFileTests : IDisposable
{
    private static readonly ScoredImage[] Images =
    [
        DrawnResults.Image("good/a.png", 0), DrawnResults.Image("good/b.png", 2.5), DrawnResults.Image("crack/c.png", 2.25),
        DrawnResults.Image("crack/d.png", 9), DrawnResults.Failed("crack/e.png", "/x/crack/e.png: found an empty file, expected an image; take it out"),
    ];

    private readonly TempFolder _temp = new();

    private string Results => Path.Combine(_temp.Path, "results");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Says_the_verdicts_and_how_they_agree_with_labels()
    {
        string page = Write();

        Assert.Contains("<strong>3 of 4 images</strong> are called anomalous: above a score of 2, which at most 5 % of new normal images", page, StringComparison.Ordinal);
        Assert.Contains("<dt>AUROC</dt><dd>0.7500<small>2 good against 2 others</small>", page, StringComparison.Ordinal);
        Assert.Contains("<dt>average precision</dt><dd>0.8333<small>0.5000 by chance</small>", page, StringComparison.Ordinal);
        Assert.Contains("<li>⚠ 1 image could not be scored</li>", page, StringComparison.Ordinal);
        Assert.Contains("<td>crack</td><td class=\"number\">2</td><td class=\"number\">5.625</td><td class=\"number\">2 (100 %)</td><td class=\"number\">0.7500</td>", page, StringComparison.Ordinal);
        Assert.Equal(4, Regex.Count(page, "<svg class=\"chart\""));
        Assert.Contains("part</strong> (aaaaaaaaaaaa…)", page, StringComparison.Ordinal);
        Assert.Contains("<dt>Search</dt><dd>25 steps, learning rate 0.1 (cosine)", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Holds_the_pictures_of_small_runs_and_finds_those_of_large_ones_beside_it()
    {
        JsonElement small = Data(Write());
        JsonElement large = Data(Write([.. Enumerable.Range(0, 301).Select(i => DrawnResults.Image($"{i:D3}.png", i))]));

        Assert.Equal("embedded", small.GetProperty("pictures").GetString());
        byte[] strip = small.GetProperty("images")[0].GetProperty("strip").GetBytesFromBase64();
        Assert.Equal("WEBP"u8.ToArray(), strip[8..12]);
        Assert.Equal("beside", large.GetProperty("pictures").GetString());
        Assert.False(large.GetProperty("images")[0].TryGetProperty("strip", out _));
        Assert.Equal(["crack/d.png", "good/b.png", "crack/c.png", "good/a.png", "crack/e.png"], small.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("path").GetString()));
    }

    [Fact]
    public void Says_that_there_are_no_pictures_verdicts_or_labels_where_there_are_none()
    {
        string page = Write([DrawnResults.Unjudged("a.png", 1)], normalLabel: null, withPictures: false, run => run with { Threshold = null, FalsePositiveRate = null, NormalScores = null, Warnings = ["no <verdicts>\u001B"] });

        Assert.Contains("This report has no pictures", page, StringComparison.Ordinal);
        Assert.Contains("<strong>No verdicts</strong>: 1 image is ranked by score alone.", page, StringComparison.Ordinal);
        Assert.Contains(@"<li>⚠ no &lt;verdicts&gt;\x1B</li>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("AUROC", page.Split("<script")[0].Split("</style>")[1], StringComparison.Ordinal);
        Assert.Equal("none", Data(page).GetProperty("pictures").GetString());
        Assert.False(Data(page).GetProperty("images")[0].TryGetProperty("verdict", out _));
    }

    [Fact]
    public void Allows_no_script_but_its_own()
    {
        string page = Write([DrawnResults.Image("bad/</script><script>alert(1)</script>{{data}}.png", 1), DrawnResults.Image("good/b.png", 2)]);

        Assert.Equal(2, Regex.Count(page, "<script"));
        Assert.DoesNotContain("alert(1)<", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'; img-src data: 'self' file:; style-src 'sha256-", page, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", Policy().Match(page).Value, StringComparison.Ordinal);
        Assert.DoesNotMatch("https?://(?!www\\.w3\\.org/)", page);
    }

    [Fact]
    public void Says_by_defects_how_many_an_image_has()
    {
        Write();
        File.WriteAllText(Path.Combine(Results, "regions.csv"), "path,region,x,y,width,height,area,peak,mean\ncrack/d.png,1,1,1,1,1,1,1,1\ncrack/d.png,2,1,1,1,1,1,1,1\n");

        ReportFile.Write(Results, "good");

        JsonElement images = Data(Page()).GetProperty("images");
        Assert.Equal([2, 0, 0, 0], images.EnumerateArray().Take(4).Select(image => image.GetProperty("regions").GetInt32()));
        Assert.Contains("data-key=\"regions\"", Page(), StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_scores_of_normal_images_and_warnings_in_run_json_in_few_lines()
    {
        Write(adjust: run => run with { NormalScores = [-1.5, 0.1, 1e-7], Warnings = ["one", "two"] });

        RunManifest run = RunManifest.Read(Results, "");
        Assert.Equal([-1.5, 0.1, 1e-7], run.NormalScores!);
        Assert.Equal(["one", "two"], run.Warnings);
        Assert.Contains("\"normalScores\": [-1.5, 0.1, 1E-07],", File.ReadAllText(Path.Combine(Results, "run.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_most_scores_where_one_lies_far_out()
    {
        ReportContent content = new()
        {
            Folder = "",
            Run = new RunManifest
            {
                Started = TinyRuns.Now, Method = "pca", Images = "x", Threads = 1, Device = "cpu", HeatmapScale = 1, ScoredImages = 101, FailedImages = 0,
                ElapsedSeconds = 0, Versions = new Dictionary<string, string>(),
            },
            Rows = [.. Enumerable.Range(0, 101).Select(i => new ScoreRow { Path = $"{i}", Label = "", Score = i == 100 ? 1e6 : i })],
            NormalLabel = null,
            Defects = null,
        };

        // The middle 96 % reach from 2 to 98.
        ScoreSpan span = ScoreSpan.Of(content);
        ScoreSpan marked = ScoreSpan.Of(content with { Run = content.Run with { Threshold = 500 } });

        Assert.Equal((0, 1e6, 0, 242, true), (span.Least, span.Greatest, span.From, span.To, span.IsCut));
        Assert.Equal(500, marked.To);
    }

    [Fact]
    public void Names_no_place_on_the_disk()
    {
        string page = Write();

        Assert.Equal("found an empty file, expected an image; take it out", Data(page).GetProperty("images")[4].GetProperty("error").GetString());
        Assert.DoesNotContain(_temp.Path, page, StringComparison.Ordinal);
        Assert.DoesNotContain("/x/", page, StringComparison.Ordinal);
    }

    private string Write(
        ScoredImage[]? images = null, string? normalLabel = "good", bool withPictures = true, Func<RunManifest, RunManifest>? adjust = null) =>
        File.ReadAllText(DrawnResults.Write(Results, images ?? Images, normalLabel, withPictures, adjust));

    private string Page() => File.ReadAllText(Path.Combine(Results, "report.html"));

    private static JsonElement Data(string page) => JsonDocument.Parse(DataElement().Match(page).Groups[1].Value).RootElement;

    [GeneratedRegex("<script type=\"application/json\" id=\"data\">(.*?)</script>")]
    private static partial Regex DataElement();

    [GeneratedRegex("Content-Security-Policy\"[^>]*")]
    private static partial Regex Policy();
}
