using System.Text.Json;
using AnoGan.Baselines;
using AnoGan.Images;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Baselines;

[Collection(TensorTests.Name)]
public sealed class BaselineRunTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly RecordedEvents _told = new();

    private string Train => Path.Combine(_temp.Path, "train");

    private string Test => Path.Combine(_temp.Path, "test");

    private string Results => Path.Combine(_temp.Path, "results");

    private BaselineRequest Request =>
        new()
        {
            Train = Train,
            Test = Test,
            Out = Results,
            Method = BaselineMethod.Pca,
            Components = 3,
            Size = 8,
            Device = "cpu",
        };

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Finds_by_pretrained_features_what_no_normal_picture_shows()
    {
        // Normal pictures are dark with a bright half; the odd one has stripes that none of them has.
        for (int i = 0; i < 62; i++)
        {
            string folder = i < 60 ? Train : Path.Combine(Test, "good");
            Write(Path.Combine(folder, $"{i}.png"), (x, _) => x < 15 + i % 20 ? 40 + i / 20 : 200);
        }

        Write(Path.Combine(Test, "striped", "0.png"), (x, y) => x < 22 ? 40 : y / 4 % 2 == 0 ? 200 : 20);

        ScoreSummary summary = Execute(Request with { Method = BaselineMethod.Features });

        double[] scores = [.. summary.ReadRows().Select(row => row.Score!.Score)];
        Assert.Equal("striped", summary.ReadRows()[2].Label);
        Assert.True(scores[2] > 2 * Math.Max(scores[0], scores[1]), string.Join(", ", scores));
        Assert.True(summary.ReadRows()[2].Score!.IsAnomaly);
        Assert.All(summary.ReadRows(), row => Assert.Equal(double.NaN, row.Score!.Residual));

        static void Write(string path, Func<int, int, int> level) => ImageCodec.WritePng(
            path, TinyImages.Grey8(48, 48, [.. Enumerable.Range(0, 48 * 48).Select(i => (byte)level(i % 48, i / 48))]));
    }

    [Theory]
    [InlineData(BaselineMethod.Pca, "pca", 3)]
    [InlineData(BaselineMethod.Nearest, "nearest", null)]
    [InlineData(BaselineMethod.Features, "features", null)]
    public void Fills_a_results_folder_as_scoring_does(BaselineMethod method, string name, int? components)
    {
        TinyRuns.Draw(Train, 70);
        TinyRuns.Draw(Path.Combine(Test, "good"), 2);
        TinyRuns.Draw(Path.Combine(Test, "dent"), 1, size: 12);

        ScoreSummary summary = Execute(Request with { Method = method });

        Assert.Equal(["dent/000.png", "good/000.png", "good/001.png"], summary.ReadRows().Select(row => row.Path));
        foreach (string kind in (string[])["heatmaps", "overlays"])
            Assert.Equal((12, 12), SizeOf($"{kind}/dent/000.png.jpg"));

        using JsonDocument run = JsonDocument.Parse(File.ReadAllText(Path.Combine(Results, "run.json")));
        JsonElement root = run.RootElement, facts = root.GetProperty("baseline");
        Assert.Equal(name, root.GetProperty("method").GetString());
        Assert.Equal(
            (JsonValueKind.Null, JsonValueKind.Null),
            (root.GetProperty("model").ValueKind, root.GetProperty("search").ValueKind));
        Assert.Equal(
            ("train", "test"), (facts.GetProperty("trainingFolder").GetString(), root.GetProperty("images").GetString())
        );
        Assert.Equal(
            (50, 20), (facts.GetProperty("trainingImages").GetInt32(), facts.GetProperty("heldOutImages").GetInt32()));
        Assert.Equal(
            components,
            facts.GetProperty("components").ValueKind == JsonValueKind.Null
                ? null
                : facts.GetProperty("components").GetInt32());
        Assert.Equal(3, root.GetProperty("scoredImages").GetInt32());
        Assert.DoesNotContain(_temp.Path, root.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "good", ": lies inside {0}, so that its images are learnt from too")]
    [InlineData("good", "", ": lies inside {1}, so that its images are scored as new ones")]
    public void Warns_where_images_are_learnt_from_and_scored(string train, string test, string warning)
    {
        TinyRuns.Draw(Path.Combine(_temp.Path, "photos", "good"), 1);
        string photos = Path.Combine(_temp.Path, "photos");
        (string from, string of) = (
            Path.TrimEndingDirectorySeparator(Path.Combine(photos, train)),
            Path.TrimEndingDirectorySeparator(Path.Combine(photos, test)));
        var warnings = new List<string>();

        BaselineRun.Plan(Request with { Train = from, Test = of }, warnings.Add);

        Assert.StartsWith(
            (train.Length == 0 ? of : from)
                + string.Format(System.Globalization.CultureInfo.InvariantCulture, warning, from, of),
            Assert.Single(warnings),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_the_columns_empty_that_it_has_no_numbers_for()
    {
        TinyRuns.Draw(Train, 70);
        TinyRuns.Draw(Test, 1);

        Execute(Request);

        string[] names = Lines()[0].Split(','), cells = Lines()[1].Split(',');
        string[] empty = [.. names.Zip(cells).Where(pair => pair.Second.Length == 0).Select(pair => pair.First)];
        Assert.Equal(
            [
                "label", "feature_distance", "z_norm", "converged", "term", .. names.Where(name =>
                    name.StartsWith("surprise_", StringComparison.Ordinal)), "error",
            ],
            empty);
        Assert.Equal("0", cells[Array.IndexOf(names, "steps")]);
    }

    [Fact]
    public void Scores_an_image_as_it_differs_from_the_nearest_training_image()
    {
        // Constant pictures of levels 0 and 100: from 90 the nearest is 10 levels away.
        ImageCodec.WritePng(Path.Combine(Train, "0.png"), TinyImages.Constant(8, 8, 0));
        ImageCodec.WritePng(Path.Combine(Train, "1.png"), TinyImages.Constant(8, 8, 100));
        ImageCodec.WritePng(Path.Combine(Test, "a.png"), TinyImages.Constant(8, 8, 90));
        ImageCodec.WritePng(Path.Combine(Test, "b.png"), TinyImages.Constant(8, 8, 0));

        ScoreSummary summary = Execute(Request with { Method = BaselineMethod.Nearest });

        Assert.Equal(100.0 / (255 * 255), summary.ReadRows()[0].Score!.Score, 1e-8);
        Assert.Equal(10.0 / 255, summary.ReadRows()[0].Score!.Residual, 1e-6);
        Assert.Equal(0, summary.ReadRows()[1].Score!.Score);
        Assert.Equal(100, ImageCodec.Read(Path.Combine(Results, "reconstructions", "a.png.png")).Data[0]);

        // Each training image is 100 levels from the other.
        Assert.Equal(100.0 / 255, summary.Manifest.HeatmapScale, 1e-6);
    }

    [Fact]
    public void Compares_all_channels_of_colour_images()
    {
        Save(Train, "0.png", 200, 9, 9);
        Save(Train, "1.png", 100, 50, 0);
        Save(Test, "a.png", 100, 50, 30);

        ScoreSummary summary = Execute(Request with { Method = BaselineMethod.Nearest });

        // One channel of three is 30 levels away.
        Assert.Equal(900 / 3.0 / (255 * 255), summary.ReadRows()[0].Score!.Score, 1e-8);
        Assert.Equal([100, 50, 0], ImageCodec.Read(Path.Combine(Results, "reconstructions", "a.png.png")).Data[..3]);

        static void Save(string folder, string name, byte red, byte green, byte blue) =>
            ImageCodec.WritePng(
                Path.Combine(folder, name),
                TinyImages.Rgb8(2, 2, red, green, blue, red, green, blue, red, green, blue, red, green, blue));
    }

    [Fact]
    public void Gives_verdicts_by_the_held_out_images()
    {
        TinyRuns.Draw(Train, 200);
        ImageCodec.WritePng(Path.Combine(Test, "white.png"), TinyImages.Constant(8, 8, 255));
        File.Copy(Path.Combine(Train, "000.png"), Path.Combine(Test, "known.png"));

        ScoreSummary summary = Execute(Request with { Method = BaselineMethod.Nearest, FalsePositiveRate = 0.1 });

        // 20 of 200 are held out: p-values are multiples of 1/21.
        Assert.Equal((0.1, 2), (summary.Manifest.FalsePositiveRate, summary.Images));
        Assert.True(summary.Manifest.Threshold > 0);
        Assert.Equal(1 / 21.0, summary.ReadRows()[1].Score!.PValue, 1e-7);
        Assert.True(summary.ReadRows()[1].Score!.IsAnomaly);
        Assert.False(summary.ReadRows()[0].Score!.IsAnomaly);
        Assert.Empty(_told.Warnings);
    }

    [Fact]
    public void Says_when_the_held_out_images_cannot_vouch_for_the_wished_rate()
    {
        TinyRuns.Draw(Train, 70);
        TinyRuns.Draw(Test, 1);

        ScoreSummary summary = Execute(Request);

        Assert.Equal(1 / 21.0, summary.Manifest.FalsePositiveRate!.Value, 1e-12);
        Assert.Contains(_told.Warnings, w => w.StartsWith("20 held-out images cannot vouch for a false-positive rate "
            + "of 0.01", StringComparison.Ordinal));
    }

    [Fact]
    public void Gives_no_p_values_and_says_so_where_there_are_too_few_images()
    {
        TinyRuns.Draw(Train, 59);
        TinyRuns.Draw(Test, 1);

        ScoreSummary summary = Execute(Request);

        Assert.True(double.IsNaN(summary.ReadRows()[0].Score!.PValue));
        Assert.Equal((null, null), (summary.Manifest.FalsePositiveRate, summary.Manifest.Threshold));
        Assert.Equal(["", ""], Lines()[1].Split(',')[3..5]); // p_value, is_anomaly
        Assert.Contains(
            _told.Warnings, w => w.StartsWith("59 images are too few to hold some out", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(BaselineMethod.Pca)]
    [InlineData(BaselineMethod.Nearest)]
    public void Gives_an_image_the_same_score_whichever_are_scored_with_it(BaselineMethod method)
    {
        TinyRuns.Draw(Train, 30);
        TinyRuns.Draw(Test, 70);
        BaselineRequest request = Request with { Method = method, WritesPictures = false };

        ScoreSummary all = Execute(request);
        Directory.CreateDirectory(Path.Combine(_temp.Path, "one"));
        File.Copy(Path.Combine(Test, "065.png"), Path.Combine(_temp.Path, "one", "065.png"));
        ScoreSummary one = Execute(request with { Test = Path.Combine(_temp.Path, "one"), Out = _temp["other"] });

        Assert.Equivalent(
            all.ReadRows().Single(row => row.Path == "065.png").Score, one.ReadRows()[0].Score, strict: true);
    }

    [Fact]
    public void Reports_what_it_cannot_score_or_stops_when_strict()
    {
        TinyRuns.Draw(Train, 5);
        TinyRuns.Draw(Test, 1);
        TinyRuns.DrawColour(Path.Combine(Test, "c.png"));

        ScoreSummary summary = Execute(Request with { Components = 1 });
        var refusal = Assert.Throws<AnoGanException>(() =>
            Execute(Request with { Components = 1, Strict = true, Out = _temp["strict"] }));

        Assert.Null(summary.ReadRows()[1].Score);
        Assert.Contains(
            "c.png: a colour picture, but the training images are grey", Lines()[2], StringComparison.Ordinal);
        Assert.Contains("c.png: a colour picture", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_temp["strict"]));
    }

    [Fact]
    public void Leaves_nothing_behind_when_it_is_stopped()
    {
        TinyRuns.Draw(Train, 5);
        TinyRuns.Draw(Test, 3);
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() =>
            BaselineRun.Execute(Request, TinyRuns.Now, new RunEvents(), stop.Token));

        Assert.Equal(
            ["test", "train"],
            Directory.EnumerateFileSystemEntries(_temp.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private ScoreSummary Execute(BaselineRequest request) =>
        BaselineRun.Execute(request, TinyRuns.Now, _told.Events, TestContext.Current.CancellationToken);

    private string[] Lines() => File.ReadAllLines(Path.Combine(Results, "scores.csv"));

    private (int Width, int Height) SizeOf(string relative)
    {
        PixelImage picture = ImageCodec.Read(Path.Combine(Results, relative));
        return (picture.Width, picture.Height);
    }
}
