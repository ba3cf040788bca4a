using System.Text.Json;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Sampling;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Sampling;

[Collection(TensorTests.Name)]
public sealed class SampleRunTests(TrainedModelFixture trained, TrainedPatchModelFixture patches)
    : IClassFixture<TrainedModelFixture>, IClassFixture<TrainedPatchModelFixture>, IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly RecordedEvents _told = new();

    private string Out => Path.Combine(_temp.Path, "out");

    private SampleRequest Request => new() { Model = trained.Model, Out = Out, Device = "cpu" };

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Writes_a_grid_and_walks()
    {
        long before = TensorAssert.LiveTensors;

        Execute(Request with { Count = 10, Interpolate = 3 });

        Assert.Equal(["interpolation.png", "samples.json", "samples.png"], TempFolder.NamesIn(Out));

        // Pictures of 8×8 are enlarged to 64×64, with margins of 2: 4 columns and 3 rows, and 9 columns and 3 rows.
        Assert.Equal((4 * 66 + 2, 3 * 66 + 2), SizeOf("samples.png"));
        Assert.Equal((9 * 66 + 2, 3 * 66 + 2), SizeOf("interpolation.png"));
        Assert.Equal(before, TensorAssert.LiveTensors);
    }

    [Fact]
    public void Walks_go_from_one_sample_to_the_next()
    {
        Execute(Request with { Count = 4, Interpolate = 2 });

        PixelImage samples = ImageCodec.Read(Path.Combine(Out, "samples.png")),
            walks = ImageCodec.Read(Path.Combine(Out, "interpolation.png"));
        Assert.Equal(Cell(samples, 0, 0), Cell(walks, 0, 0));
        Assert.Equal(Cell(samples, 1, 0), Cell(walks, 8, 0));
        Assert.Equal(Cell(samples, 0, 1), Cell(walks, 0, 1));
        Assert.Equal(Cell(samples, 1, 1), Cell(walks, 8, 1));
        Assert.NotEqual(Cell(walks, 0, 0), Cell(walks, 4, 0));
    }

    [Fact]
    public void Draws_with_the_average_generator()
    {
        using (TrainedNetworks networks = TinyNetworks.Frozen(TinyNetworks.Spec))
        {
            using (TorchSharp.torch.no_grad())
                networks.Average.parameters().ToList().ForEach(parameter => parameter.zero_());
            ModelDirectory.Save(
                _temp["grey"], TinyModel.Manifest(TinyNetworks.Spec), networks, TinyModel.Metric(TinyNetworks.Spec));
        }

        Execute(Request with { Model = _temp["grey"], Count = 1 });

        // A generator of zeros draws tanh(0): the level in the middle.
        Assert.All(
            Cell(ImageCodec.Read(Path.Combine(Out, "samples.png")), 0, 0), level => Assert.InRange(level, 127, 128));
    }

    [Fact]
    public void Sets_nearest_training_images_beside_the_pictures()
    {
        TinyRuns.Draw(_temp["normal"], 70);

        SampleNearest nearest = Execute(Request with { Count = 5, Nearest = _temp["normal"] }).Nearest!;

        Assert.Empty(_told.Warnings);
        Assert.Equal(
            ("normal", true, true, 50, 20),
            (nearest.Folder, nearest.IsTrainingFolder, nearest.IsHeldOut, nearest.TrainingImages, nearest.RealImages));
        Assert.Equal((15 * 66 + 2, 3 * 66 + 2), SizeOf("nearest.png")); // two pictures in a row, each with three and three images
        Assert.Equal([0, 1, 2, 3, 4], nearest.Samples.Select(row => row.Sample));
        Assert.All(nearest.Samples, row => Assert.Equal((3, 3), (row.ByPixels.Count, row.ByFeatures.Count)));
        Assert.All(
            nearest.Samples,
            row =>
                Assert.All(
                    row.ByPixels, neighbour => Assert.True(File.Exists(Path.Combine(_temp["normal"], neighbour.Path))))
        );
        double[] closest = [.. nearest.Samples.Select(row => row.ByPixels[0].Distance).Order()];
        Assert.Equal(closest[2], nearest.Pixels.MedianGenerated);
        Assert.Equal(nearest.Pixels.MedianGenerated / nearest.Pixels.MedianReal, nearest.Pixels.Ratio);
    }

    [Fact]
    public void Samples_json_has_the_names_that_scripts_read_and_no_paths_of_the_machine()
    {
        TinyRuns.Draw(_temp["normal"], 70);

        Execute(Request with { Count = 1, Nearest = _temp["normal"] });

        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "samples.json")));
        JsonElement root = json.RootElement,
            nearest = root.GetProperty("nearest");
        Assert.Equal(
            ["format", "format_version", "model", "model_hash", "seed", "count", "interpolate", "nearest"], Names(root)
        );
        Assert.Equal(
            [
                "folder", "content_hash", "is_training_folder", "training_images", "real_images", "is_held_out",
                "pixels", "features", "samples",
            ],
            Names(nearest));
        Assert.Equal(
            ["median_generated", "median_real", "ratio", "closer_share"], Names(nearest.GetProperty("pixels")));
        Assert.Equal(["sample", "by_pixels", "by_features"], Names(nearest.GetProperty("samples")[0]));
        Assert.Equal(["path", "distance"], Names(nearest.GetProperty("samples")[0].GetProperty("by_pixels")[0]));
        Assert.DoesNotContain(_temp.Path, root.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Warns_of_images_that_the_model_was_not_trained_on()
    {
        TinyRuns.Draw(_temp["other"], 30, firstSeed: 500);

        SampleNearest nearest = Execute(Request with { Count = 2, Nearest = _temp["other"] }).Nearest!;

        Assert.StartsWith(
            $"{_temp["other"]}: found other images than the model was trained on", Assert.Single(_told.Warnings),
            StringComparison.Ordinal);
        Assert.Equal(
            (false, false, 30, 30),
            (nearest.IsTrainingFolder, nearest.IsHeldOut, nearest.TrainingImages, nearest.RealImages));
    }

    [Fact]
    public void Has_nothing_to_compare_a_lone_training_image_with()
    {
        TinyRuns.Draw(_temp["one"], 1);

        SampleNearest nearest = Execute(Request with { Count = 2, Nearest = _temp["one"] }).Nearest!;

        Assert.Equal((null, null), (nearest.Pixels.MedianReal, nearest.Pixels.Ratio));
        Assert.All(nearest.Samples, row => Assert.Equal("000.png", Assert.Single(row.ByPixels).Path));
    }

    [Fact]
    public void Samples_of_a_model_of_patches_are_compared_with_tiles()
    {
        TinyRuns.DrawWide(_temp["normal"], 70);

        SampleNearest nearest = Execute(
            Request with
            {
                Model = patches.Model,
                Count = 3,
                Nearest = _temp["normal"],
            }
        ).Nearest!;

        // Pictures of 24×20, tiles of 8 every 4: 5·4 of each of 50 training pictures; 10 of each of 20 held-out ones.
        Assert.Empty(_told.Warnings);
        Assert.Equal(
            (true, true, 1000, 200),
            (nearest.IsTrainingFolder, nearest.IsHeldOut, nearest.TrainingImages, nearest.RealImages));
        Assert.Equal((15 * 66 + 2, 2 * 66 + 2), SizeOf("nearest.png"));
    }

    [Fact]
    public void Tiles_without_held_out_pictures_are_compared_with_those_of_other_pictures()
    {
        // Two equal pictures would be at a distance of 0; tiles of one picture that overlap do not count.
        TinyRuns.DrawWide(_temp["other"], 2, firstSeed: 500);

        SampleNearest nearest = Execute(
            Request with
            {
                Model = patches.Model,
                Count = 1,
                Nearest = _temp["other"],
            }
        ).Nearest!;

        Assert.Equal((40, 40), (nearest.TrainingImages, nearest.RealImages));
        Assert.True(nearest.Pixels.MedianReal > 0.01);
    }

    [Fact]
    public void Memory_and_threads_change_nothing()
    {
        TinyRuns.Draw(_temp["normal"], 70);
        SampleRequest request = Request with { Count = 3, Nearest = _temp["normal"] };

        Execute(request with { Out = _temp["a"] });
        Execute(request with { Out = _temp["b"], CacheMegabytes = 0, Threads = 2 });
        TorchSharp.torch.set_num_threads(1);

        foreach (string name in TempFolder.NamesIn(_temp["a"]))
            Assert.Equal(File.ReadAllBytes(_temp[$"a/{name}"]), File.ReadAllBytes(_temp[$"b/{name}"]));
    }

    [Fact]
    public void Replaces_samples_alone_and_only_where_it_may()
    {
        Execute(Request with { Count = 1, Interpolate = 1 });

        Assert.Throws<AnoGanException>(() => SampleRun.Plan(Request));
        Execute(Request with { Count = 1, Overwrite = true });
        Assert.Equal(["samples.json", "samples.png"], TempFolder.NamesIn(Out));

        File.WriteAllText(Path.Combine(Out, "notes.txt"), "mine");
        var refusal = Assert.Throws<AnoGanException>(() => SampleRun.Plan(Request with { Overwrite = true }));
        Assert.Contains("also contains notes.txt", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_nothing_where_it_is_stopped()
    {
        TinyRuns.Draw(_temp["normal"], 70);
        using var stop = new CancellationTokenSource();
        var events = new RunEvents
        {
            Stage = phrase =>
            {
                if (phrase.StartsWith("comparing", StringComparison.Ordinal))
                    stop.Cancel();
            },
        };

        Assert.ThrowsAny<OperationCanceledException>(() =>
            SampleRun.Execute(Request with { Nearest = _temp["normal"] }, events, stop.Token));

        Assert.Equal(["normal"], TempFolder.NamesIn(_temp.Path));
    }

    [Theory]
    [InlineData(0, 0, "Count: found 0")]
    [InlineData(1025, 0, "Count: found 1025")]
    [InlineData(1, 257, "Interpolate: found 257")]
    public void Refuses_numbers_out_of_range(int count, int interpolate, string message)
    {
        var refusal = Assert.Throws<AnoGanException>(
            (Request with { Count = count, Interpolate = interpolate }).Validate);

        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(JsonElement element) =>
        element.EnumerateObject().Select(property => property.Name);

    // The levels of a picture in a sheet, one of each 8×8 enlarged pixels.
    private static byte[] Cell(PixelImage sheet, int column, int row) =>
        [
            .. Enumerable
                .Range(0, 64)
                .Select(i => sheet.Data[(2 + row * 66 + i / 8 * 8) * sheet.Width + 2 + column * 66 + i % 8 * 8]),
        ];

    private (int Width, int Height) SizeOf(string name)
    {
        ImageHeader header = ImageCodec.ReadHeader(Path.Combine(Out, name));
        return (header.Width, header.Height);
    }

    private SampleManifest Execute(SampleRequest request) =>
        SampleRun.Execute(request, _told.Events, TestContext.Current.CancellationToken);
}
