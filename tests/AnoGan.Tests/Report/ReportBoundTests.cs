using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AnoGan.Report;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Report;

/// <summary>Of more images than a browser can take the table shows some, and all else counts all.</summary>
public sealed class ReportBoundTests : IDisposable
{
    private static readonly ScoredImage[] Images =
    [
        DrawnResults.Image("good/a.png", 0.5),
        DrawnResults.Image("crack/e.png", 3),
        Failed("crack/z.png"),
        DrawnResults.Image("good/b.png", 2.5),
        DrawnResults.Image("crack/c.png", 2.5),
        DrawnResults.Image("crack/d.png", 9),
        Failed("crack/y.png"),
    ];

    private readonly TempFolder _temp = new();

    private string Results => Path.Combine(_temp.Path, "results");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Shows_all_where_there_are_no_more()
    {
        string page = File.ReadAllText(DrawnResults.Write(Results, Images));

        Assert.Equal(page, Render(mostScored: 5, mostFailed: 2));
        Assert.DoesNotContain("This table has", page, StringComparison.Ordinal);
        Assert.Contains("<small>with their errors at the table's end</small>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_the_highest_scores_and_the_first_errors_where_there_are_more()
    {
        string all = File.ReadAllText(DrawnResults.Write(Results, Images));

        string page = Render(mostScored: 3, mostFailed: 1);

        // Of the two with 2.5 the path decides, as in the whole table.
        Assert.Equal(["crack/d.png", "crack/e.png", "crack/c.png", "crack/y.png"], Paths(page));
        Assert.Equal(["bad", "crack"], Labels(page));
        Assert.Contains("<p class=\"note\">This table has 4 of 7 images, the 3 with the highest scores and the first 1 "
            + "of 2 without a score; scores.csv has all of them.</p>\n<p id=\"count\"", page, StringComparison.Ordinal);
        Assert.Contains("2<small>the first 1 with their errors at the table's end</small>", page,
            StringComparison.Ordinal);
        Assert.Equal(Section(all, "verdict-line", "<dt>not scored"), Section(page, "verdict-line", "<dt>not scored"));
        Assert.Equal(Section(all, "scores-title", "id=\"images\""), Section(page, "scores-title", "id=\"images\""));
    }

    [Theory]
    [InlineData(4, 2, "6 of 7 images, the 4 with the highest scores and the 2 without a score;")]
    [InlineData(5, 1, "6 of 7 images, the 5 with a score and the first 1 of 2 without a score;")]
    public void Says_what_the_table_has_not(int mostScored, int mostFailed, string words)
    {
        DrawnResults.Write(Results, Images, withPictures: false);

        Assert.Contains($"This table has {words}", Render(mostScored, mostFailed), StringComparison.Ordinal);
    }

    [Fact]
    public void Says_nothing_of_errors_where_all_have_a_score()
    {
        DrawnResults.Write(Results, Images[3..6], withPictures: false);

        Assert.Contains("This table has 1 of 3 images, the 1 with the highest scores; scores.csv has all of them.",
            Render(1, 1), StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_no_column_that_is_empty_in_all_its_rows()
    {
        DrawnResults.Write(Results, [Images[0], DrawnResults.Unjudged("good/x.png", 9)], withPictures: false);

        Assert.Contains("data-key=\"p\"", Render(2, 1), StringComparison.Ordinal);
        Assert.DoesNotContain("data-key=\"p\"", Render(1, 1), StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_the_defects_of_shown_images_and_not_those_of_others_written_alike()
    {
        DrawnResults.Write(
            Results, [.. Images, DrawnResults.Image("crack\\d.png", 0.25)], withPictures: false);
        File.WriteAllText(Path.Combine(Results, "regions.csv"),
            "path\ncrack/d.png\ncrack\\d.png\ncrack\\d.png\ncrack\\e.png\ngood/a.png\n");

        JsonElement[] images = [.. Data(Render(mostScored: 3, mostFailed: 1)).GetProperty("images").EnumerateArray()];

        Assert.Equal([1, 1, 0], images[..3].Select(image => image.GetProperty("regions").GetInt32()));
    }

    [Fact]
    public void Takes_labels_of_elsewhere()
    {
        DrawnResults.Write(Results, Images, withPictures: false);
        ScoreRow[] rows = [.. ScoreTable.Stream(Results).Select(row => row with { Label = "x" })];

        string page = ReportPage.Render(ReportContent.Read(Results, "good", rows, mostScored: 2, mostFailed: 0));

        Assert.Equal(["crack/d.png", "crack/e.png"], Paths(page));
        Assert.Contains("<td>x</td><td class=\"number\">5</td>", page, StringComparison.Ordinal);
    }

    private static ScoredImage Failed(string path) => DrawnResults.Failed(path, $"/x/{path}: found an empty file");

    private string Render(int mostScored, int mostFailed) => ReportPage.Render(
        ReportContent.Read(Results, "good", mostScored: mostScored, mostFailed: mostFailed));

    private static string Section(string page, string from, string to)
    {
        int start = page.IndexOf(from, StringComparison.Ordinal);
        return page[start..page.IndexOf(to, start, StringComparison.Ordinal)];
    }

    private static IEnumerable<string?> Paths(string page) =>
        Data(page).GetProperty("images").EnumerateArray().Select(image => image.GetProperty("path").GetString());

    private static IEnumerable<string?> Labels(string page) =>
        Data(page).GetProperty("labels").EnumerateArray().Select(label => label.GetString());

    private static JsonElement Data(string page) =>
        JsonDocument.Parse(Section(page, "id=\"data\">", "</script>")["id=\"data\">".Length..]).RootElement;
}

/// <summary>A report of a million images, in the memory that remains beside a model.</summary>
[CollectionDefinition(nameof(MillionImagesReportTests), DisableParallelization = true)]
[Collection(nameof(MillionImagesReportTests))]
[Trait("Category", "Slow")]
public sealed class MillionImagesReportTests
{
    private const int Images = 1_000_000;

    [Fact]
    public void Is_written_in_less_than_500_MB_and_a_minute()
    {
        using var temp = new TempFolder();
        string report = DrawnResults.Write(temp["results"], [DrawnResults.Image("a.png", 1)], withPictures: false);
        WriteScores(Path.Combine(temp["results"], ScoreTable.FileName));

        long before = GC.GetTotalMemory(forceFullCollection: true), peak = before;
        var clock = Stopwatch.StartNew();
        using (new Timer(_ => peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false)), null, 0, 5))
            ReportPage.WriteFor(temp["results"], "good");

        Assert.InRange((peak - before) / 1e6, 0, 500);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60);
        Assert.InRange(new FileInfo(report).Length, 1_000_000, 10_000_000);
        string page = File.ReadAllText(report);
        Assert.Contains("This table has 11,000 of 1,000,000 images, the 10,000 with the highest scores and the first "
            + "1,000 of 2,000 without a score; scores.csv has all of them.", page, StringComparison.Ordinal);
        Assert.Contains("<dt>images scored</dt><dd>998,000</dd>", page, StringComparison.Ordinal);
    }

    private static void WriteScores(string file)
    {
        using var writer = new StreamWriter(file, append: false, new UTF8Encoding(false), 1 << 16);
        writer.Write("path,label,score,p_value,is_anomaly,error\n");
        for (int i = 0; i < Images; i++)
        {
            string label = i % 3 == 0 ? "bad" : "good";
            double score = Math.Round(Math.Sin(i) + (i % 3 == 0 ? 2 : 0), 6);
            string rest = i % 500 == 7
                ? ",,,found an empty file"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{score},{0.001 * (i % 1000 + 1):0.###},{(score > 2 ? "true" : "false")},");
            writer.Write($"{label}/line-{i % 7}/a-name-of-usual-length-{i:D7}.png,{label},{rest}\n");
        }
    }
}
