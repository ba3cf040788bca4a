using AnoGan.Tests.Support;
using AnoGan.Training;

namespace AnoGan.Tests.Training;

/// <summary>What a training leaves for TensorBoard, and whose event files it leaves alone.</summary>
[Collection(TensorTests.Name)]
public sealed class TrainEventFilesTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private string Images => Path.Combine(_temp.Path, "normal");

    private string Model => Path.Combine(_temp.Path, "model");

    private string Board => Path.Combine(_temp.Path, "board");

    private string[] EventFiles => [.. Directory.GetFiles(Path.Combine(Board, "model")).Order(StringComparer.Ordinal)];

    private TrainRequest Request => TinyRuns.Train(Images, Model);

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Event_files_say_what_the_log_says()
    {
        TinyRuns.Draw(Images, 70);

        TinyRuns.Run(
            Request with
            {
                EventsFolder = Board,
                Training = Request.Training with { Steps = 12, EncoderSteps = 10 },
            }
        );

        List<ReadEvent> events = EventReading.Folder(Path.Combine(Board, "model"));
        Assert.Equal(
            [
                "critic/penalty", "critic/wasserstein_estimate", "encoder/loss", "generator/loss",
                "held_out/reconstructions", "held_out/residual", "images_per_second", "options", "samples/diversity",
                "samples/grid", "training_images",
            ],
            EventReading.Tags(events));
        Assert.Equal([1L, 10L, 12L], EventReading.Scalars(events, "critic/penalty").Select(value => value.Step));
        Assert.Equal([13L, 22L], EventReading.Scalars(events, "encoder/loss").Select(value => value.Step)); // after 12 steps of the generator
        string last = File.ReadAllLines(Path.Combine(Model, "metrics.jsonl"))[^1];
        float residual = Assert.Single(EventReading.Scalars(events, "held_out/residual")).Value;
        Assert.Equal(
            residual,
            (float)System.Text.Json.JsonDocument.Parse(last).RootElement.GetProperty("held_out_residual").GetDouble());
        string options = events.SelectMany(e => e.Values).Single(value => value.Tag == "options").Text!.Value.Text;
        Assert.Contains("| --steps | 12 |", options, StringComparison.Ordinal);
        Assert.Contains("| training images | 50 |", options, StringComparison.Ordinal);
        Assert.All(events, e => Assert.InRange(e.WallTime, 1767323045, 1767323045 + 600)); // the time that the run was given, and on from there
        Assert.Equal(["board", "model", "normal"], TempFolder.NamesIn(_temp.Path));
    }

    [Fact]
    public void Event_files_of_a_training_that_is_not_gone_on_with_are_refused_or_replaced()
    {
        TinyRuns.Draw(Images, 20);
        TrainRequest request = Request with { EventsFolder = Board };
        TinyRuns.Run(request);
        Directory.Delete(Model, recursive: true);

        var refusal = Assert.Throws<AnoGanException>(() => TrainRun.Plan(request));
        Assert.StartsWith(
            $"{Path.Combine(Board, "model")}: contains event files of another training", refusal.Message,
            StringComparison.Ordinal);

        TinyRuns.Run(request with { Overwrite = true });
        Assert.Single(EventReading.Folder(Path.Combine(Board, "model")), e => e.FileVersion.Length > 0);
    }

    [Fact]
    public void Event_files_of_a_finished_training_whose_model_was_moved_away_stay()
    {
        TinyRuns.Draw(Images, 20);
        TrainRequest request = Request with { EventsFolder = Board, Resume = true };
        TinyRuns.Run(request);
        Directory.Move(Model, _temp["model-v1"]);
        byte[] before = File.ReadAllBytes(Assert.Single(EventFiles));

        var refusal = Assert.Throws<AnoGanException>(() => TinyRuns.Run(request));

        Assert.StartsWith(
            $"{Path.Combine(Board, "model")}: contains event files of another training", refusal.Message,
            StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Assert.Single(EventFiles)));
    }

    [Fact]
    public void Event_files_of_a_model_stay_until_the_one_that_replaces_it_is_saved()
    {
        TinyRuns.Draw(Images, 20);
        TrainRequest request = Request with { EventsFolder = Board, CheckpointEvery = 2 };
        TinyRuns.Run(request);
        string old = Assert.Single(EventFiles);
        byte[] before = File.ReadAllBytes(old);
        TrainRequest other = request with { Overwrite = true, Training = request.Training with { Seed = 9 } };

        // Before there is a checkpoint, with one, going on from it.
        using var source = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            TrainRun.Execute(other, TinyRuns.Now, new RunEvents { Note = _ => source.Cancel() }, source.Token));
        Assert.Equal([old], EventFiles);
        TinyRuns.Stop(other, "step 1");
        TinyRuns.Stop(other with { Resume = true }, "step 2");
        Assert.Equal(before, File.ReadAllBytes(old));

        TinyRuns.Run(other with { Resume = true });

        Assert.DoesNotContain(old, EventFiles);
        Assert.Equal(
            [1L, 3L],
            EventReading
                .Scalars(EventReading.Folder(Path.Combine(Board, "model")), "critic/penalty")
                .Select(value => value.Step));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Event_files_of_a_training_that_was_killed_before_its_first_checkpoint_are_no_hindrance(bool resume)
    {
        TinyRuns.Draw(Images, 20);
        TrainRequest request = Request with { EventsFolder = Board };
        Directory.CreateDirectory($"{Model}.unfinished");
        request.Events!.Open(0, TinyRuns.Now).Dispose();
        File.AppendAllText(Assert.Single(EventFiles), "torn");

        TinyRuns.Run(request with { Resume = resume });

        Assert.Single(EventFiles);
        Assert.Single(EventReading.Folder(Path.Combine(Board, "model")), e => e.FileVersion.Length > 0);
    }
}
