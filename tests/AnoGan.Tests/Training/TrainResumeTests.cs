using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Runtime;
using AnoGan.Tests.Support;
using AnoGan.Training;

namespace AnoGan.Tests.Training;

/// <summary>
/// A training that is interrupted and goes on ends as one that never was; what does not belong together is refused.
/// </summary>
[Collection(TensorTests.Name)]
public sealed class TrainResumeTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly RecordedEvents _told = new();

    public TrainResumeTests() => TinyRuns.Draw(Images, 70);

    private string Images => Path.Combine(_temp.Path, "normal");

    private string Model => Path.Combine(_temp.Path, "model");

    private string Unfinished => Model + ".unfinished";

    private TrainRequest Request => TinyRuns.Train(Images, Model) with
    {
        Training = TinyRuns.Train(Images, Model).Training with { Steps = 6, EncoderSteps = 5 },
        CheckpointEvery = 2,
    };

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("step 1")]
    [InlineData("step 2")]
    [InlineData("step 3")]
    [InlineData("step 6")]
    [InlineData("encoder step 1")]
    [InlineData("encoder step 4")]
    [InlineData("encoder step 5")]
    [InlineData("calibrating")]
    [InlineData("step 2", "step 3", "step 5", "encoder step 3", "calibrating")]
    public void Ends_with_the_weights_of_a_run_that_never_stopped(params string[] places)
    {
        IReadOnlyDictionary<string, string> uninterrupted = Uninterrupted(Request);

        foreach (string place in places)
            TensorAssert.LeavesNoTensors(() => Stop(Request with { Resume = true }, place));
        ModelManifest resumed = TinyRuns.Run(Request with { Resume = true });

        Assert.Equal(uninterrupted.OrderBy(f => f.Key), resumed.Files.OrderBy(f => f.Key));
        Assert.Equal(Log(Path.Combine(_temp.Path, "reference")), Log(Model));
        Assert.Equal(["model", "normal", "reference"], TempFolder.NamesIn(_temp.Path));
    }

    [Theory]
    [InlineData("encoder step 5")]
    [InlineData("segmenter step 1")]
    [InlineData("segmenter step 3")]
    [InlineData("segmenter step 5")]
    [InlineData("step 2", "segmenter step 2", "segmenter step 3", "calibrating")]
    public void Ends_with_the_same_segmenter(params string[] places)
    {
        TrainRequest request = Request with { Training = Request.Training with { DefectSteps = 5 } };
        IReadOnlyDictionary<string, string> uninterrupted = Uninterrupted(request);

        foreach (string place in places)
            TensorAssert.LeavesNoTensors(() => Stop(request with { Resume = true }, place));
        ModelManifest resumed = TinyRuns.Run(request with { Resume = true });

        Assert.Contains("segmenter.safetensors", resumed.Files.Keys);
        Assert.Equal(uninterrupted.OrderBy(f => f.Key), resumed.Files.OrderBy(f => f.Key));
    }

    [Theory]
    [InlineData("step 279")]
    [InlineData("encoder step 90")]
    [InlineData("encoder step 150")]
    public void Ends_as_early_where_enough_is_learned(string place)
    {
        TrainRequest request = Request with
        {
            CheckpointEvery = 0,
            Training = Request.Training with { Steps = 1000, EncoderSteps = 900, Enough = 0.9 },
        };
        IReadOnlyDictionary<string, string> uninterrupted = Uninterrupted(request);

        Stop(request, place);
        ModelManifest resumed = TinyRuns.Run(request with { Resume = true });

        // Nothing becomes ten times better. Checks of batches of 8 are 140 steps apart, and two thirds of 280 are the
        // first that reach back to one; the encoder is measured after 75, 100 and 125 steps, and then slows down.
        Assert.Equal((280, 188), (resumed.Facts.Steps, resumed.Facts.EncoderSteps));
        Assert.Equal(uninterrupted.OrderBy(f => f.Key), resumed.Files.OrderBy(f => f.Key));
    }

    [Fact]
    public void Makes_all_steps_where_nothing_is_enough()
    {
        ModelManifest model = TinyRuns.Run(Request with
        {
            Training = Request.Training with { Steps = 290, EncoderSteps = 200, Enough = 0 },
        });
        Assert.Equal((290, 200, 0), (model.Facts.Steps, model.Facts.EncoderSteps, model.Facts.DefectSteps));
    }

    [Theory]
    [InlineData("step 3")]
    [InlineData("encoder step 2")]
    public void Ends_with_the_same_weights_where_patches_come_from_a_window_that_moves(string place)
    {
        TrainRequest request = TinyRuns.TrainPatches(_temp["wide"], Model) with
        {
            CacheMegabytes = 0,
            CheckpointEvery = 0,
            Training = Request.Training,
        };
        TinyRuns.DrawWide(_temp["wide"], 6);
        IReadOnlyDictionary<string, string> uninterrupted = Uninterrupted(request);

        Stop(request, place);
        ModelManifest resumed = TinyRuns.Run(request with { Resume = true });

        Assert.Equal(uninterrupted.OrderBy(f => f.Key), resumed.Files.OrderBy(f => f.Key));
    }

    [Fact]
    public void Ends_with_the_same_weights_where_some_images_are_there_twice()
    {
        for (int i = 0; i < 10; i++)
            File.Copy(Path.Combine(Images, $"{i:D3}.png"), Path.Combine(Images, $"{i:D3} again.png"));
        IReadOnlyDictionary<string, string> uninterrupted = Uninterrupted(Request);

        Stop(Request, "step 3");
        ModelManifest resumed = Execute(Request with { Resume = true });

        // Of 70 different images 20 are held out, of the 60 that have no copy; the others, copies too, are trained on.
        Assert.Equal(uninterrupted.OrderBy(f => f.Key), resumed.Files.OrderBy(f => f.Key));
        Assert.Equal((60, 20), (resumed.Setup.Data.TrainingImages, resumed.Setup.Data.HeldOutImages));
        Assert.Contains(_told.Warnings, warning => warning.StartsWith("10 of 80 images are exact copies of others, "
            + "such as 000.png of 000 again.png: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Keeps_the_last_two_checkpoints()
    {
        Stop(Request, "encoder step 4");

        Assert.Equal(
            ["encoder-000000002", "encoder-000000004"], TempFolder.NamesIn(Path.Combine(Unfinished, "checkpoints")));
    }

    [Theory]
    [InlineData("critic.safetensors")]
    [InlineData("generator-adam-square.safetensors")]
    [InlineData("state.json")]
    public void Goes_back_to_the_checkpoint_before_a_torn_one(string file)
    {
        IReadOnlyDictionary<string, string> uninterrupted = Uninterrupted(Request);
        Stop(Request, "step 5");
        string torn = Path.Combine(Unfinished, "checkpoints", "networks-000000005", file);
        File.WriteAllBytes(torn, File.ReadAllBytes(torn)[..^9]);

        ModelManifest resumed = Execute(Request with { Resume = true });

        string warning = Assert.Single(_told.Warnings, w => w.Contains("damaged", StringComparison.Ordinal));
        Assert.StartsWith($"{Path.GetDirectoryName(torn)}: ", warning, StringComparison.Ordinal);
        Assert.Contains(_told.Stages, stage => stage.Contains("step 4", StringComparison.Ordinal));
        Assert.Equal(uninterrupted.OrderBy(f => f.Key), resumed.Files.OrderBy(f => f.Key));
    }

    [Fact]
    public void Lets_no_torn_checkpoint_take_the_place_of_a_whole_one()
    {
        Stop(Request, "encoder step 5");
        foreach (string state in Directory.GetFiles(Unfinished, "state.json", SearchOption.AllDirectories))
            File.WriteAllText(state, "{}");

        Stop(Request with { Resume = true }, "step 4");

        Assert.Equal(
            ["networks-000000002", "networks-000000004"], TempFolder.NamesIn(Path.Combine(Unfinished, "checkpoints")));
    }

    [Fact]
    public void Refuses_a_checkpoint_of_another_version()
    {
        Stop(Request, "step 5");
        string state = Path.Combine(Unfinished, "checkpoints", "networks-000000005", "state.json");
        File.WriteAllText(state, "{ \"format\": \"anogan-checkpoint\", \"formatVersion\": 99 }");

        var refusal = Assert.Throws<AnoGanException>(() => Execute(Request with { Resume = true }));

        Assert.StartsWith(
            $"{Path.GetDirectoryName(state)}: a checkpoint of another version of anogan", refusal.Message,
            StringComparison.Ordinal);
        Assert.True(File.Exists(state));
    }

    [Fact]
    public void Goes_on_inside_a_folder_that_was_empty()
    {
        Directory.CreateDirectory(Model);
        Stop(Request, "encoder step 3");
        Assert.Equal([".unfinished"], TempFolder.NamesIn(Model));

        Execute(Request with { Resume = true });

        Assert.Empty(_told.Steps);
        Assert.DoesNotContain(".unfinished", TempFolder.NamesIn(Model));
        Assert.Equal(["model", "normal"], TempFolder.NamesIn(_temp.Path));
    }

    [Fact]
    public void Begins_again_where_no_checkpoint_is_whole()
    {
        IReadOnlyDictionary<string, string> uninterrupted = Uninterrupted(Request);
        Stop(Request, "step 5");
        foreach (string state in Directory.GetFiles(Unfinished, "state.json", SearchOption.AllDirectories))
            File.WriteAllText(state, "{}");

        ModelManifest resumed = Execute(Request with { Resume = true });

        Assert.Contains(_told.Warnings, w => w.Contains("begins again", StringComparison.Ordinal));
        Assert.Equal(6, _told.Steps.Count);
        Assert.Equal(uninterrupted.OrderBy(f => f.Key), resumed.Files.OrderBy(f => f.Key));
    }

    [Fact]
    public void Begins_where_nothing_was_interrupted()
    {
        Execute(Request with { Resume = true });

        Assert.Equal([1, 2, 3, 4, 5, 6], _told.Steps);
    }

    [Fact]
    public void Refuses_other_options_and_names_the_first()
    {
        Stop(Request, "step 3");

        AssertRefused(Request with { Training = Request.Training with { CriticLearningRate = 0.5 } }, "--critic-lr "
            + "0.5 where it was 0.001");
        AssertRefused(Request with { Latent = 5 }, "--latent 5 where it was 4");
        AssertRefused(Request with { Threads = 2 }, "--threads 2 where it was 1");
        Assert.Equal(6, TinyRuns.Run(Request with { Resume = true }).Facts.Steps);
    }

    [Fact]
    public void Keeps_what_the_first_machine_had_where_the_second_would_choose_otherwise()
    {
        int threads = Environment.ProcessorCount + 1;
        FastBfloat16.AssumedOnCpu = true;
        Stop(Request with { Threads = threads }, "step 3");
        FastBfloat16.AssumedOnCpu = false;

        ModelManifest resumed = Execute(Request with { Resume = true, Threads = null, Device = "auto" });

        Assert.Equal((threads, Precision.Bf16), (resumed.Setup.Threads, resumed.Setup.Training.Precision));
        Assert.Equal(resumed.Created, Execute(Request with { Resume = true, Threads = null, Device = "auto" }).Created);
        Assert.Contains(
            _told.Notes, note => note.StartsWith($"{threads} CPU threads as before, though", StringComparison.Ordinal));
    }

    [Fact]
    public void Refuses_other_images()
    {
        Stop(Request, "step 3");

        TinyRuns.Draw(Path.Combine(Images, "more"), 1, firstSeed: 200);
        AssertRefused(Request, "71 images to train on or hold out where there were 70");

        Directory.Delete(Path.Combine(Images, "more"), recursive: true);
        TinyRuns.Draw(Images, 1, firstSeed: 200);
        AssertRefused(Request, "other images");
    }

    [Fact]
    public void Is_not_begun_again_unasked()
    {
        Stop(Request, "step 3");

        var refusal = Assert.Throws<AnoGanException>(() => TrainRun.Plan(Request));
        Assert.StartsWith(
            $"{Unfinished}: an interrupted training stands here; go on with --resume", refusal.Message,
            StringComparison.Ordinal);

        Execute(Request with { Overwrite = true });
        Assert.Equal(1, _told.Steps[0]);
    }

    [Fact]
    public void Says_that_a_model_is_finished()
    {
        TinyRuns.Run(Request);
        byte[] before = File.ReadAllBytes(Path.Combine(Model, "model.json"));

        Execute(Request with { Resume = true });

        Assert.Empty(_told.Steps);
        Assert.Contains(_told.Stages, stage => stage.Contains("is finished", StringComparison.Ordinal));
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(Model, "model.json")));
        var refusal = Assert.Throws<AnoGanException>(() =>
            Execute(Request with { Resume = true, Training = Request.Training with { Steps = 7 } }));
        Assert.StartsWith($"{Model}: a finished model stands here", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--steps 7 where it was 6", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_refused_while_another_run_makes_the_same_model()
    {
        using UnfinishedFolder other = UnfinishedFolder.Open(Model, TrainingFolder.Kind);

        var refusal = Assert.Throws<AnoGanException>(() => TinyRuns.Run(Request with { Resume = true }));

        Assert.StartsWith($"{Model}: another anogan process is at work", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_an_old_model_until_the_new_one_is_whole()
    {
        TinyRuns.Run(Request);
        byte[] before = File.ReadAllBytes(Path.Combine(Model, "model.json"));
        TrainRequest other = Request with { Overwrite = true, Training = Request.Training with { Seed = 9 } };

        Stop(other, "encoder step 3");
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(Model, "model.json")));
        ModelManifest replaced = TinyRuns.Run(other with { Resume = true });

        Assert.Equal(9UL, replaced.Setup.Training.Seed);
        Assert.Equal(["model", "normal"], TempFolder.NamesIn(_temp.Path));
    }

    [Fact]
    public void Does_not_take_an_old_model_for_that_of_an_interrupted_training()
    {
        TinyRuns.Run(Request);
        TrainRequest other = Request with { Overwrite = true, Training = Request.Training with { Seed = 9 } };
        Stop(other, "step 3");

        foreach (TrainRequest request in (TrainRequest[])[Request, other with { Overwrite = false }])
        {
            var refusal = Assert.Throws<AnoGanException>(() => TinyRuns.Run(request with { Resume = true }));
            Assert.EndsWith(
                "give --overwrite beside --resume to go on with that", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(9UL, TinyRuns.Run(other with { Resume = true }).Setup.Training.Seed);
    }

    [Fact]
    public void Leaves_the_work_of_an_interrupted_scoring_alone()
    {
        string state = Path.Combine(Unfinished, "progress.csv");
        Directory.CreateDirectory(Unfinished);
        File.WriteAllText(state, "of a scoring");

        foreach (
            TrainRequest request in (TrainRequest[])
                [Request, Request with { Resume = true }, Request with { Overwrite = true }])
        {
            var refusal = Assert.Throws<AnoGanException>(() => TinyRuns.Run(request));
            Assert.StartsWith(
                $"{Unfinished}: holds progress.csv, which is not of an interrupted training", refusal.Message,
                StringComparison.Ordinal);
        }

        Assert.Equal("of a scoring", File.ReadAllText(state));
    }

    [Fact]
    public void Is_finished_even_if_it_was_calibrated_anew()
    {
        TinyRuns.Run(Request);
        TinyRuns.Run(TinyRuns.Calibrate(Images, Model) with { AdjustSearch = search => search with { Steps = 2 } });

        Assert.Equal(2, TinyRuns.Run(Request with { Resume = true }).Calibration.Search.Steps);
        Assert.True(File.Exists(Path.Combine(Model, "metrics.jsonl")));
    }

    private IReadOnlyDictionary<string, string> Uninterrupted(TrainRequest request) =>
        TinyRuns.Run(request with { Model = Path.Combine(_temp.Path, "reference") }).Files;

    private ModelManifest Execute(TrainRequest request) =>
        TrainRun.Execute(request, TinyRuns.Now, _told.Events, TestContext.Current.CancellationToken);

    private static void Stop(TrainRequest request, string place) =>
        Assert.EndsWith(
            "with --resume goes on from there", TinyRuns.Stop(request, place).Message, StringComparison.Ordinal);

    private void AssertRefused(TrainRequest request, string difference)
    {
        var refusal = Assert.Throws<AnoGanException>(() => TinyRuns.Run(request with { Resume = true }));
        Assert.StartsWith(
            $"{Unfinished}: the interrupted training cannot go on: {difference}", refusal.Message,
            StringComparison.Ordinal);
    }

    private static string[] Log(string model) =>
        [
            .. File.ReadAllLines(Path.Combine(model, "metrics.jsonl"))
                .Select(line => line[..line.IndexOf(",\"elapsed_seconds\"", StringComparison.Ordinal)]),
        ];
}
