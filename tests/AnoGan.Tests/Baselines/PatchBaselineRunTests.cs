using System.Text.Json;
using AnoGan.Baselines;
using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Results;
using AnoGan.Runtime;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Baselines;

[Collection(TensorTests.Name)]
public sealed class PatchBaselineRunTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly RecordedEvents _told = new();

    private string Train => Path.Combine(_temp.Path, "train");

    private string Test => Path.Combine(_temp.Path, "test");

    private string Results => Path.Combine(_temp.Path, "results");

    private BaselineRequest Request => new()
    {
        Train = Train, Test = Test, Out = Results, Method = BaselineMethod.Pca, Components = 3, Device = "cpu",
        Size = 8, Tiles = new TileOptions(Stride: 4, Augmentation.None),
    };

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(BaselineMethod.Pca, 3)]
    [InlineData(BaselineMethod.Nearest, null)]
    public void Fills_a_results_folder_and_says_how_pictures_were_seen(BaselineMethod method, int? components)
    {
        const int patches = 42 * 4; // all tiles of the pictures that are not held out, at half their size
        TinyRuns.Draw(Train, 62, size: 20);
        TinyRuns.Draw(Path.Combine(Test, "good"), 2, size: 20, firstSeed: 100);
        TinyRuns.Draw(Path.Combine(Test, "dent"), 1, size: 31);

        ScoreSummary summary = Execute(Request with { Method = method, Preparation = new Preparation { Scale = 0.5 } });

        Assert.Equal(["dent/000.png", "good/000.png", "good/001.png"], summary.ReadRows().Select(row => row.Path));
        Assert.All(summary.ReadRows(), row => Assert.InRange(row.Score!.PValue, 1 / 21.0 - 1e-7, 1));
        // Half of 31 pixels is 16.
        foreach ((string kind, string name, int side) in ((string, string, int)[])
            [("heatmaps", "jpg", 31), ("overlays", "jpg", 31), ("reconstructions", "png", 16), ("maps", "png", 16)])
        {
            PixelImage picture = ImageCodec.Read(Path.Combine(Results, kind, "dent", $"000.png.{name}"));
            Assert.Equal((side, side), (picture.Width, picture.Height));
        }

        using JsonDocument run = JsonDocument.Parse(File.ReadAllText(Path.Combine(Results, "run.json")));
        JsonElement facts = run.RootElement.GetProperty("baseline");
        Assert.Equal(
            (8, 4, patches),
            (
                facts.GetProperty("patch").GetInt32(),
                facts.GetProperty("stride").GetInt32(),
                facts.GetProperty("patches").GetInt32()));
        Assert.Equal(JsonValueKind.Null, facts.GetProperty("size").ValueKind);
        Assert.Equal(0.5, facts.GetProperty("preparation").GetProperty("scale").GetDouble());
        Assert.Equal(
            (42, 20), (facts.GetProperty("trainingImages").GetInt32(), facts.GetProperty("heldOutImages").GetInt32()));
        Assert.Equal(
            components,
            facts.GetProperty("components").ValueKind == JsonValueKind.Null
                ? null
                : facts.GetProperty("components").GetInt32());
        Assert.Equal(4, run.RootElement.GetProperty("stride").GetInt32());
    }

    [Theory]
    [InlineData(BaselineMethod.Pca)]
    [InlineData(BaselineMethod.Nearest)]
    public void Calls_a_bright_spot_an_anomaly_and_shows_it_where_it_is(BaselineMethod method)
    {
        // 100 of 255 everywhere, and in one corner up to a thousandth more, for pictures that are the same count once.
        for (int i = 0; i < 60; i++)
            ImageCodec.WritePng(Path.Combine(Train, $"{i:D2}.png"), Picture(i));
        HeldOutSplit split = HeldOutSplit.Draw(
            [.. Enumerable.Range(0, 60)], Request.HoldOut, SeededRandom.Derive(Request.Seed, "held-out"));
        ImageCodec.WritePng(Path.Combine(Test, "a.png"), Picture(split.Training[0], spot: 250));
        ImageCodec.WritePng(Path.Combine(Test, "b.png"), Picture(split.HeldOut[0]));

        ScoreSummary summary = Execute(Request with { Method = method, Size = 16, WritesFullPictures = true });

        // One tile; 2 of its 256 pixels count, and 25 have the spot among the 25 pixels around them.
        Assert.Equal(150 / 255.0 / 25, summary.ReadRows()[0].Score!.Score, 1e-4);
        Assert.Equal(150 / 255.0 / 256, summary.ReadRows()[0].Score!.Residual, 1e-6);
        Assert.Equal((true, false), (summary.ReadRows()[0].Score!.IsAnomaly, summary.ReadRows()[1].Score!.IsAnomaly));
        Assert.Equal(1 / 21.0, summary.ReadRows()[0].Score!.PValue, 1e-7);
        Assert.InRange(summary.ReadRows()[1].Score!.PValue, 2 / 21.0 - 1e-7, 1);
        Assert.Equal(1 / 255.0, summary.Manifest.HeatmapScale, 1e-9);
        PixelImage heatmap = ImageCodec.Read(Path.Combine(Results, "heatmaps", "a.png.png"));
        int[] brightness = [.. heatmap.Data.Chunk(3).Select(pixel => pixel.Sum(level => level))];
        Assert.Equal(6 * 16 + 9, Array.IndexOf(brightness, brightness.Max()));
        Assert.Equal(1, brightness.Count(sum => sum != brightness[0]));

        static PixelImage Picture(int corner, byte spot = 100)
        {
            ushort[] samples = [.. Enumerable.Repeat((ushort)(100 * 257), 16 * 16)];
            samples[0] += (ushort)corner;
            samples[6 * 16 + 9] = (ushort)(spot * 257);
            return TinyImages.Grey16(16, 16, samples);
        }
    }

    [Fact]
    public void Gives_an_image_the_same_score_whichever_are_scored_with_it()
    {
        TinyRuns.Draw(Train, 30, size: 20);
        TinyRuns.Draw(Test, 20, size: 20, firstSeed: 100);
        BaselineRequest request = Request with { WritesPictures = false };

        ScoreSummary all = Execute(request);
        Directory.CreateDirectory(Path.Combine(_temp.Path, "one"));
        File.Copy(Path.Combine(Test, "015.png"), Path.Combine(_temp.Path, "one", "015.png"));
        ScoreSummary one = Execute(request with { Test = Path.Combine(_temp.Path, "one"), Out = _temp["other"] });

        Assert.Equivalent(
            all.ReadRows().Single(row => row.Path == "015.png").Score, one.ReadRows()[0].Score, strict: true);
    }

    [Fact]
    public void Keeps_the_order_around_files_that_it_cannot_score()
    {
        TinyRuns.Draw(Train, 5, size: 20);
        TinyRuns.Draw(Test, 2, size: 12);
        TinyRuns.DrawColour(Path.Combine(Test, "000a.png"));
        File.WriteAllText(Path.Combine(Test, "00.png"), "no picture");
        File.WriteAllText(Path.Combine(Test, "z.png"), "no picture");

        ScoreSummary summary = Execute(Request with { Components = 1 });

        Assert.Equal(["00.png", "000.png", "000a.png", "001.png", "z.png"], summary.ReadRows().Select(row => row.Path));
        Assert.Equal([false, true, false, true, false], summary.ReadRows().Select(row => row.Score is not null));
        Assert.Contains(
            _told.Warnings,
            w => w.Contains("000a.png: a colour picture, but the training images are grey", StringComparison.Ordinal));
    }

    [Fact]
    public void Says_that_patches_vary_in_fewer_directions_than_it_was_asked_for()
    {
        ImageCodec.WritePng(Path.Combine(Train, "0.png"), TinyImages.Constant(16, 16, 100));
        ImageCodec.WritePng(Path.Combine(Train, "1.png"), TinyImages.Constant(16, 16, 110));
        ImageCodec.WritePng(Path.Combine(Test, "a.png"), TinyImages.Constant(16, 16, 120));

        ScoreSummary summary = Execute(Request);

        // Flat patches lie on one line, which level 120 is on too.
        Assert.Equal(0, summary.ReadRows()[0].Score!.Score, 1e-4);
        Assert.Contains(
            "1 components in place of 3: 18 patches of 64 values vary in no more directions", _told.Warnings);
    }

    private ScoreSummary Execute(BaselineRequest request) =>
        BaselineRun.Execute(request, TinyRuns.Now, _told.Events, TestContext.Current.CancellationToken);
}
