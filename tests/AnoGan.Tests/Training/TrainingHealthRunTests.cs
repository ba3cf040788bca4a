using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AnoGan.Models;
using AnoGan.Runtime;
using AnoGan.Tests.Support;
using AnoGan.Training;

namespace AnoGan.Tests.Training;

[Collection(TensorTests.Name)]
public sealed class TrainingHealthRunTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly RecordedEvents _told = new();

    private string Images => Path.Combine(_temp.Path, "normal");

    private string Model => Path.Combine(_temp.Path, "model");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void A_short_training_is_checked_once_and_found_in_order()
    {
        TinyRuns.Draw(Images, 70);

        ModelManifest manifest = Execute(TinyRuns.Train(Images, Model));

        Assert.Equal(3, manifest.Health!.Step);
        Assert.True(manifest.Health.SampleDiversity > 0 && manifest.Health.HeldOutResidual > 0);
        Assert.Equal(
            (manifest.Health.HeldOutResidual, 3), (manifest.Health.BestHeldOutResidual, manifest.Health.BestHeldOutStep)
        );
        Assert.Empty(manifest.Health.Warnings);
        Assert.Equal(
            [(1, false), (3, true)],
            Log(Model)
                .Select(line =>
                    ((int)line["step"]!, line["sample_diversity"] is not null && line["held_out_residual"] is not null))
        );
        using TrainedModel model = ModelDirectory.Load(Model);
        Assert.Equal(manifest.Health with { Warnings = [] }, model.Manifest.Health! with { Warnings = [] });
    }

    [Fact]
    public void Patches_are_checked_as_whole_images_are()
    {
        TinyRuns.DrawWide(Images, 70);

        ModelManifest manifest = Execute(TinyRuns.TrainPatches(Images, Model));

        Assert.True(manifest.Health!.SampleDiversity > 0 && manifest.Health.HeldOutResidual > 0);
    }

    [Fact]
    public void Without_held_out_images_there_is_no_residual()
    {
        TinyRuns.Draw(Images, 5);

        ModelManifest manifest = Execute(TinyRuns.Train(Images, Model));

        Assert.Null(manifest.Health!.HeldOutResidual);
        Assert.Null(manifest.Health.BestHeldOutStep);
        Assert.True(manifest.Health.SampleDiversity > 0);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void A_sick_training_is_told_of_at_once_logged_and_kept_in_the_model()
    {
        TinyRuns.Draw(Images, 70);

        ModelManifest manifest = Execute(Sick(Model));

        // Checks come at 50, 100 and 150; the first lies before the warm-up.
        string warning = Assert.Single(manifest.Health!.Warnings);
        Assert.StartsWith("at step 150 the gradient penalty is ", warning, StringComparison.Ordinal);
        Assert.Equal(1, _told.Warnings.Count(told => told == warning));
        JsonObject[] log = Log(Model);
        Assert.Equal(
            [50, 100, 150, 170],
            log.Where(line => line["sample_diversity"] is not null).Select(line => (int)line["step"]!));
        Assert.Equal(
            (150, warning),
            (
                (int)Assert.Single(log, line => line["warning"] is not null)["step"]!,
                (string)log.Single(line => line["warning"] is not null)["warning"]!));
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(130)] // between two checks, the second of which warns
    [InlineData(160)] // after the warning
    public void A_resumed_training_is_judged_as_one_that_never_stopped(int stop)
    {
        TinyRuns.Draw(Images, 70);
        string unbroken = Path.Combine(_temp.Path, "unbroken");
        ModelManifest whole = TinyRuns.Run(Sick(unbroken));
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var stopped = new RunEvents
        {
            Step = step =>
            {
                if (step.Step == stop)
                    source.Cancel();
            },
        };
        Assert.Throws<RunStoppedException>(() => TrainRun.Execute(Sick(Model), TinyRuns.Now, stopped, source.Token));

        ModelManifest resumed = Execute(Sick(Model) with { Resume = true });

        Assert.Equal(whole.Files.OrderBy(file => file.Key), resumed.Files.OrderBy(file => file.Key));
        Assert.Equal(whole.Health!.Warnings, resumed.Health!.Warnings);
        Assert.Equal(whole.Health with { Warnings = [] }, resumed.Health with { Warnings = [] });
        Assert.Equal(WithoutTime(unbroken), WithoutTime(Model));
        Assert.Equal(
            stop < 150 ? 1 : 0, _told.Warnings.Count(told => told.StartsWith("at step", StringComparison.Ordinal)));

        static string[] WithoutTime(string model) => [.. Log(model).Select(line =>
        {
            line.Remove("elapsed_seconds");
            return line.ToJsonString();
        })];
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void A_training_that_diverges_names_the_last_good_checkpoint_and_leaves_it()
    {
        TinyRuns.Draw(Images, 4);

        // Without a penalty and at a rate of 0.3, every weight moves by about 0.3 a step, and the slope by the product
        // of five layers: its square soon overflows, whatever the kind of CPU.
        TrainRequest request = TinyRuns.Train(Images, Model) with
        {
            CheckpointEvery = 3,
            Size = 64,
        };
        request = request with
        {
            Training = request.Training with
            {
                Steps = 500,
                Batch = 1,
                CriticSteps = 10,
                CriticLearningRate = 0.3,
                PenaltyWeight = 0,
            },
        };

        var refusal = Assert.Throws<AnoGanException>(() => Execute(request));

        string unfinished = UnfinishedFolder.PathFor(Model);
        Checkpoint last = new CheckpointFolder(Path.Combine(unfinished, "checkpoints")).ReadLast(message =>
            Assert.Fail(message))!;
        Match message = Regex.Match(
            refusal.Message,
            "^training diverged at step ([0-9]+): .*; the last good "
                + "checkpoint, of step ([0-9]+), stays in (.*)$");
        Assert.True(message.Success, refusal.Message);
        int diverged = int.Parse(message.Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.Equal((diverged - 1) / 3 * 3, last.Last.Step);
        Assert.Equal(($"{last.Last.Step}", unfinished), (message.Groups[2].Value, message.Groups[3].Value));
        Assert.All(
            last.Arrays.Values,
            array => Assert.All(array.Values, value => Assert.True(float.IsFinite(value))));
        Assert.True(TrainingFolder.IsInterrupted(Model));
        Assert.False(Directory.Exists(Model));
    }

    // Without a penalty the critic's slopes grow without bound.
    private TrainRequest Sick(string model)
    {
        TrainRequest request = TinyRuns.Train(Images, model).WithoutEncoder();
        return request with
        {
            Training = request.Training with { Steps = 170, Batch = 32, PenaltyWeight = 0, CriticLearningRate = 0.01 },
        };
    }

    private ModelManifest Execute(TrainRequest request) =>
        TrainRun.Execute(request, TinyRuns.Now, _told.Events, TestContext.Current.CancellationToken);

    private static JsonObject[] Log(string model) =>
        [
            .. File.ReadAllLines(Path.Combine(model, TrainingRecord.LogName))
                .Select(line => JsonNode.Parse(line)!.AsObject()),
        ];
}
