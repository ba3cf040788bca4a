using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Results;
using AnoGan.Runtime;
using AnoGan.Tests.Support;
using AnoGan.Training;

namespace AnoGan.Tests.Training;

[Collection(TensorTests.Name)]
public sealed class TrainRunTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly RecordedEvents _told = new();

    private string Images => Path.Combine(_temp.Path, "normal");

    private string Model => Path.Combine(_temp.Path, "new", "model");

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(false, Precision.Fp32)]
    [InlineData(true, Precision.Bf16)]
    public void Makes_a_model_that_says_how_it_was_made(bool isBfloat16Fast, Precision precision)
    {
        FastBfloat16.AssumedOnCpu = isBfloat16Fast;
        TinyRuns.Draw(Images, 70);
        TrainRequest request = TinyRuns.Train(Images, Model);

        Execute(request);

        using TrainedModel model = ModelDirectory.Load(Model);
        ModelManifest manifest = model.Manifest;
        Assert.Equal(TinyRuns.Now, manifest.Created);
        Assert.Equal(
            (8, 1, 4, 16),
            (
                manifest.Setup.Network.Size,
                manifest.Setup.Network.Channels,
                manifest.Setup.Network.Latent,
                manifest.Setup.Network.Width));
        Assert.Equal(
            (
                request.Training with
                {
                    Precision = precision,
                },
                request.CalibratingSearch with
                {
                    Precision = precision,
                },
                request.Fit),
            (manifest.Setup.Training, manifest.Calibration.Search, manifest.Setup.Fit));
        Assert.Equal(
            ("normal", 50, 20, 0, 0, 8, 8),
            (
                manifest.Setup.Data.Folder,
                manifest.Setup.Data.TrainingImages,
                manifest.Setup.Data.HeldOutImages,
                manifest.Setup.Data.SkippedImages,
                manifest.Setup.Data.ColourImages,
                manifest.Setup.Data.SmallestSide,
                manifest.Setup.Data.LargestSide));
        Assert.Equal((3, 1, "cpu"), (manifest.Facts.Steps, manifest.Setup.Threads, manifest.Setup.Device));
        Assert.True(manifest.Calibration.IsHeldOut);
        Assert.Equal(20, manifest.Calibration.Scores.Count);
        Assert.Equal([1, 2, 3], _told.Steps);
        Assert.Equal([(1, 4), (2, 4), (3, 4), (4, 4)], _told.EncoderSteps);
        Assert.Equal(
            [
                "reading 70 images", "training on 50 images, 20 held out", "training the encoder",
                "learning how 50 training images spread", "measuring all terms of 50 images",
                "calibrating on 20 held-out images",
            ],
            _told.Stages);
        Assert.NotNull(model.Networks.Encoder);
        Assert.Equal("normal", manifest.Calibration.Folder);
        Assert.DoesNotContain(
            _temp.Path, File.ReadAllText(Path.Combine(Model, "model.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Makes_a_model_without_an_encoder_when_asked()
    {
        TinyRuns.Draw(Images, 70);

        Execute(TinyRuns.Train(Images, Model).WithoutEncoder());

        using TrainedModel model = ModelDirectory.Load(Model);
        Assert.Null(model.Networks.Encoder);
        Assert.Equal(20, model.Manifest.Calibration.Scores.Count);
        Assert.Empty(_told.EncoderSteps);
        Assert.DoesNotContain("training the encoder", _told.Stages);
        Assert.False(File.Exists(Path.Combine(Model, "encoder.safetensors")));
    }

    [Fact]
    public void Makes_the_same_networks_with_an_encoder_and_without()
    {
        TinyRuns.Draw(Images, 70);

        ModelManifest with = Execute(TinyRuns.Train(Images, Model)),
            without = Execute(TinyRuns.Train(Images, Model).WithoutEncoder() with { Overwrite = true });

        Assert.Equal(with.Facts.WassersteinEstimate, without.Facts.WassersteinEstimate);
        Assert.Equal(with.Calibration.Scores.Count, without.Calibration.Scores.Count);
        Assert.NotEqual(with.Calibration.Scores, without.Calibration.Scores);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(70, true)]
    public void Makes_a_model_of_images_that_are_all_alike(int count, bool hasEncoder)
    {
        for (int i = 0; i < count; i++)
            ImageCodec.WritePng(Path.Combine(Images, $"{i}.png"), TinyImages.Constant(8, 8, 90));
        TrainRequest request = TinyRuns.Train(Images, Model);

        ModelManifest manifest = TinyRuns.Run(hasEncoder ? request : request.WithoutEncoder());
        ScoreSummary scored = TinyRuns.Run(
            TinyRuns.Score(Images, Model, _temp["results"]) with
            {
                WritesPictures = false,
            }
        );

        Assert.All(manifest.Calibration.Scores, score => Assert.True(double.IsFinite(score)));
        Assert.All(scored.ReadRows(), row => Assert.True(double.IsFinite(row.Score!.Score)));
    }

    [Fact]
    public void Makes_the_same_weights_again()
    {
        TinyRuns.Draw(Images, 70);
        string again = Path.Combine(_temp.Path, "again");

        IReadOnlyDictionary<string, string> first = Train(Model).Files, second = Train(again).Files;

        Assert.Equal(first.OrderBy(f => f.Key), second.OrderBy(f => f.Key));
        Assert.Equal(5, first.Values.Distinct().Count());

        ModelManifest Train(string model)
        {
            TinyRuns.Run(TinyRuns.Train(Images, model));
            using TrainedModel loaded = ModelDirectory.Load(model);
            return loaded.Manifest;
        }
    }

    [Fact]
    public void Calibrates_few_images_on_themselves_and_says_so()
    {
        TinyRuns.Draw(Images, 5);

        ModelManifest manifest = Execute(TinyRuns.Train(Images, Model));

        Assert.False(manifest.Calibration.IsHeldOut);
        Assert.Equal((5, 0), (manifest.Setup.Data.TrainingImages, manifest.Setup.Data.HeldOutImages));
        Assert.Contains(
            _told.Warnings,
            w => w.StartsWith("5 images are too few to hold some out (60 are needed)", StringComparison.Ordinal));
        Assert.Contains(
            _told.Warnings, w => w.StartsWith("fewer images (5) than a batch holds (8)", StringComparison.Ordinal));
        Assert.Contains(_told.Warnings, w => w.StartsWith("only 5 training images", StringComparison.Ordinal));
    }

    [Fact]
    public void Follows_colour_pictures()
    {
        TinyRuns.Draw(Images, 3);
        TinyRuns.DrawColour(Path.Combine(Images, "colour.png"));

        ModelManifest manifest = Execute(TinyRuns.Train(Images, Model));

        Assert.Equal((3, 1), (manifest.Setup.Network.Channels, manifest.Setup.Data.ColourImages));
    }

    [Theory]
    [InlineData(128, 64)]
    [InlineData(129, 16)]
    public void Searches_more_small_pictures_together(int largest, int batch)
    {
        TinyRuns.Draw(Images, 3);
        TinyRuns.Draw(Path.Combine(Images, "large"), 1, size: largest);

        ModelManifest manifest = Execute(TinyRuns.Train(Images, Model) with { Search = null });

        Assert.Equal((batch, largest), (manifest.Setup.Search.Batch, manifest.Setup.Data.LargestSide));
    }

    [Fact]
    public void Passes_over_a_damaged_file_by_name()
    {
        TinyRuns.Draw(Images, 4);
        string damaged = Path.Combine(Images, "damaged.png");
        File.WriteAllText(damaged, "no picture");

        ModelManifest manifest = Execute(TinyRuns.Train(Images, Model));

        Assert.Equal((4, 1), (manifest.Setup.Data.TrainingImages, manifest.Setup.Data.SkippedImages));
        Assert.Contains(_told.Warnings, w => w.StartsWith($"skipped {damaged}: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Stops_at_a_damaged_file_when_strict()
    {
        TinyRuns.Draw(Images, 4);
        string damaged = Path.Combine(Images, "damaged.png");
        File.WriteAllText(damaged, "no picture");

        var refusal = Assert.Throws<AnoGanException>(() =>
            Execute(TinyRuns.Train(Images, Model) with { Strict = true }));

        Assert.StartsWith($"{damaged}: ", refusal.Message, StringComparison.Ordinal);
        AssertHoldsOnly("normal");
    }

    [Fact]
    public void Refuses_a_place_that_is_taken_before_it_reads_an_image()
    {
        TinyRuns.Draw(Images, 4);
        File.WriteAllText(_temp["new/model/mine"], "keep");

        Assert.Throws<AnoGanException>(() => Execute(TinyRuns.Train(Images, Model) with { Overwrite = true }));

        Assert.Empty(_told.Stages);
        Assert.Equal(["mine"], Directory.GetFileSystemEntries(Model).Select(Path.GetFileName));
    }

    [Fact]
    public void Replaces_a_model_only_when_asked()
    {
        TinyRuns.Draw(Images, 4);
        TrainRequest request = TinyRuns.Train(Images, Model);
        TinyRuns.Run(request);

        Assert.Throws<AnoGanException>(() => TinyRuns.Run(request with { Latent = 6 }));
        TinyRuns.Run(request with { Latent = 5, Overwrite = true });

        using TrainedModel model = ModelDirectory.Load(Model);
        Assert.Equal(5, model.Manifest.Setup.Network.Latent);
    }

    [Fact]
    public void Leaves_no_tensors_behind()
    {
        TinyRuns.Draw(Images, 70);

        TensorAssert.LeavesNoTensors(() => TinyRuns.Run(TinyRuns.Train(Images, Model)));
    }

    private ModelManifest Execute(TrainRequest request) =>
        TrainRun.Execute(request, TinyRuns.Now, _told.Events, TestContext.Current.CancellationToken);

    private void AssertHoldsOnly(string name) =>
        Assert.Equal([name], Directory.GetFileSystemEntries(_temp.Path).Select(Path.GetFileName));
}
