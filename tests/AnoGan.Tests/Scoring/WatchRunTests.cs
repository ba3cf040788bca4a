using AnoGan.Data;
using AnoGan.Evaluation;
using AnoGan.Results;
using AnoGan.Runtime;
using AnoGan.Scoring;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Scoring;

/// <summary>
/// A watch writes of each image what a scoring writes, whenever it came and however often it was ended.
/// </summary>
[Collection(TensorTests.Name)]
public sealed class WatchRunTests : IClassFixture<TrainedModelFixture>, IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly RecordedEvents _told = new();
    private readonly List<ScoredImage> _scored = [];
    private readonly string _model;

    public WatchRunTests(TrainedModelFixture trained)
    {
        _model = trained.Model;
        TinyRuns.Draw(Path.Combine(Inbox, "good"), 20, firstSeed: 100);
        TinyRuns.Draw(Path.Combine(Inbox, "dent"), 20, size: 12, firstSeed: 200);
        File.WriteAllText(Path.Combine(Inbox, "dent", "broken.png"), "no picture");
        Age(Inbox);
    }

    private string Inbox => Path.Combine(_temp.Path, "inbox");

    private string Results => Path.Combine(_temp.Path, "results");

    private ScoreRequest Score => TinyRuns.Score(Inbox, _model, Results) with
    {
        FindsDefects = true, MinArea = 1, AdjustSearch = search => search with { Batch = 4 },
    };

    private WatchRequest Request => new()
    {
        Score = Score, SettleSeconds = 0.2, IntervalSeconds = 0.05, IdleSeconds = 0,
    };

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Writes_of_each_image_what_a_scoring_writes()
    {
        SortedDictionary<string, string> scored = Reference();

        ScoreSummary summary = null!;
        TensorAssert.LeavesNoTensors(() => summary = Watch(Request));

        Assert.Equal((41, 40, 1), (summary.Images, summary.Manifest.ScoredImages, summary.Manifest.FailedImages));
        Assert.Equal(41, _scored.Count);
        AssertSame(scored);
        Assert.Equal(["inbox", "reference", "results"], TempFolder.NamesIn(_temp.Path));
        Assert.Contains("dent/broken.png", Read("report.html"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9, 1, 17)]
    public void Continues_where_it_was_stopped(params int[] images)
    {
        SortedDictionary<string, string> scored = Reference();

        foreach (int count in images)
            Stop(Request, count);
        Watch(Request);

        Assert.Equal(41, _scored.Count);
        AssertSame(scored);
        Assert.Contains("\"started\": \"2026-01-02T03:04:05", Read("run.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scores.csv", 1)]
    [InlineData("scores.csv", 70)]
    [InlineData("scores.csv", 1_000_000)]
    public void Cuts_off_half_a_row_and_scores_that_image_again(string torn, int bytes)
    {
        SortedDictionary<string, string> scored = Reference();
        Stop(Request, 12);
        string path = Path.Combine(Results, torn);
        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..Math.Max(whole.Length - bytes, 0)]);
        File.AppendAllText(Path.Combine(Results, "regions.csv"), "good/half a ro");
        File.WriteAllText(Path.Combine(Results, "maps", $".{Guid.NewGuid():N}.tmp"), "half a picture");

        Watch(Request);

        AssertSame(scored);
    }

    [Fact]
    public void Keeps_the_rows_of_images_that_are_gone()
    {
        Watch(Request);
        string[] rows = Lines();
        Directory.Delete(Path.Combine(Inbox, "dent"), recursive: true);
        TinyRuns.Draw(Path.Combine(Inbox, "later"), 1, firstSeed: 300);
        Age(Path.Combine(Inbox, "later"));

        Watch(Request);

        Assert.Equal([.. rows, .. Lines()[^1..]], Lines());
        Assert.StartsWith("later/000.png,later,", Lines()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_tables_that_do_not_belong_together_and_changes_nothing()
    {
        Watch(Request);
        File.Delete(Path.Combine(Results, "progress.csv"));
        string[] rows = Lines();

        var refusal = Assert.Throws<AnoGanException>(() => Watch(Request));

        Assert.Contains("found 41 images, of which the other tables", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(rows, Lines());
    }

    [Fact]
    public void Rows_stand_in_the_order_of_arrival()
    {
        string[] paths = [.. Enumerable.Range(0, 20).Select(i => Path.Combine(Inbox, "good", $"{i:D3}.png"))];
        foreach ((int i, string path) in paths.Index())
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-10 - i));
        Directory.Delete(Path.Combine(Inbox, "dent"), recursive: true);

        Watch(Request);

        string[] rows = [.. Lines().Skip(1).Select(line => line.Split(',')[0])];
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"good/{19 - i:D3}.png"), rows);
        Assert.Equal(_scored.Select(image => image.File.RelativePath), rows);
    }

    [Fact]
    public void Scores_the_pages_that_are_left_of_a_file()
    {
        ushort[] pixels = [.. Enumerable.Range(0, 64).Select(i => (ushort)(3 * i))];
        TinyTiff.Page[] pages = [.. Enumerable.Repeat(new TinyTiff.Page(8, pixels) { Subfile = 2 }, 9)];
        Directory.Delete(Inbox, recursive: true);
        Directory.CreateDirectory(Inbox);
        File.WriteAllBytes(Path.Combine(Inbox, "scan.tif"), TinyTiff.Of(pages));
        Age(Inbox);
        WatchRequest request = Request with { Score = Score with { Pages = PageMode.All } };

        Stop(request, 2);
        int first = _scored.Count;
        Watch(request);

        Assert.InRange(first, 2, 8);
        Assert.Equal(
            Enumerable.Range(1, 9).Select(page => $"scan.tif#{page}"), _scored.Select(one => one.File.RelativePath));
        Assert.Equal(10, Lines().Length);
    }

    [Fact]
    public async Task Waits_for_a_file_that_is_written_in_two_halves_and_ends_when_idle()
    {
        string late = Path.Combine(Inbox, "good", "late.png");
        byte[] bytes = await File.ReadAllBytesAsync(
            Path.Combine(Inbox, "good", "001.png"), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(late, bytes[..40], TestContext.Current.CancellationToken);
        Task<ScoreSummary> watch = Task.Run(() => Watch(Request with { SettleSeconds = 1, IdleSeconds = 0.3 }));
        while (_scored.Count < 41)
            await Task.Delay(20, TestContext.Current.CancellationToken);

        await File.WriteAllBytesAsync(late, bytes, TestContext.Current.CancellationToken);
        ScoreSummary summary = await watch;

        Assert.Equal((42, 1), (summary.Images, summary.Manifest.FailedImages));
        Assert.StartsWith("good/late.png,good,", Lines()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Is_a_results_folder_from_its_first_moment()
    {
        Directory.Move(Inbox, Inbox + ".later");
        Directory.CreateDirectory(Inbox);
        Watch(Request);

        Assert.True(ResultsLayout.Kind.IsMarked(Results));
        Assert.Equal([string.Join(',', ScoreTable.Columns)], Lines());

        // The report and the other commands read it while it grows.
        Directory.Delete(Inbox);
        Directory.Move(Inbox + ".later", Inbox);
        bool wasRead = false;
        WatchRun.Execute(Request with { ReportMinutes = 0 }, TinyRuns.Now, _told.Events, image =>
        {
            if (_scored.Count == 20)
                wasRead = ScoreTable.Stream(Results).Count() >= 20 && ResultsLayout.HasReport(Results);
            _scored.Add(image);
        }, TestContext.Current.CancellationToken);
        Assert.True(wasRead);
    }

    [Fact]
    public async Task Writes_the_report_that_is_due_though_no_more_images_come()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        source.CancelAfter(TimeSpan.FromMinutes(1));
        Task<ScoreSummary> watch = Task.Run(
            () => Watch(Request with { IdleSeconds = null, ReportMinutes = 1.0 / 60 }, source.Token));

        while (!source.IsCancellationRequested && !(_scored.Count == 41 && Read("run.json").Contains(
            "\"scoredImages\": 40", StringComparison.Ordinal)))
            await Task.Delay(20, TestContext.Current.CancellationToken);

        Assert.False(source.IsCancellationRequested);
        source.Cancel();
        Assert.Equal(41, (await watch).Images);
    }

    [Fact]
    public void Fills_a_folder_that_is_there_and_empty()
    {
        Directory.CreateDirectory(Results);
        Stop(Request, 5);

        Watch(Request);

        Assert.Equal(42, Lines().Length);
        Assert.Equal(["inbox", "results"], TempFolder.NamesIn(_temp.Path));
        Assert.DoesNotContain(".unfinished", TempFolder.NamesIn(Results));
    }

    [Fact]
    public void Refuses_other_options_and_names_the_first()
    {
        Stop(Request, 2);
        string[] rows = Lines();

        AssertRefused(Score with { MinArea = 2 }, "--min-area 2 where it was 1");
        AssertRefused(Score with { AdjustSearch = search => search with { Batch = 5 } }, "--batch 5 where it was 4");
        AssertRefused(Score with { WritesPictures = false }, "--no-pictures true where it was false");
        string other = Path.Combine(_temp.Path, "other"), run = Path.Combine(Results, "run.json");
        TinyRuns.Draw(other, 1);
        AssertRefused(Score with { Images = other }, "images of other where they were of inbox");
        File.WriteAllText(
            run, Read("run.json").Replace("\"modelHash\": \"", "\"modelHash\": \"0", StringComparison.Ordinal));
        AssertRefused(Score, "another model");
        Assert.Equal(rows, Lines());
    }

    [Fact]
    public void Refuses_a_place_where_something_else_stands()
    {
        TinyRuns.Run(Score);
        var refusal = Assert.Throws<AnoGanException>(() => Watch(Request));
        Assert.Equal($"{Results}: found the results of another run, expected nothing or those of `anogan watch`; name "
            + "another folder", refusal.Message);

        Directory.Delete(Results, recursive: true);
        using UnfinishedFolder other = UnfinishedFolder.Open(Results, ResultsPlace.BeginningWatch);
        refusal = Assert.Throws<AnoGanException>(() => Watch(Request));
        Assert.StartsWith($"{Results}: another anogan process is at work", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scoring_and_merging_know_that_it_is_a_watch()
    {
        Watch(Request);

        var resumed = Assert.Throws<AnoGanException>(() => TinyRuns.Run(Score with { Resume = true }));
        Assert.StartsWith($"{Results}: found the results of `anogan watch`", resumed.Message, StringComparison.Ordinal);
        var merged = Assert.Throws<AnoGanException>(() => MergeRun.Plan(
            new MergeRequest { Shards = [Results], Out = Path.Combine(_temp.Path, "merged") }));
        Assert.StartsWith($"{Results}: found the results of a watch", merged.Message, StringComparison.Ordinal);

        TinyRuns.Run(Score with { Overwrite = true });
        Assert.DoesNotContain("progress.csv", TempFolder.NamesIn(Results));
    }

    [Fact]
    public void Evaluates_as_a_scoring_does()
    {
        Watch(Request);

        Assert.Single(EvaluateRun.Execute(
            new EvaluateRequest { Results = [Results], NormalLabel = "good" }, new RunEvents(),
            TestContext.Current.CancellationToken));

        Assert.Contains("metrics.json", TempFolder.NamesIn(Results));
    }

    [Fact]
    public void Ends_in_one_line_where_its_folder_is_gone()
    {
        void Delete(ScoredImage image)
        {
            if (Directory.Exists(Results))
                Directory.Delete(Results, recursive: true);
        }

        var refusal = Assert.Throws<AnoGanException>(() => WatchRun.Execute(
            Request, TinyRuns.Now, _told.Events, Delete, TestContext.Current.CancellationToken));

        Assert.StartsWith(
            $"{Results}: the results cannot be written (the folder", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Results));
    }

    [Fact]
    public void Looks_again_for_a_folder_of_images_that_is_away_for_a_while()
    {
        string away = Path.Combine(_temp.Path, "away");
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bool isBack = false;
        var events = new RunEvents
        {
            Stage = stage => Directory.Move(Inbox, away),
            Warning = warning =>
            {
                _told.Warnings.Add(warning);
                if (!warning.Contains("found no such folder", StringComparison.Ordinal))
                    return;
                Directory.Move(away, Inbox);
                isBack = true;
            },
        };

        WatchRun.Execute(
            Request with { IdleSeconds = 0.5 }, TinyRuns.Now, events, _scored.Add, source.Token);

        Assert.True(isBack);
        Assert.Equal(41, _scored.Count);
    }

    private SortedDictionary<string, string> Reference()
    {
        string reference = Path.Combine(_temp.Path, "reference");
        TinyRuns.Run(Score with { Out = reference });
        return ResultsContents.Of(reference);
    }

    // The pictures are the same, and so are the rows of the tables but for their order.
    private void AssertSame(SortedDictionary<string, string> scored)
    {
        SortedDictionary<string, string> watched = ResultsContents.Of(Results);
        Assert.Equal([.. scored.Keys.Append("progress.csv").Order(StringComparer.Ordinal)], watched.Keys);
        foreach ((string name, string content) in scored)
        {
            if (name.EndsWith(".csv", StringComparison.Ordinal))
                Assert.Equal(Sorted(content), Sorted(watched[name]));
            else if (name is not ("run.json" or "report.html"))
                Assert.Equal(content, watched[name]);
        }

        static string[] Sorted(string table) => [.. table.Split('\n').Order(StringComparer.Ordinal)];
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(Results, name));

    private string[] Lines() => File.ReadAllLines(Path.Combine(Results, "scores.csv"));

    private ScoreSummary Watch(WatchRequest request, CancellationToken? cancellation = null) => WatchRun.Execute(
        request, TinyRuns.Now, _told.Events, _scored.Add, cancellation ?? TestContext.Current.CancellationToken);

    // Ends after the group with the image of that number.
    private void Stop(WatchRequest request, int images)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        int count = 0;
        WatchRun.Execute(request with { IdleSeconds = null }, TinyRuns.Now, _told.Events, image =>
        {
            _scored.Add(image);
            if (++count == images)
                source.Cancel();
        }, source.Token);
    }

    private void AssertRefused(ScoreRequest score, string difference)
    {
        var refusal = Assert.Throws<AnoGanException>(() => Watch(Request with { Score = score }));
        Assert.StartsWith(
            $"{Results}: the watch cannot continue: {difference}", refusal.Message, StringComparison.Ordinal);
    }

    private static void Age(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));
    }
}

/// <summary>A watch with a model of patches, which has a row of tiles.csv for each tile too.</summary>
[Collection(TensorTests.Name)]
public sealed class WatchTilesTests(TrainedPatchModelFixture trained) : IClassFixture<TrainedPatchModelFixture>
{
    [Fact]
    public void Writes_the_tiles_of_each_image_once_though_it_is_interrupted()
    {
        using var temp = new TempFolder();
        string inbox = Path.Combine(temp.Path, "inbox"), results = Path.Combine(temp.Path, "results");
        TinyRuns.DrawWide(Path.Combine(inbox, "good"), 9, firstSeed: 100);
        ScoreRequest score = TinyRuns.Score(inbox, trained.Model, results) with
        {
            WritesTiles = true, FindsDefects = true,
        };
        var request = new WatchRequest { Score = score, SettleSeconds = 0, IntervalSeconds = 0.05, IdleSeconds = 0 };
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        WatchRun.Execute(request, TinyRuns.Now, new RunEvents(), _ => source.Cancel(), source.Token);
        int first = File.ReadAllLines(Path.Combine(results, "scores.csv")).Length - 1;
        File.AppendAllText(Path.Combine(results, "tiles.csv"), "good/008.png,0,0,8,8,0.1\ngood/008.p");

        WatchRun.Execute(request, TinyRuns.Now, new RunEvents(), null, TestContext.Current.CancellationToken);
        TinyRuns.Run(score with { Out = Path.Combine(temp.Path, "scored") });

        Assert.InRange(first, 1, 8);
        Assert.Equal(
            File.ReadAllLines(Path.Combine(temp.Path, "scored", "tiles.csv")).Order(),
            File.ReadAllLines(Path.Combine(results, "tiles.csv")).Order());
    }
}
