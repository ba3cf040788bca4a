using System.IO.Compression;
using System.Text;
using AnoGan.Results;
using AnoGan.Scoring;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Scoring;

/// <summary>
/// Scores and pictures are those of the folder, whether its images lie in it, in an archive, or stand in a list.
/// </summary>
[Collection(TensorTests.Name)]
public sealed class ScoreListTests : IClassFixture<TrainedModelFixture>, IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly string _model;

    public ScoreListTests(TrainedModelFixture trained)
    {
        _model = trained.Model;
        TinyRuns.Draw(Path.Combine(Images, "good"), 5, firstSeed: 100);
        TinyRuns.Draw(Path.Combine(Images, "dent"), 3, size: 12, firstSeed: 200);
        File.WriteAllText(Path.Combine(Images, "dent", "broken.png"), "no picture");
    }

    private string Images => Path.Combine(_temp.Path, "test");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Scores_of_an_archive_and_of_a_list_of_all_are_those_of_the_folder()
    {
        string zip = _temp["test.zip"], tar = _temp["test.tar"];
        ZipFile.CreateFromDirectory(Images, zip);
        System.Formats.Tar.TarFile.CreateFromDirectory(Images, tar, includeBaseDirectory: false);
        string[] all = [.. Run(Images, null).Select(row => row.Path).Reverse()];

        SortedDictionary<string, string> expected = Contents("test");
        Run(zip, null);
        Run(tar, null);
        Run(Images, string.Join('\n', all), "list");

        Assert.Equal(8 * 5 + 1, expected.Count);
        Assert.Equal(expected, Contents("test.zip"));
        Assert.Equal(expected, Contents("test.tar"));
        Assert.Equal(expected, Contents("list"));
    }

    [Fact]
    public void A_list_of_some_gives_the_rows_of_these_in_their_order_and_one_of_a_missing_one()
    {
        IReadOnlyList<ScoreSummary.Row> all = Run(Images, null);

        IReadOnlyList<ScoreSummary.Row> some = Run(Images, "good/003.png\ndent/002.png\ngood/gone.png", "list");

        Assert.Equal(["dent/002.png", "good/003.png", "good/gone.png"], some.Select(row => row.Path));
        Assert.Equal(
            all.Where(row => row.Path is "dent/002.png" or "good/003.png").Select(Told), some.Take(2).Select(Told));
        Assert.Null(some[2].Score);
        Assert.Contains($"{Path.Combine(Images, "good", "gone.png")}: cannot be read (",
            File.ReadAllText(_temp["list-results/scores.csv"]), StringComparison.Ordinal);
        static (string, string, double?, double?) Told(ScoreSummary.Row row) =>
            (row.Path, row.Label, row.Score?.Score, row.Score?.Residual);
    }

    [Fact]
    public void Pictures_of_an_archive_below_the_folder_get_results_under_its_name()
    {
        ZipFile.CreateFromDirectory(Images, _temp["archives/cam1/day.zip"]);

        IReadOnlyList<ScoreSummary.Row> rows = Run(_temp["archives"], "cam1/day.zip!good/001.png", "list");

        Assert.Equal([("cam1/day.zip!good/001.png", "cam1")], rows.Select(row => (row.Path, row.Label)));
        Assert.True(File.Exists(_temp["list-results/maps/cam1/day.zip!good/001.png.png"]));
        Assert.Equal(Run(Images, null).Single(row => row.Path == "good/001.png").Score!.Score, rows[0].Score!.Score);
    }

    [Fact]
    public void A_finished_run_refuses_another_list()
    {
        ZipFile.CreateFromDirectory(Images, _temp["test.zip"]);
        ScoreRequest request = Request(_temp["test.zip"], "good/001.png\ngood/002.png", "list") with { Resume = true };
        TinyRuns.Run(request);

        TinyRuns.Run(request);
        string message = Refusal(
            Request(_temp["test.zip"], "good/001.png\ngood/003.png", "list") with { Resume = true });

        Assert.Contains("good/002.png is gone", message, StringComparison.Ordinal);
    }

    private static string Refusal(ScoreRequest request) =>
        Assert.Throws<AnoGanException>(() => TinyRuns.Run(request)).Message;

    private IReadOnlyList<ScoreSummary.Row> Run(string images, string? list, string? name = null) =>
        TinyRuns.Run(Request(images, list, name ?? Path.GetFileName(images))).ReadRows();

    private ScoreRequest Request(string images, string? list, string name) =>
        TinyRuns.Score(images, _model, Path.Combine(_temp.Path, $"{name}-results")) with
        {
            List = list is null ? null : "list.txt",
            ListContent = list is null ? null : Encoding.UTF8.GetBytes(list),
            WritesReport = false,
        };

    // The bytes of all pictures, and the table without times, and without the paths of broken files in its errors.
    private SortedDictionary<string, string> Contents(string name)
    {
        string results = Path.Combine(_temp.Path, $"{name}-results");
        var contents = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(results, "*.png*", SearchOption.AllDirectories))
            contents[Path.GetRelativePath(results, file)] = Convert.ToHexString(File.ReadAllBytes(file));
        string[][] table = [.. File.ReadLines(Path.Combine(results, "scores.csv")).Select(line => line.Split(','))];
        int seconds = Array.IndexOf(table[0], "seconds"), error = Array.IndexOf(table[0], "error");
        contents["scores.csv"] = string.Join('\n', table.Select(cells => string.Join(
            ',', cells.Take(error).Where((_, column) => column != seconds))));
        return contents;
    }
}
