using AnoGan.Method;
using AnoGan.Results;
using AnoGan.Runtime;
using AnoGan.Scoring;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Scoring;

/// <summary>
/// A scoring that is interrupted and goes on writes what one that never was writes, but for its times.
/// </summary>
[Collection(TensorTests.Name)]
public sealed class ScoreResumeTests : IClassFixture<TrainedModelFixture>, IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly RecordedEvents _told = new();
    private readonly string _model;

    public ScoreResumeTests(TrainedModelFixture trained)
    {
        _model = trained.Model;
        TinyRuns.Draw(Path.Combine(Images, "good"), 60, firstSeed: 100);
        TinyRuns.Draw(Path.Combine(Images, "dent"), 60, size: 12, firstSeed: 200);
        File.WriteAllText(Path.Combine(Images, "dent", "broken.png"), "no picture");
    }

    private string Images => Path.Combine(_temp.Path, "test");

    private string Results => Path.Combine(_temp.Path, "results");

    private string Unfinished => Results + ".unfinished";

    private ScoreRequest Request => TinyRuns.Score(Images, _model, Results) with
    {
        FindsDefects = true, MinArea = 1, AdjustSearch = search => search with { Batch = 4 },
    };

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(1, 1, 2, 1)]
    public void Ends_with_the_files_of_a_run_that_never_stopped(params int[] groups)
    {
        SortedDictionary<string, string> uninterrupted = Uninterrupted();

        foreach (int group in groups)
            TensorAssert.LeavesNoTensors(() => Stop(Request with { Resume = true }, group));
        ScoreSummary resumed = Execute(Request with { Resume = true });

        Assert.Equal(uninterrupted, ResultsContents.Of(Results));
        Assert.True(_told.Images[0].Done > 4 * groups.Length, "what is scored is not scored again");
        Assert.Equal((121, 120, 1), (resumed.Images, resumed.Manifest.ScoredImages, resumed.Manifest.FailedImages));
        Assert.Equal(["reference", "results", "test"], TempFolder.NamesIn(_temp.Path));
    }

    [Theory]
    [InlineData("progress.csv", 20)]
    [InlineData("progress.csv", 1)]
    [InlineData("results/scores.csv", 300)]
    [InlineData("results/regions.csv", 1)]
    public void Goes_on_from_what_is_whole(string torn, int bytes)
    {
        SortedDictionary<string, string> uninterrupted = Uninterrupted();
        Stop(Request, 5);
        string path = Path.Combine(Unfinished, torn);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^bytes]);

        Execute(Request with { Resume = true });

        Assert.Equal(uninterrupted, ResultsContents.Of(Results));
    }

    [Fact]
    public void Warns_of_images_that_were_done_before_the_interruption_too()
    {
        TinyRuns.Draw(Path.Combine(Images, "a far one"), 1, size: 64);
        SortedDictionary<string, string> uninterrupted = Uninterrupted();
        Stop(Request, 2);

        ScoreSummary resumed = Execute(Request with { Resume = true });

        Assert.Contains(
            resumed.Manifest.Warnings, warning => warning.StartsWith("1 of 122 images are", StringComparison.Ordinal));
        Assert.Equal(uninterrupted, ResultsContents.Of(Results));
    }

    [Fact]
    public void Drops_what_was_written_and_not_yet_kept()
    {
        SortedDictionary<string, string> uninterrupted = Uninterrupted();
        Stop(Request, 2);
        File.AppendAllText(Path.Combine(Unfinished, "results", "scores.csv"), "good/half a li");
        File.WriteAllText(Path.Combine(Unfinished, "results", "maps", "dent", ".half.tmp"), "half a picture");

        Execute(Request with { Resume = true });

        Assert.Equal(uninterrupted, ResultsContents.Of(Results));
    }

    [Fact]
    public void Refuses_other_options_and_names_the_first()
    {
        Stop(Request, 2);

        AssertRefused(Request with { MinArea = 2 }, "--min-area 2 where it was 1");
        AssertRefused(Request with { AdjustSearch = search => search with { Batch = 5 } }, "--batch 5 where it was 4");
        AssertRefused(Request with { WritesPictures = false }, "--no-pictures true where it was false");
        AssertRefused(Request with { WritesFullPictures = true }, "--full-pictures true where it was false");
        AssertRefused(Request with { WritesReport = false }, "--no-report true where it was false");
    }

    [Fact]
    public void Refuses_other_files()
    {
        Stop(Request, 2);

        TinyRuns.Draw(Path.Combine(Images, "more"), 1);
        AssertRefused(Request, "more/000.png is new");
        Directory.Delete(Path.Combine(Images, "more"), recursive: true);
        File.Move(Path.Combine(Images, "good", "019.png"), Path.Combine(_temp.Path, "019.png"));
        AssertRefused(Request, "good/019.png is gone");
        File.Move(Path.Combine(_temp.Path, "019.png"), Path.Combine(Images, "good", "019.png"));
        File.AppendAllText(Path.Combine(Images, "dent", "000.png"), " ");
        AssertRefused(Request, "dent/000.png was changed after it was scored");
    }

    [Fact]
    public void Is_not_begun_again_unasked()
    {
        Stop(Request, 2);

        var refusal = Assert.Throws<AnoGanException>(() => ScoreRun.Plan(Request));
        Assert.StartsWith(
            $"{Unfinished}: an interrupted scoring stands here; go on with --resume", refusal.Message,
            StringComparison.Ordinal);

        Execute(Request with { Overwrite = true });
        Assert.Equal(4, _told.Images[0].Done);
    }

    [Fact]
    public void Begins_again_over_a_damaged_run_json_when_asked_to()
    {
        Stop(Request, 2);
        File.WriteAllText(Path.Combine(Unfinished, "run.json"), "{");

        var refusal = Assert.Throws<AnoGanException>(() => Execute(Request with { Resume = true }));
        Assert.Contains("begin again with --overwrite", refusal.Message, StringComparison.Ordinal);

        Execute(Request with { Overwrite = true });
        Assert.Equal(["results", "test"], TempFolder.NamesIn(_temp.Path));
    }

    [Fact]
    public void Keeps_what_the_first_machine_had_where_the_second_would_choose_otherwise()
    {
        int threads = Environment.ProcessorCount + 1;
        FastBfloat16.AssumedOnCpu = true;
        Stop(Request with { Threads = threads }, 1);
        FastBfloat16.AssumedOnCpu = false;

        ScoreSummary resumed = Execute(Request with { Resume = true, Threads = null, Device = "auto" });
        ScoreSummary again = Execute(Request with { Resume = true, Threads = null, Device = "auto" });

        Assert.Equal((threads, Precision.Bf16), (resumed.Manifest.Threads, resumed.Manifest.Search!.Precision));
        Assert.Equal(resumed.Manifest.Started, again.Manifest.Started);
        Assert.Contains(
            _told.Notes, note => note.StartsWith($"{threads} CPU threads as before, though", StringComparison.Ordinal));
    }

    [Fact]
    public void Says_that_results_are_finished()
    {
        IReadOnlyList<ScoreSummary.Row> first = Execute(Request).ReadRows();
        SortedDictionary<string, string> before = ResultsContents.Of(Results);

        ScoreSummary again = Execute(Request with { Resume = true });

        Assert.Contains(_told.Stages, stage => stage.Contains("is finished", StringComparison.Ordinal));
        Assert.Equal(
            first.Select(row => (row.Path, (float?)row.Score?.Score)),
            again.ReadRows().Select(row => (row.Path, (float?)row.Score?.Score)));
        Assert.Equal(before, ResultsContents.Of(Results));
        var refusal = Assert.Throws<AnoGanException>(() => Execute(Request with { Resume = true, MinArea = 3 }));
        Assert.StartsWith($"{Results}: finished results stand here", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Finished_results_whose_table_lacks_a_row_are_not_finished()
    {
        Execute(Request);
        string table = Path.Combine(Results, "scores.csv");
        string[] lines = File.ReadAllLines(table);
        File.WriteAllLines(table, lines[..^1]);

        var refusal = Assert.Throws<AnoGanException>(() => Execute(Request with { Resume = true }));

        Assert.StartsWith(
            $"{table}: found {lines.Length - 2} images, expected the {lines.Length - 1} of run.json", refusal.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Says_so_of_results_without_a_report_too_and_writes_the_report()
    {
        string report = Path.Combine(Results, "report.html");
        Execute(Request with { WritesReport = false });

        Execute(Request with { Resume = true, WritesReport = false });
        Assert.False(File.Exists(report));
        Execute(Request with { Resume = true });
        Assert.Contains("This report has no pictures", File.ReadAllText(report), StringComparison.Ordinal);
        File.WriteAllText(report, "of another program");
        Execute(Request with { Resume = true });

        Assert.Equal("of another program", File.ReadAllText(report));
        Assert.Equal(3, _told.Stages.Count(stage => stage.Contains("is finished", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("\"anogan-run\"", "\"theirs\"", ": not of a run of anogan")]
    [InlineData("\"files\": [", "\"files\": null, \"x\": [", ": cannot be read (")]
    [InlineData("\"parts\": {", "\"x\": {", ": found the run.json of a finished run; begin again with --overwrite")]
    public void Refuses_a_run_json_that_it_did_not_write(string written, string damaged, string expected)
    {
        Stop(Request, 2);
        string run = Path.Combine(Unfinished, "run.json");
        File.WriteAllText(run, File.ReadAllText(run).Replace(written, damaged, StringComparison.Ordinal));

        var refusal = Assert.Throws<AnoGanException>(() => Execute(Request with { Resume = true }));

        Assert.StartsWith(Unfinished, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_refused_while_another_run_writes_the_same_results()
    {
        using UnfinishedFolder other = UnfinishedFolder.Open(Results, ResultsPlace.Unfinished);

        var refusal = Assert.Throws<AnoGanException>(() => Execute(Request with { Resume = true }));

        Assert.StartsWith($"{Results}: another anogan process is at work", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_old_results_until_the_new_ones_are_whole()
    {
        Execute(Request);
        SortedDictionary<string, string> before = ResultsContents.Of(Results);
        ScoreRequest other = Request with { Overwrite = true, FindsDefects = false };

        Stop(other, 3);
        Assert.Equal(before, ResultsContents.Of(Results));
        Execute(other with { Resume = true });

        Assert.DoesNotContain("regions.csv", ResultsContents.Of(Results).Keys);
        Assert.Equal(["results", "test"], TempFolder.NamesIn(_temp.Path));
    }

    [Fact]
    public void Does_not_take_old_results_for_those_of_an_interrupted_scoring()
    {
        Execute(Request);
        ScoreRequest other = Request with { Overwrite = true };
        Stop(other, 3);

        var refusal = Assert.Throws<AnoGanException>(() => Execute(Request with { Resume = true }));

        Assert.EndsWith("give --overwrite beside --resume to go on with it", refusal.Message, StringComparison.Ordinal);
        Execute(other with { Resume = true });
        Assert.Equal(["results", "test"], TempFolder.NamesIn(_temp.Path));
    }

    [Fact]
    public void Scores_what_changed_before_it_was_scored_and_goes_on_after_that()
    {
        Stop(Request, 2);
        File.SetLastWriteTimeUtc(
            Path.Combine(Images, "good", "010.png"), new DateTime(2026, 5, 5, 5, 5, 5, DateTimeKind.Utc));
        Stop(Request with { Resume = true }, 18);

        Execute(Request with { Resume = true });

        Assert.Equal(["results", "test"], TempFolder.NamesIn(_temp.Path));
    }

    [Fact]
    public void Lets_no_image_without_a_score_pass_where_it_is_strict()
    {
        Stop(Request, 20);
        Assert.Throws<AnoGanException>(() => Execute(Request with { Resume = true, Strict = true }));

        Execute(Request with { Resume = true });

        var refusal = Assert.Throws<AnoGanException>(() => Execute(Request with { Resume = true, Strict = true }));
        Assert.StartsWith($"{Path.Combine(Images, "dent", "broken.png")}: ", refusal.Message, StringComparison.Ordinal);
    }

    // Killed after the results changed places with the old ones, before the work was cleared away.
    [Fact]
    public void Does_not_take_the_results_that_it_replaced_for_its_own()
    {
        Execute(Request);
        ScoreRequest other = Request with
        {
            Overwrite = true,
            AdjustSearch = search => search with { Batch = 4, Steps = 1 },
        };
        Stop(other, 9, TinyRuns.Now);
        string kept = Path.Combine(_temp.Path, "kept");
        Directory.Move(Unfinished, kept);
        Execute(other);
        SortedDictionary<string, string> expected = ResultsContents.Of(Results);
        Directory.Move(kept, Unfinished);

        Execute(other with { Resume = true });

        Assert.Equal(expected, ResultsContents.Of(Results));
    }

    private SortedDictionary<string, string> Uninterrupted()
    {
        string reference = Path.Combine(_temp.Path, "reference");
        TinyRuns.Run(Request with { Out = reference });
        return ResultsContents.Of(reference);
    }

    private ScoreSummary Execute(ScoreRequest request) =>
        ScoreRun.Execute(request, TinyRuns.Now, _told.Events, TestContext.Current.CancellationToken);

    private static void Stop(ScoreRequest request, int group, DateTimeOffset? now = null)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        int groups = 0;
        void Count()
        {
            if (++groups == group)
                source.Cancel();
        }

        var stopped = Assert.Throws<RunStoppedException>(() =>
            ScoreRun.Execute(
                request, now ?? TinyRuns.Now.AddHours(1), new RunEvents { Images = (_, _) => Count() }, source.Token));
        Assert.EndsWith("with --resume goes on from there", stopped.Message, StringComparison.Ordinal);
    }

    private void AssertRefused(ScoreRequest request, string difference)
    {
        var refusal = Assert.Throws<AnoGanException>(() => TinyRuns.Run(request with { Resume = true }));
        Assert.StartsWith(
            $"{Unfinished}: the interrupted scoring cannot go on: {difference}", refusal.Message,
            StringComparison.Ordinal);
    }
}
