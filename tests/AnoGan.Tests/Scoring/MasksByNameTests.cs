using System.IO.Compression;
using AnoGan.Baselines;
using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Models;
using AnoGan.Preparing;
using AnoGan.Results;
using AnoGan.Sampling;
using AnoGan.Scoring;
using AnoGan.Tests.Support;
using AnoGan.Training;

namespace AnoGan.Tests.Scoring;

/// <summary>A model of pictures that have masks by name, for tests that only use it.</summary>
public sealed class TrainedByNameFixture : IDisposable
{
    private readonly TempFolder _temp = new();

    public TrainedByNameFixture()
    {
        MasksByNameTests.DrawInto(Images, Masks, 70, outside: 3);
        TinyRuns.Run(TinyRuns.Train(Images, Model) with
        {
            Preparation = new Preparation { Roi = RegionOfInterest.Read(Masks) },
        });
    }

    public string Images => Path.Combine(_temp.Path, "train");

    public string Masks => Path.Combine(_temp.Path, "masks");

    public string Model => Path.Combine(_temp.Path, "model");

    public void Dispose() => _temp.Dispose();
}

/// <summary>A model whose pictures have a region of interest each, in another place from picture to picture.</summary>
[Collection(TensorTests.Name)]
public sealed class MasksByNameTests(TrainedByNameFixture trained) : IClassFixture<TrainedByNameFixture>, IDisposable
{
    private const int Width = 24, Height = 20;

    private readonly TempFolder _temp = new();
    private readonly RecordedEvents _told = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Category", "Slow")]
    public void What_lies_outside_of_its_own_mask_changes_no_bit_of_a_picture(bool patches)
    {
        Draw("train", "masks", 70, outside: 3);
        Draw("train2", "masks2", 70, outside: 200);
        Draw("test/good", "test-masks/good", 5, outside: 3, firstSeed: 500);
        Draw("test2/good", "test-masks2/good", 5, outside: 90, firstSeed: 500);

        ModelManifest one = Train("train", "masks", "model", patches),
            two = Train("train2", "masks2", "model2", patches);

        Assert.Equal(one.Files, two.Files);
        Assert.Null(one.Setup.Preparation.Roi!.Png);
        Assert.Equal(one.Setup.Preparation, ManifestReader.Read(_temp["model/model.json"]).Manifest.Setup.Preparation);
        ScoreSummary first = Score(Request("test", _temp["model"], "one", "test-masks")),
            second = Score(Request("test2", _temp["model2"], "two", "test-masks2"));
        Assert.All(first.ReadRows(), row => Assert.NotNull(row.Score));
        SortedDictionary<string, string> files = ResultsContents.Of(_temp["one"]),
            others = ResultsContents.Of(_temp["two"]);
        string[] alike =
        [
            .. files.Keys.Where(name => name is "scores.csv" or "regions.csv"
                || name.Split('/')[0] is "maps" or "masks" or "heatmaps" or "reconstructions" or "residuals"),
        ];
        Assert.True(alike.Length >= 17, string.Join(' ', alike));
        Assert.All(alike, name => Assert.Equal(files[name], others[name]));
        Assert.NotEqual(first.ReadRows()[0].Score!.Score, first.ReadRows()[1].Score!.Score);
        Assert.Equal(("masks by name", "test-masks"), (first.Manifest.Roi, first.Manifest.RoiFolder));
        Assert.Contains("<dt>Region of interest</dt><dd>masks by name in test-masks</dd>",
            File.ReadAllText(_temp["one/report.html"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Category", "Slow")]
    public void One_mask_under_every_name_is_the_one_mask_of_all(bool patches)
    {
        Draw("train", "masks", 70, outside: 3);
        Draw("test", "test-masks", 5, outside: 3, firstSeed: 500);
        foreach (string mask in (string[])
            [.. Directory.GetFiles(_temp["masks"]), .. Directory.GetFiles(_temp["test-masks"])])
            ImageCodec.WritePng(mask, MaskOf(3));

        ModelManifest byName = Train("train", "masks", "model", patches),
            one = Train("train", "masks/000.png", "model2", patches);

        Assert.Equal(one.Files, byName.Files);
        Assert.Equal(one.Setup.Data, byName.Setup.Data);
        Assert.Equal(
            Score(Request("test", _temp["model2"], "one", null)).ReadRows().Select(row => row.Score!.Score),
            Score(Request("test", _temp["model"], "two", "test-masks")).ReadRows().Select(row => row.Score!.Score));
    }

    [Fact]
    public void Pictures_without_a_mask_or_with_one_of_another_size_are_rows_with_an_error()
    {
        Draw("test/good", "test-masks/good", 4, outside: 3, firstSeed: 500);
        File.Delete(_temp["test-masks/good/001.png"]);
        ImageCodec.WritePng(_temp["test-masks/good/002.png"], TinyImages.Constant(12, 10, 255));
        ImageCodec.WritePng(_temp["test-masks/good/003.png"], TinyImages.Constant(Width, Height, 127));
        ScoreRequest request = Request("test", trained.Model, "one", "test-masks");

        Score(request);

        Assert.Equal(
            [
                "",
                $"{_temp["test/good/001.png"]}: found no mask of it in {_temp["test-masks"]}, expected good/001.png or "
                    + "good/001_mask.png, in any image format; add it, or take the picture out",
                $"{_temp["test/good/002.png"]}: found 24×20 pixels, expected 12×10 as its mask "
                    + $"{_temp["test-masks/good/002.png"]} has; take the picture out, or give a region of its size",
                $"{_temp["test-masks/good/003.png"]}: found no white pixel, expected white where pictures count; paint "
                    + "the region white",
            ],
            ScoreTable.Stream(_temp["one"]).Select(row => row.Error ?? ""));
        Assert.StartsWith(
            $"{_temp["test/good/001.png"]}: found no mask of it",
            Refusal(() => Score(request with { Out = _temp["two"], Strict = true })), StringComparison.Ordinal);
        Directory.Delete(_temp["test-masks/good"], recursive: true);
        Draw("others", "test-masks/others", 1, outside: 3);
        Assert.StartsWith(
            $"Roi {_temp["test-masks"]}: found no mask of any of 4 images", Refusal(() => ScoreRun.Plan(request with
            {
                Out = _temp["two"],
            })), StringComparison.Ordinal);
    }

    [Fact]
    public void Training_leaves_out_what_has_no_mask()
    {
        Draw("train", "masks", 70, outside: 3);
        File.Delete(_temp["masks/004.png"]);
        TrainRequest request = TrainOn("train", "masks", "model", patches: false);

        ModelManifest model = TrainRun.Execute(
            request, TinyRuns.Now, _told.Events, TestContext.Current.CancellationToken);

        Assert.Equal(1, model.Setup.Data.SkippedImages);
        Assert.StartsWith(
            $"skipped {_temp["train/004.png"]}: found no mask of it", _told.Warnings[0], StringComparison.Ordinal);
        Assert.StartsWith(
            $"{_temp["train/004.png"]}: found no mask of it",
            Refusal(() => TinyRuns.Run(request with { Model = _temp["model2"], Strict = true })),
            StringComparison.Ordinal);
        Assert.StartsWith(
            $"Roi {_temp["train2"]}: found no mask of any of 70 images", Refusal(() =>
            {
                Draw("other/x", "train2", 1, outside: 3);
                File.Move(_temp["train2/000.png"], _temp["train2/x.png"]);
                TrainRun.Plan(TrainOn("train", "train2", "model2", patches: false));
            }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_is_not_resumed_with_other_masks()
    {
        Draw("train", "masks", 70, outside: 3);
        TrainRequest request = TrainOn("train", "masks", "model", patches: false);
        TinyRuns.Stop(request, "step 2");
        ImageCodec.WritePng(_temp["masks/004.png"], MaskOf(5));

        Assert.Contains(
            "other images: as many (70), but not with the same pixels",
            Refusal(() => TinyRuns.Run(request with { Resume = true })), StringComparison.Ordinal);
        Assert.Contains(
            ") where it was masks by name",
            Refusal(() => TinyRuns.Run(TrainOn("train", "masks/000.png", "model", patches: false) with
            {
                Resume = true,
            })), StringComparison.Ordinal);

        ImageCodec.WritePng(_temp["masks/004.png"], MaskOf(4));
        TinyRuns.Run(request with { Resume = true });
    }

    [Fact]
    public void A_scoring_is_not_resumed_with_other_masks()
    {
        Draw("test", "test-masks", 40, outside: 3, firstSeed: 500);
        ScoreRequest request = Request("test", trained.Model, "one", "test-masks") with
        {
            AdjustSearch = search => search with { Batch = 4 }, Resume = true,
        };
        using (var source = new CancellationTokenSource())
        {
            Assert.Throws<RunStoppedException>(() => ScoreRun.Execute(
                request, TinyRuns.Now, new RunEvents { Images = (_, _) => source.Cancel() }, source.Token));
        }

        Draw("x", "other-masks", 40, outside: 3, firstSeed: 500);
        Assert.Contains(
            "cannot go on: --roi other-masks where it was test-masks",
            Refusal(() => Score(request with { Roi = _temp["other-masks"] })), StringComparison.Ordinal);
        byte[] mask = File.ReadAllBytes(_temp["test-masks/000.png"]);
        DateTime time = File.GetLastWriteTimeUtc(_temp["test-masks/000.png"]);
        File.AppendAllText(_temp["test-masks/000.png"], " ");
        Assert.Contains(
            "cannot go on: the mask of 000.png was changed after it was scored", Refusal(() => Score(request)),
            StringComparison.Ordinal);

        File.WriteAllBytes(_temp["test-masks/000.png"], mask);
        File.SetLastWriteTimeUtc(_temp["test-masks/000.png"], time);
        Assert.Equal(40, Score(request).Manifest.ScoredImages);
        Assert.Contains(
            "finished results stand here, and this run is another one: --roi other-masks where it was test-masks",
            Refusal(() => Score(request with { Roi = _temp["other-masks"] })), StringComparison.Ordinal);
    }

    [Fact]
    public void Archives_lists_pages_and_shards_have_the_scores_of_the_folder()
    {
        Draw("test/good", "test-masks/good", 6, outside: 3, firstSeed: 500);
        byte[] picture = ImageCodec.Read(_temp["test/good/003.png"]).Data;
        ushort[] page = [.. picture.Select(level => (ushort)level)];
        File.WriteAllBytes(_temp["test/scans/003.tif"], TinyTiff.Of([new(Width, page), new(Width, page)]));
        File.Copy(_temp["test-masks/good/003.png"], _temp["test-masks/scans/003_mask.png"]);
        ZipFile.CreateFromDirectory(_temp["test"], _temp["test.zip"]);
        File.WriteAllText(_temp["list.txt"], "scans/003.tif\ngood/003.png\n");
        ScoreRequest request = Request("test", trained.Model, "one", "test-masks") with { Pages = PageMode.All };

        ScoreSummary whole = Score(request),
            archive = Score(request with { Images = _temp["test.zip"], Out = _temp["zip"] }),
            list = Score(request with { List = _temp["list.txt"], Out = _temp["list"] });
        string[] shards = [_temp["a"], _temp["b"]];
        foreach ((int i, string shard) in shards.Index())
            Score(request with { Shard = new Shard(i + 1, 2), Out = shard });
        MergeRun.Execute(
            new MergeRequest { Shards = shards, Out = _temp["merged"] }, new RunEvents(),
            TestContext.Current.CancellationToken);

        Assert.Equal((8, 8), (whole.Images, whole.Manifest.ScoredImages));
        Assert.Equal(Scores(whole), Scores(archive));
        Dictionary<string, double> scores = Scores(whole).ToDictionary();
        Assert.Equal(
            [.. Enumerable.Repeat(scores["good/003.png"], 3)], Scores(list).Select(pair => pair.Value));
        Assert.Equal(ResultsContents.Of(_temp["one"]), ResultsContents.Of(_temp["merged"]));
        Draw("x", "other-masks/good", 6, outside: 3);
        Score(request with { Shard = new Shard(2, 2), Roi = _temp["other-masks"], Out = _temp["c"] });
        Assert.Contains(
            "found a shard of another run", Refusal(() => MergeRun.Execute(
                new MergeRequest { Shards = [_temp["a"], _temp["c"]], Out = _temp["merged2"] }, new RunEvents(),
                TestContext.Current.CancellationToken)), StringComparison.Ordinal);
    }

    [Fact]
    public void Calibrations_samples_and_baselines_read_pictures_with_their_masks()
    {
        Draw("train", "masks", 70, outside: 3);
        Draw("test/good", "masks/good", 3, outside: 3, firstSeed: 500);
        CalibrateRequest calibrate = TinyRuns.Calibrate(trained.Images, trained.Model) with { Out = _temp["again"] };
        var sample = new SampleRequest
        {
            Model = trained.Model, Out = _temp["samples"], Count = 2, Nearest = trained.Images,
            Roi = trained.Masks, Device = "cpu", Threads = 1,
        };
        var baseline = new BaselineRequest
        {
            Train = _temp["train"], Test = _temp["test"], Out = _temp["pca"], Method = BaselineMethod.Pca,
            Components = 3, Size = 8, Device = "cpu",
            Preparation = new Preparation { Roi = RegionOfInterest.Read(_temp["masks"]) },
        };

        ModelManifest again = TinyRuns.Run(calibrate with { Roi = trained.Masks });
        SampleManifest samples = SampleRun.Execute(sample, new RunEvents(), TestContext.Current.CancellationToken);
        ScoreSummary pca = BaselineRun.Execute(
            baseline, TinyRuns.Now, new RunEvents(), TestContext.Current.CancellationToken);

        Assert.Equal(ManifestReader.Read(Path.Combine(trained.Model, "model.json")).Manifest.Calibration.Scores,
            again.Calibration.Scores);
        Assert.True(samples.Nearest!.IsTrainingFolder);
        Assert.Equal((3, "masks"), (pca.Manifest.ScoredImages, pca.Manifest.RoiFolder));
        Assert.Contains("found no folder of masks", Refusal(() => TinyRuns.Run(calibrate with { Out = _temp["b"] })),
            StringComparison.Ordinal);
        Assert.Contains(
            "found no folder of masks", Refusal(() => SampleRun.Execute(
                sample with { Roi = null, Overwrite = true }, new RunEvents(), TestContext.Current.CancellationToken)),
            StringComparison.Ordinal);
        SampleRun.Execute(
            sample with { Roi = null, Nearest = null, Overwrite = true }, new RunEvents(),
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Masks_and_models_must_go_together()
    {
        TinyRuns.DrawWide(_temp["train"], 70);
        ImageCodec.WritePng(_temp["mask.png"], MaskOf(3));
        Train("train", "mask.png", "one-mask", patches: false);
        Draw("test", "test-masks", 2, outside: 3, firstSeed: 500);
        ScoreRequest score = Request("test", _temp["one-mask"], "one", "test-masks");
        WatchRequest watch = new()
        {
            Score = Request("test", trained.Model, "watched", null), SettleSeconds = 0, IdleSeconds = 0,
        };

        Assert.Equal(
            $"Roi {_temp["test-masks"]}: found a folder of masks, expected none, for {_temp["one-mask"]} keeps one "
                + "mask for all images; leave it out",
            Refusal(() => Score(score)));
        foreach (Action refused in (Action[])
        [
            () => Score(Request("test", trained.Model, "one", null)),
            () => WarmScorer.Load(trained.Model, new WarmScorerOptions { Threads = 1, Device = "cpu" }).Dispose(),
            () => WatchRun.Execute(
                watch, TinyRuns.Now, new RunEvents(), cancellation: TestContext.Current.CancellationToken),
        ])
            Assert.StartsWith(
                $"{trained.Model}: found no folder of masks, expected that of these images", Refusal(refused),
                StringComparison.Ordinal);
        Assert.Equal(
            ["mask.png", "one-mask", "test", "test-masks", "train"], TempFolder.NamesIn(_temp.Path));
    }

    private static string Refusal(Action action) => Assert.Throws<AnoGanException>(action).Message;

    private static IEnumerable<KeyValuePair<string, double>> Scores(ScoreSummary summary) =>
        summary.ReadRows().Select(row => KeyValuePair.Create(row.Path, row.Score!.Score));

    private static ScoreSummary Score(ScoreRequest request) => TinyRuns.Run(request);

    private TrainRequest TrainOn(string images, string roi, string model, bool patches)
    {
        TrainRequest request = patches
            ? TinyRuns.TrainPatches(_temp[images], _temp[model])
            : TinyRuns.Train(_temp[images], _temp[model]);
        return request with
        {
            Preparation = new Preparation { Roi = RegionOfInterest.Read(_temp[roi]) },
            Training = request.Training with { DefectSteps = 2 },
        };
    }

    private ModelManifest Train(string images, string roi, string model, bool patches) =>
        TinyRuns.Run(TrainOn(images, roi, model, patches));

    private ScoreRequest Request(string images, string model, string results, string? masks) =>
        TinyRuns.Score(_temp[images], model, _temp[results]) with
        {
            Roi = masks is null ? null : _temp[masks], FindsDefects = true, MinArea = 1, FalsePositiveRate = 0.5,
        };

    // A circle that moves to the right from picture to picture.
    private static PixelImage MaskOf(int i) => TinyImages.Grey8(Width, Height, [
        .. Enumerable.Range(0, Width * Height).Select(p =>
            Math.Pow(p % Width - 7.5 - i % 8, 2) + Math.Pow(p / Width - 9.5, 2) < 64 ? byte.MaxValue : byte.MinValue),
    ]);

    // Drawn pictures and their masks, with another level outside of these.
    private void Draw(string images, string masks, int count, byte outside, int firstSeed = 0) =>
        DrawInto(_temp[images], _temp[masks], count, outside, firstSeed);

    internal static void DrawInto(string images, string masks, int count, byte outside, int firstSeed = 0)
    {
        for (int i = 0; i < count; i++)
        {
            PixelImage mask = MaskOf(i);
            byte[] data = (byte[])DrawnSquares.Draw(Width, Height, (ulong)(firstSeed + i)).Data.Clone();
            for (int p = 0; p < data.Length; p++)
                data[p] = mask.Data[p] != 0 ? data[p] : (byte)(outside + p % 50);
            ImageCodec.WritePng(Path.Combine(images, $"{i:D3}.png"), TinyImages.Grey8(Width, Height, data));
            ImageCodec.WritePng(Path.Combine(masks, $"{i:D3}.png"), mask);
        }
    }
}
