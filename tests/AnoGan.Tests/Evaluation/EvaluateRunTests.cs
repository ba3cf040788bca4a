using AnoGan.Evaluation;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Evaluation;

public sealed class EvaluateRunTests : IDisposable
{
    private const string Header = "path,label,score,is_anomaly,residual,feature_distance,error\n";
    private const string Rows = "crack/a.jpg,crack,3,true,,,\ngood/b.jpg,good,1,false,,,\ngood/c.jpg,good,,,,,broken\n";

    private readonly TempFolder _temp = new();
    private readonly List<string> _warnings = [];

    private string Results => Path.Combine(_temp.Path, "results");

    private string Masks => Path.Combine(_temp.Path, "masks");

    private EvaluateRequest Request => new() { Results = [Results], Bootstrap = 20 };

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Writes_the_measures_into_the_results_folder()
    {
        WriteResults(
            Results, Rows,
            """{ "format": "anogan-run", "method": "pca", "falsePositiveRate": 0.02, "images": "test" }""");

        EvaluatedRun run = Assert.Single(Execute(Request));

        Assert.Equal((Results, Path.Combine(Results, "metrics.json")), (run.Results, run.MetricsPath));
        Assert.Equal(
            ("pca", 0.02, 1, 1, 1),
            (
                run.Metrics.Method, run.Metrics.WishedFalsePositiveRate, run.Metrics.NormalImages,
                run.Metrics.AnomalousImages, run.Metrics.FailedImages));
        Assert.True(File.Exists(run.MetricsPath));
        Assert.Equal([$"{Results}: 1 of 3 images have no score and are left out"], _warnings);
    }

    [Fact]
    public void Leaves_a_folder_that_scoring_may_still_replace()
    {
        WriteResults(Results, Rows, """{ "format": "anogan-run" }""");
        Execute(Request);

        ResultsPlace.Check(Results, overwrite: true);
    }

    [Theory]
    [InlineData("results/scores.csv", "is evaluated, so it is not overwritten; name another file")]
    [InlineData("results/report.html", "is evaluated, so it is not overwritten; name another file")]
    [InlineData("labels.csv", "is evaluated, so it is not overwritten; name another file")]
    [InlineData("masks/metrics.json", "lies inside the folder of masks ")]
    public void Refuses_to_write_over_or_among_what_it_reads(string target, string found)
    {
        WriteResults(Results, Rows);
        File.WriteAllText(_temp["labels.csv"], "path,label\ncrack/a.jpg,crack\ngood/b.jpg,good\ngood/c.jpg,good\n");
        Directory.CreateDirectory(Masks);
        string path = _temp[target];

        string message = Assert
            .Throws<AnoGanException>(() =>
                Execute(Request with { Out = path, Labels = _temp["labels.csv"], Masks = Masks }))
            .Message;

        Assert.StartsWith($"Out {path}: {found}", message, StringComparison.Ordinal);
        Assert.Equal(Header + Rows, File.ReadAllText(_temp["results/scores.csv"]));
        Assert.Empty(TempFolder.NamesIn(Masks));
    }

    [Fact]
    public void Refuses_its_own_masks_as_those_of_a_person()
    {
        WriteResults(Results, Rows, """{ "format": "anogan-run" }""");
        Directory.CreateDirectory(_temp["results/masks"]);

        string message = Assert
            .Throws<AnoGanException>(() => Execute(Request with { Masks = _temp["results/masks"] }))
            .Message;

        Assert.StartsWith($"{_temp["results/masks"]}: lies in a results folder, which anogan wrote, expected a folder "
            + "of masks", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_tables_of_paths_labels_and_scores_from_elsewhere()
    {
        Directory.CreateDirectory(Results);
        string table = _temp["table.csv"];
        File.WriteAllText(table, "Path;Label;Score\na.png;crack ;2\nb.png; good;1\n");
        File.Copy(table, _temp["results/scores.csv"]);

        Assert.Equal(
            [1, 1], Execute(Request with { Results = [Results, table] }).Select(run => run.Metrics.ImageAuroc));
        Assert.True(File.Exists(Path.Combine(Results, "metrics.json")));
        Assert.Equal(
            ["results", "table.csv"],
            Directory.GetFileSystemEntries(_temp.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        Assert.Equal(
            _temp["m.json"],
            Assert.Single(Execute(Request with { Results = [table], Out = _temp["m.json"] })).MetricsPath);
        Assert.Equal(
            $"Out {table}: is evaluated, so it is not overwritten; name another file",
            Refusal(Request with { Results = [table], Out = table }));
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(_temp["latest.csv"], table);
            Assert.StartsWith(
                $"Out {table}: is evaluated,", Refusal(Request with { Results = [_temp["latest.csv"]], Out = table }),
                StringComparison.Ordinal);
        }

        Assert.Equal($"{table}: found a table alone, expected a results folder, whose maps --masks compares; name the "
            + "folder", Refusal(Request with { Results = [table], Masks = Results }));
        File.WriteAllText(table, "path,score\na.png,2\nb.png,1\n");
        Assert.Equal(
            $"{table}: found no column label, expected one; add it, or give --labels",
            Refusal(Request with { Results = [table] }));
    }

    [Fact]
    public void Writes_nothing_when_one_of_several_folders_is_refused()
    {
        WriteResults(Results, Rows);

        Assert.Throws<AnoGanException>(() => Execute(Request with { Results = [Results, Masks] }));

        Assert.False(File.Exists(Path.Combine(Results, "metrics.json")));
    }

    [Theory]
    [InlineData("a.jpg,,3,,,,\ngood/b.jpg,good,1,,,,\n", "RESULTS: found no label of a.jpg, expected the name of a "
        + "sub-folder; move images into a folder a label and score again, or give --labels")]
    [InlineData("x/a.jpg,x,3,,,,\ny/b.jpg,y,1,,,,\n", "RESULTS: found the labels x, y, expected good or normal among "
        + "them; name the normal one with --normal")]
    [InlineData("good/a.jpg,good,3,,,,\nx/b.jpg,x,,,,,broken\n", "RESULTS: found scores of 1 normal images (good) and "
        + "of 0 others, expected some of both; score a folder with both, or name the normal label with --normal")]
    [InlineData("good/a.jpg,good,,,,,broken\nx/b.jpg,x,3,,,,\n", "RESULTS: found scores of 0 normal images (good) and "
        + "of 1 others, expected some of both; score a folder with both, or name the normal label with --normal")]
    public void Refuses_labels_that_cannot_be_compared(string rows, string message)
    {
        WriteResults(Results, rows);

        Assert.Equal(message.Replace("RESULTS", Results, StringComparison.Ordinal), Refusal(Request));
    }

    [Theory]
    [InlineData("{", "cannot be read (")]
    [InlineData(
        """{ "format": "other" }""", "found format other, expected anogan-run; name a folder made by `anogan score`")]
    [InlineData("{}", "found format none, expected anogan-run;")]
    public void Refuses_a_damaged_or_foreign_manifest(string json, string message)
    {
        WriteResults(Results, Rows, json);

        Assert.StartsWith(
            $"{Path.Combine(Results, "run.json")}: {message}", Refusal(Request), StringComparison.Ordinal);
    }

    private static void WriteResults(string folder, string rows, string? manifest = null)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "scores.csv"), Header + rows);
        if (manifest is not null)
            File.WriteAllText(Path.Combine(folder, "run.json"), manifest);
    }

    private IReadOnlyList<EvaluatedRun> Execute(EvaluateRequest request) =>
        EvaluateRun.Execute(request, new RunEvents { Warning = _warnings.Add }, TestContext.Current.CancellationToken);

    private string Refusal(EvaluateRequest request) => Assert.Throws<AnoGanException>(() => Execute(request)).Message;
}
