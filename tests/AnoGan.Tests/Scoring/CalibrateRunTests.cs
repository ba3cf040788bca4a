using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Results;
using AnoGan.Scoring;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Scoring;

[Collection(TensorTests.Name)]
public sealed class CalibrateRunTests : IClassFixture<TrainedModelFixture>, IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly RecordedEvents _told = new();

    public CalibrateRunTests(TrainedModelFixture trained)
    {
        foreach (string file in Directory.GetFiles(trained.Model))
            File.Copy(file, _temp[$"model/{Path.GetFileName(file)}"]);
    }

    private string Images => Path.Combine(_temp.Path, "more");

    private string Model => Path.Combine(_temp.Path, "model");

    private CalibrateRequest Request => TinyRuns.Calibrate(Images, Model);

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Puts_another_calibration_in_place_of_the_models_own()
    {
        TinyRuns.Draw(Images, 40, firstSeed: 1000);
        using TrainedModel before = ModelDirectory.Load(Model);

        ModelManifest returned = Execute();

        using TrainedModel after = ModelDirectory.Load(Model);
        Assert.Equal(returned.Calibration.Scores, after.Manifest.Calibration.Scores);
        Assert.NotEqual(before.Manifest.Calibration.Scores, after.Manifest.Calibration.Scores);
        Assert.NotEqual(before.Hash, after.Hash);

        // A quarter says how the terms are distributed.
        Assert.Equal(
            (30, true, "more"),
            (
                after.Manifest.Calibration.Scores.Count,
                after.Manifest.Calibration.IsHeldOut,
                after.Manifest.Calibration.Folder));
        Assert.Equal(before.Manifest.Files.OrderBy(f => f.Key), after.Manifest.Files.OrderBy(f => f.Key));
        Assert.Equal(
            (
                before.Manifest.Setup.Training,
                before.Manifest.Facts,
                before.Manifest.Setup.Data,
                before.Manifest.Calibration.Search,
                before.Manifest.Created),
            (
                after.Manifest.Setup.Training,
                after.Manifest.Facts,
                after.Manifest.Setup.Data,
                after.Manifest.Calibration.Search,
                after.Manifest.Created));
        Assert.Equal(
            ["reading 40 images", "measuring all terms of 10 images", "calibrating on 30 held-out images"],
            _told.Stages);
        Assert.Equal((10, 10), _told.Images[^31]); // those that say how everything is distributed
        Assert.Equal((30, 30), _told.Images[^1]);
        Assert.Empty(_told.Warnings);
    }

    [Fact]
    public void Writes_the_model_elsewhere_when_asked()
    {
        TinyRuns.Draw(Images, 20, firstSeed: 1000);
        string copy = Path.Combine(_temp.Path, "copy");
        byte[] before = File.ReadAllBytes(Path.Combine(Model, "model.json"));

        TinyRuns.Run(Request with { Out = copy });

        Assert.Equal(before, File.ReadAllBytes(Path.Combine(Model, "model.json")));
        using TrainedModel calibrated = ModelDirectory.Load(copy);
        Assert.Equal("more", calibrated.Manifest.Calibration.Folder);
        Assert.Throws<AnoGanException>(() => TinyRuns.Run(Request with { Out = copy }));
        TinyRuns.Run(Request with { Out = copy, Overwrite = true });
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/../model")]
    public void Needs_no_leave_to_replace_the_model_itself_however_it_is_named(string end)
    {
        TinyRuns.Draw(Images, 20, firstSeed: 1000);

        ModelManifest manifest = TinyRuns.Run(Request with { Out = Model + end });

        using TrainedModel model = ModelDirectory.Load(Model);
        Assert.Equal(manifest.Calibration.Scores, model.Manifest.Calibration.Scores);
    }

    [Fact]
    public void Gives_p_values_to_scores_of_another_search()
    {
        TinyRuns.Draw(Images, 60, firstSeed: 1000);
        string test = Path.Combine(_temp.Path, "test");
        TinyRuns.Draw(test, 5, firstSeed: 2000);
        Func<SearchOptions, SearchOptions> longer = search => search with { Steps = 6, Restarts = 2 };
        ScoreRequest score = TinyRuns.Score(test, Model, Path.Combine(_temp.Path, "results")) with
        {
            Kind = ScoreKind.Paper,
            FalsePositiveRate = 0.05,
            Overwrite = true,
        };
        IReadOnlyList<ScoreSummary.Row> before = TinyRuns.Run(score with { AdjustSearch = longer }).ReadRows();

        ModelManifest manifest = TinyRuns.Run(Request with { AdjustSearch = longer });
        ScoreSummary after = ScoreRun.Execute(score, TinyRuns.Now, _told.Events, TestContext.Current.CancellationToken);

        Assert.All(before, row => Assert.True(double.IsNaN(row.Score!.PValue)));
        Assert.Equal((6, 2), (manifest.Calibration.Search.Steps, manifest.Calibration.Search.Restarts));
        Assert.Equal(manifest.Calibration.Search, after.Manifest.Search);
        Assert.All(after.ReadRows(), row => Assert.InRange(row.Score!.PValue, 1 / 46.0 - 1e-7, 1));
        Assert.Empty(_told.Warnings);
    }

    [Fact]
    public void Keeps_the_scores_that_scoring_gives_the_same_images()
    {
        TinyRuns.Draw(Images, 40, firstSeed: 1000);
        ModelManifest manifest = TinyRuns.Run(Request);

        ScoreSummary combined = TinyRuns.Run(TinyRuns.Score(Images, Model, Path.Combine(_temp.Path, "combined")));
        ScoreSummary paper = TinyRuns.Run(
            TinyRuns.Score(Images, Model, Path.Combine(_temp.Path, "paper")) with
            {
                Kind = ScoreKind.Paper,
            }
        );

        // All that were kept, and ten others that gave the scales.
        AssertIsPartOf(manifest.Calibration.Scores, combined);
        AssertIsPartOf(manifest.Calibration.PaperScores, paper);
        Assert.Equal(
            manifest.Calibration.Residuals.Count,
            manifest.Calibration.Residuals.Select(residual => (float)residual)
                .Intersect(combined.ReadRows().Select(r => (float)r.Score!.Residual)).Count());

        static void AssertIsPartOf(IReadOnlyList<double> kept, ScoreSummary scored)
        {
            Assert.Equal(30, kept.Distinct().Count());
            Assert.Empty(
                kept.Select(score => (float)score).Except(scored.ReadRows().Select(r => (float)r.Score!.Score)));
        }
    }

    [Fact]
    public void Repeats_itself()
    {
        TinyRuns.Draw(Images, 20, firstSeed: 1000);

        ModelManifest first = TinyRuns.Run(Request), second = TinyRuns.Run(Request);

        Assert.Equal(first.Calibration.Scores, second.Calibration.Scores);
        ScaleAssert.Same(first.Calibration.Joint, second.Calibration.Joint);
        Assert.Equal(first.Calibration.Pixel, second.Calibration.Pixel);
    }

    [Fact]
    public void Counts_only_what_was_held_out_where_the_images_are_those_of_the_training()
    {
        TinyRuns.Draw(Images, 70);
        using TrainedModel before = ModelDirectory.Load(Model);

        Execute();

        // What training did, with the same search: the same calibration.
        using TrainedModel after = ModelDirectory.Load(Model);
        Assert.Equal(20, after.Manifest.Calibration.Scores.Count);
        Assert.Equal(before.Manifest.Calibration.Scores, after.Manifest.Calibration.Scores);
        ScaleAssert.Same(before.Manifest.Calibration.Joint, after.Manifest.Calibration.Joint);
        Assert.Equal([$"{Images}: found the images that the model was trained on: only the 20 that were held out then "
            + "are counted; name a folder of other normal images to count more"], _told.Warnings);
    }

    [Fact]
    public void Copies_count_once_and_too_few_different_images_are_refused()
    {
        TinyRuns.Draw(Images, 20, firstSeed: 1000);
        for (int i = 0; i < 20; i++)
            File.Copy(Path.Combine(Images, $"{i:D3}.png"), Path.Combine(Images, $"copy{i:D3}.png"));

        ModelManifest manifest = Execute();
        File.Delete(Path.Combine(Images, "000.png"));
        File.Delete(Path.Combine(Images, "copy000.png"));

        // A quarter of the 20 that differ says how the terms are distributed.
        Assert.Equal(15, manifest.Calibration.Scores.Count);
        Assert.StartsWith(
            "20 of 40 images are exact copies of others, such as copy000.png of 000.png: ",
            Assert.Single(_told.Warnings), StringComparison.Ordinal);
        Assert.StartsWith(
            $"{Images}: found 19 different images, expected at least 20",
            Assert.Throws<AnoGanException>(() => TinyRuns.Run(Request)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_too_few_images()
    {
        TinyRuns.Draw(Images, 19);

        var refusal = Assert.Throws<AnoGanException>(() => TinyRuns.Run(Request));

        Assert.StartsWith(
            $"{Images}: found 19 images, expected at least 20 normal images", refusal.Message, StringComparison.Ordinal
        );
    }

    [Fact]
    public void Refuses_too_few_images_that_can_be_read_and_keeps_the_model()
    {
        TinyRuns.Draw(Images, 19);
        File.WriteAllText(Path.Combine(Images, "damaged.png"), "no picture");
        byte[] before = File.ReadAllBytes(Path.Combine(Model, "model.json"));

        var refusal = Assert.Throws<AnoGanException>(() =>
            CalibrateRun.Execute(Request, TinyRuns.Now, _told.Events, TestContext.Current.CancellationToken));

        Assert.StartsWith($"{Images}: found 19 images", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(_told.Warnings, w => w.Contains("damaged.png", StringComparison.Ordinal));
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(Model, "model.json")));
    }

    [Fact]
    public void Refuses_a_folder_that_is_no_model_and_one_that_is_taken()
    {
        TinyRuns.Draw(Images, 20);
        File.WriteAllText(_temp["mine/keep.txt"], "keep");

        Assert.StartsWith(
            $"{Images}: no model.json in it",
            Assert.Throws<AnoGanException>(() => CalibrateRun.Plan(Request with { Model = Images })).Message,
            StringComparison.Ordinal);
        Assert.Throws<AnoGanException>(() => CalibrateRun.Plan(Request with { Out = _temp["mine"], Overwrite = true }));
        Assert.Equal("keep", File.ReadAllText(_temp["mine/keep.txt"]));
    }

    [Fact]
    public void Leaves_the_model_as_it_was_when_it_is_cancelled()
    {
        TinyRuns.Draw(Images, 20);
        byte[] before = File.ReadAllBytes(Path.Combine(Model, "model.json"));
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        TensorAssert.LeavesNoTensors(() => Assert.Throws<OperationCanceledException>(() => CalibrateRun.Execute(
            Request, TinyRuns.Now, new RunEvents { Stage = stage => CancelAt(stage, source) }, source.Token)));

        Assert.Equal(before, File.ReadAllBytes(Path.Combine(Model, "model.json")));
        Assert.Equal(
            ["model", "more"],
            Directory.GetFileSystemEntries(_temp.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Leaves_no_tensors_behind()
    {
        TinyRuns.Draw(Images, 20);

        TensorAssert.LeavesNoTensors(() => TinyRuns.Run(Request));
    }

    private ModelManifest Execute() =>
        CalibrateRun.Execute(Request, TinyRuns.Now, _told.Events, TestContext.Current.CancellationToken);

    private static void CancelAt(string stage, CancellationTokenSource source)
    {
        if (stage.StartsWith("calibrating", StringComparison.Ordinal))
            source.Cancel();
    }
}
