using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Tests.Support;
using AnoGan.Training;

namespace AnoGan.Tests.Training;

/// <summary>What a training leaves for people to look at in its model.</summary>
[Collection(TensorTests.Name)]
public sealed class TrainRecordTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private string Images => Path.Combine(_temp.Path, "normal");

    private string Model => Path.Combine(_temp.Path, "model");

    private string Board => Path.Combine(_temp.Path, "board");

    private TrainRequest Request => TinyRuns.Train(Images, Model);

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Pictures_and_curves_are_in_the_model()
    {
        TinyRuns.Draw(Images, 70);

        TinyRuns.Run(Request);

        Assert.Equal(["step-000001.png", "step-000003.png"], TempFolder.NamesIn(Path.Combine(Model, "samples")));
        Assert.Equal(["step-000003.png"], TempFolder.NamesIn(Path.Combine(Model, "reconstructions")));
        Assert.Equal(
            ["curves.svg", "training-images.png", "samples/", "reconstructions/"], TrainingRecord.PicturesOf(Model));
        PixelImage samples = ImageCodec.Read(Path.Combine(Model, "samples", "step-000003.png")),
            training = ImageCodec.Read(Path.Combine(Model, "training-images.png"));
        Assert.Equal((8 * 66 + 2, 8 * 66 + 2, 1), (samples.Width, samples.Height, samples.Channels));
        Assert.Equal((8 * 66 + 2, 7 * 66 + 2), (training.Width, training.Height)); // 50 images that are trained on
    }

    [Fact]
    public void Of_patches_and_of_colours_are_shown_as_they_are()
    {
        TinyRuns.DrawWide(Images, 60);

        TinyRuns.Run(TinyRuns.TrainPatches(Images, Model) with { Channels = 3 });

        PixelImage samples = ImageCodec.Read(Path.Combine(Model, "samples", "step-000003.png")),
            training = ImageCodec.Read(Path.Combine(Model, "training-images.png"));
        Assert.Equal((8 * 66 + 2, 3), (samples.Width, samples.Channels));
        Assert.Equal((8 * 66 + 2, 8 * 66 + 2), (training.Width, training.Height)); // 64 patches, of fewer pictures
        Assert.True(File.Exists(Path.Combine(Model, "reconstructions", "step-000003.png")));
    }

    [Fact]
    public void A_training_that_ends_by_the_clock_shows_its_last_step()
    {
        TinyRuns.Draw(Images, 20);

        ModelManifest manifest = TinyRuns.Run(
            Request with
            {
                Training = Request.Training with { Steps = TrainOptions.MaxSteps, Minutes = 0.002 },
            }
        );

        Assert.Equal(
            TrainingRecord.SheetName(manifest.Facts.Steps), TempFolder.NamesIn(Path.Combine(Model, "samples"))[^1]);
    }

    [Fact]
    public void A_model_loads_and_is_calibrated_without_them_and_keeps_them_with()
    {
        TinyRuns.Draw(Images, 70);
        TinyRuns.Run(Request);
        SortedDictionary<string, string> before = Record(Model);

        TinyRuns.Run(TinyRuns.Calibrate(Images, Model) with { Out = _temp["again"] });
        Assert.Equal(before, Record(_temp["again"]));

        foreach (string name in TrainingRecord.Names)
            Delete(Path.Combine(Model, name));
        TinyRuns.Run(TinyRuns.Calibrate(Images, Model));
        using TrainedModel model = ModelDirectory.Load(Model);
        Assert.Empty(Record(Model));
    }

    [Fact]
    public void A_model_with_files_of_somebody_among_its_pictures_is_not_overwritten()
    {
        TinyRuns.Draw(Images, 20);
        TinyRuns.Run(Request);
        File.WriteAllText(Path.Combine(Model, "samples", "my notes.txt"), "keep");

        var refusal = Assert.Throws<AnoGanException>(() => TinyRuns.Run(Request with { Overwrite = true }));

        Assert.Contains(
            "also contains samples/my notes.txt, so it is not overwritten", refusal.Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(Model, "samples", "my notes.txt"));
        TinyRuns.Run(Request with { Overwrite = true });
    }

    [Theory]
    [InlineData("step 1")]
    [InlineData("step 5", "step 6", "encoder step 20", "calibrating")]
    public void Are_the_same_after_interruptions(params string[] places)
    {
        TinyRuns.Draw(Images, 70);
        TrainRequest request = Request with
        {
            CheckpointEvery = 4,
            Resume = true,
            EventsFolder = Board,
            Training = Request.Training with { Steps = 12, EncoderSteps = 21 },
        };
        TinyRuns.Run(request with { Model = Path.Combine(_temp.Path, "reference") });

        foreach (string place in places)
            TinyRuns.Stop(request, place);
        TinyRuns.Run(request);

        Assert.Equal(Record(Path.Combine(_temp.Path, "reference")), Record(Model));
        List<ReadEvent> expected = EventReading.Folder(Path.Combine(Board, "reference")),
            events = EventReading.Folder(Path.Combine(Board, "model"));
        Assert.Equal(Values(expected), Values(events));
        Assert.InRange(events.Count(e => e.BeginsSession), 2, places.Length + 1); // a session that made no line is left out
        long[] steps = [.. events.Where(e => e.Values.Count > 0).Select(e => e.Step)];
        Assert.Equal(steps.Order(), steps);
    }

    [Fact]
    public void Something_foreign_beside_the_pictures_does_not_hide_why_a_training_failed()
    {
        TinyRuns.Draw(Images, 20);
        var events = new RunEvents
        {
            Step = _ =>
            {
                File.WriteAllText(Path.Combine($"{Model}.unfinished", "samples", ".DS_Store"), "");
                throw new IOException("No space left on device");
            },
        };

        var refusal = Assert.Throws<AnoGanException>(() =>
            TrainRun.Execute(Request, TinyRuns.Now, events, TestContext.Current.CancellationToken));

        Assert.Contains("No space left on device); free space", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([".lock", "samples"], TempFolder.NamesIn($"{Model}.unfinished"));
        Assert.Equal([".DS_Store"], TempFolder.NamesIn(Path.Combine($"{Model}.unfinished", "samples")));
    }

    [Fact]
    public void Nothing_stays_of_a_training_that_was_stopped_before_its_first_checkpoint()
    {
        TinyRuns.Draw(Images, 20);

        Assert.ThrowsAny<OperationCanceledException>(() =>
            TrainRun.Execute(
                Request with
                {
                    EventsFolder = Board,
                },
                TinyRuns.Now,
                new RunEvents(),
                new CancellationToken(canceled: true)));
        using var source = new CancellationTokenSource();
        var events = new RunEvents { Note = _ => source.Cancel() };
        Assert.ThrowsAny<OperationCanceledException>(() =>
            TrainRun.Execute(Request with { EventsFolder = Board }, TinyRuns.Now, events, source.Token));

        Assert.Equal(["normal"], TempFolder.NamesIn(_temp.Path).Except(["board"]));
    }

    // Without how fast it was, which no two runs agree on.
    private static string[] Values(IEnumerable<ReadEvent> events) =>
        [
            .. events.SelectMany(e =>
                e.Values.Where(value => value.Tag != "images_per_second").Select(value => $"{e.Step} {value}")),
        ];

    private static SortedDictionary<string, string> Record(string model)
    {
        var record = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(model, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(model, path);
            if (name is "curves.svg" || name.EndsWith(".png", StringComparison.Ordinal))
                record[name] = Convert.ToHexString(File.ReadAllBytes(path));
        }

        return record;
    }

    private static void Delete(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        else
            File.Delete(path);
    }
}
