using System.Text.Json;
using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Results;
using AnoGan.Scoring;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Scoring;

/// <summary>Training, calibrating and scoring where the networks see patches.</summary>
[Collection(TensorTests.Name)]
public sealed class PatchModelTests : IClassFixture<TrainedPatchModelFixture>, IDisposable
{
    private const int PValue = 3, IsAnomaly = 4, Seconds = 10;

    private readonly TempFolder _temp = new();
    private readonly RecordedEvents _told = new();
    private readonly string _model;

    public PatchModelTests(TrainedPatchModelFixture trained)
    {
        _model = trained.Model;
    }

    private string Images => Path.Combine(_temp.Path, "test");

    private string Results => Path.Combine(_temp.Path, "results");

    private ScoreRequest Request => TinyRuns.Score(Images, _model, Results);

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Say_how_they_were_made()
    {
        using TrainedModel model = ModelDirectory.Load(_model);

        ModelManifest manifest = model.Manifest;
        Assert.Equal((8, new TileOptions(4, Augmentation.None)), (manifest.Setup.Network.Size, manifest.Setup.Tiles));
        Assert.Equal(
            (50, 20, 24, 24),
            (
                manifest.Setup.Data.TrainingImages,
                manifest.Setup.Data.HeldOutImages,
                manifest.Setup.Data.SmallestSide,
                manifest.Setup.Data.LargestSide));
        Assert.Equal((true, 20), (manifest.Calibration.IsHeldOut, manifest.Calibration.Scores.Count));
        Assert.Equal(
            new Dictionary<string, double> { ["whole"] = 0.5, ["texture"] = 1, ["nearest"] = 1, ["local"] = 0.5 },
            manifest.Calibration.Joint.Weights);
        Assert.NotNull(manifest.Calibration.Tiles);
        Assert.NotNull(model.Metric.Texture);
    }

    [Fact]
    public void Score_pictures_of_any_size_and_show_where_at_their_own()
    {
        ImageCodec.WritePng(Path.Combine(Images, "good", "a.png"), DrawnSquares.Draw(24, 20, 500));
        ImageCodec.WritePng(Path.Combine(Images, "odd", "b.png"), DrawnSquares.Draw(13, 30, 501));
        ImageCodec.WritePng(Path.Combine(Images, "odd", "c.png"), DrawnSquares.Draw(20, 5, 502));

        ScoreSummary summary = Execute(Request with { FindsDefects = true, MinArea = 16 });

        Assert.Equal(["good/a.png", "odd/b.png", "odd/c.png"], summary.ReadRows().Select(row => row.Path));
        Assert.All(summary.ReadRows(), row => Assert.InRange(row.Score!.PValue, 1 / 21.0 - 1e-7, 1));
        foreach (string kind in (string[])["heatmaps", "overlays", "reconstructions", "maps", "residuals", "masks"])
        {
            string extension = kind is "heatmaps" or "overlays" ? "jpg" : "png";
            Assert.Equal((24, 20), SizeOf($"{kind}/good/a.png.{extension}"));
            Assert.Equal((13, 30), SizeOf($"{kind}/odd/b.png.{extension}"));
            Assert.Equal((20, 5), SizeOf($"{kind}/odd/c.png.{extension}"));
        }

        using JsonDocument run = JsonDocument.Parse(File.ReadAllText(Path.Combine(Results, "run.json")));
        using TrainedModel model = ModelDirectory.Load(_model);
        Assert.Equal(
            (4, 16),
            (run.RootElement.GetProperty("stride").GetInt32(), run.RootElement.GetProperty("defectMinArea").GetInt32())
        );

        // 20 held-out images can vouch for 1/21 at best: the highest of their scores, which the local term makes by a
        // weight of 0.5; its spreads are those of the map.
        Calibration calibration = model.Manifest.Calibration;
        TermScale local = calibration.Joint.Terms["local"];
        double spreads =
            local.Centre + local.Spread * Math.Log(Math.Pow(10, calibration.Scores[^1] / 0.5) - 1);
        Assert.Equal(
            Math.Min(Math.Log10(1 + Math.Exp(spreads)) / 16, 1),
            run.RootElement.GetProperty("defectThreshold").GetDouble(), 1e-9);
        Assert.Equal(
            "path,region,x,y,width,height,area,peak,mean", File.ReadLines(Path.Combine(Results, "regions.csv")).First()
        );
    }

    [Fact]
    public void Give_a_damaged_file_and_a_colour_picture_rows_in_their_places()
    {
        TinyRuns.DrawWide(Images, 4, firstSeed: 500);
        string damaged = Path.Combine(Images, "001b.png"), colour = Path.Combine(Images, "002b.png");
        File.WriteAllText(damaged, "no picture");
        TinyRuns.DrawColour(colour);

        ScoreSummary summary = Execute(Request with { WritesPictures = false });

        string[] lines = Lines(Results);
        Assert.Equal(
            ["000.png", "001.png", "001b.png", "002.png", "002b.png", "003.png"],
            lines.Select(line => line.Split(',')[0]));
        Assert.StartsWith("001b.png,,,,,,,,,,,", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("002b.png,,,,,,,,,,,", lines[4], StringComparison.Ordinal);
        Assert.Contains(
            $"{colour}: a colour picture, but the training images are grey", lines[4], StringComparison.Ordinal);
        Assert.Equal((4, 2), (summary.Manifest.ScoredImages, summary.Manifest.FailedImages));
        Assert.Contains(
            _told.Warnings, warning => warning.StartsWith($"skipped {damaged}: ", StringComparison.Ordinal));

        var refusal = Assert.Throws<AnoGanException>(() =>
            TinyRuns.Run(Request with { Out = Results + "2", Strict = true }));
        Assert.StartsWith($"{damaged}: ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Give_a_picture_the_same_row_and_maps_in_a_folder_split_in_two()
    {
        // The halves hold them under names that turn their order round.
        string[] halves = [Path.Combine(_temp.Path, "first"), Path.Combine(_temp.Path, "second")];
        for (int i = 0; i < 6; i++)
        {
            PixelImage picture = DrawnSquares.Draw(24 - 3 * i, 20 + i, (ulong)(500 + i));
            ImageCodec.WritePng(Path.Combine(Images, $"{i}.png"), picture);
            ImageCodec.WritePng(Path.Combine(halves[i % 2], $"{9 - i}.png"), picture);
        }

        TinyRuns.Run(Request);
        foreach (string half in halves)
            TinyRuns.Run(Request with { Images = half, Out = half + "-results" });

        string[][] together = Cells(Results);
        string[][] apart = [.. halves.SelectMany(half => Cells(half + "-results"))];
        for (int i = 0; i < 6; i++)
        {
            string[] row = apart.Single(cells => cells[0] == $"{9 - i}.png");
            Assert.Equal(
                together[i][1..Seconds].Concat(together[i][(Seconds + 1)..]),
                row[1..Seconds].Concat(row[(Seconds + 1)..]));
            foreach (string kind in (string[])["maps/.png", "residuals/.png", "reconstructions/.png", "overlays/.jpg"])
                Assert.Equal(
                    File.ReadAllBytes(Path.Combine(Results, kind.Replace("/", $"/{i}.png", StringComparison.Ordinal))),
                    File.ReadAllBytes(Path.Combine(
                        halves[i % 2] + "-results", kind.Replace("/", $"/{9 - i}.png", StringComparison.Ordinal))));
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Give_no_p_values_with_another_stride_until_they_are_calibrated_with_it()
    {
        TinyRuns.DrawWide(Images, 2, firstSeed: 500);
        TinyRuns.DrawWide(Path.Combine(_temp.Path, "more"), 20, firstSeed: 1000);
        string calibrated = Path.Combine(_temp.Path, "calibrated");
        ScoreRequest request = Request with { Stride = 8, WritesPictures = false, FalsePositiveRate = 0.1 };

        ScoreSummary summary = Execute(request);
        ModelManifest manifest = TinyRuns.Run(
            TinyRuns.Calibrate(Path.Combine(_temp.Path, "more"), _model) with
            {
                Out = calibrated,
                Stride = 8,
            }
        );
        var toldAfter = new RecordedEvents();
        ScoreSummary after = ScoreRun.Execute(
            request with
            {
                Model = calibrated,
                Stride = null,
                Out = Results + "2",
            },
            TinyRuns.Now,
            toldAfter.Events,
            TestContext.Current.CancellationToken);

        string warning = Assert.Single(_told.Warnings);
        Assert.StartsWith("a stride of 8 pixels where the model was calibrated with 4: there are no p-values and no "
            + "verdicts", warning, StringComparison.Ordinal);
        Assert.All(Cells(Results), row => Assert.Equal(("", ""), (row[PValue], row[IsAnomaly])));
        Assert.All(summary.ReadRows(), row => Assert.True(double.IsFinite(row.Score!.Score)));
        Assert.Equal((8, null), (summary.Manifest.Stride, summary.Manifest.Threshold));
        Assert.Equal((8, 15), (manifest.Calibration.Stride, manifest.Calibration.Scores.Count));
        Assert.All(after.ReadRows(), row => Assert.InRange(row.Score!.PValue, 1 / 16.0 - 1e-7, 1));
        Assert.Empty(toldAfter.Warnings);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void Refuse_a_stride_that_leaves_pixels_out(int stride)
    {
        TinyRuns.DrawWide(Images, 20);

        var scoring = Assert.Throws<AnoGanException>(() => TinyRuns.Run(Request with { Stride = stride }));
        var calibrating = Assert.Throws<AnoGanException>(() =>
            TinyRuns.Run(TinyRuns.Calibrate(Images, _model) with { Stride = stride, Out = Results }));

        Assert.All(
            (AnoGanException[])[scoring, calibrating],
            refusal =>
                Assert.StartsWith($"Stride: found {stride}, expected ", refusal.Message, StringComparison.Ordinal));
        Assert.False(Directory.Exists(Results));
    }

    [Fact]
    public void Score_the_papers_way_by_the_worst_tile()
    {
        TinyRuns.DrawWide(Images, 3, firstSeed: 500);

        ScoreSummary summary = TinyRuns.Run(Request with { Kind = ScoreKind.Paper, WritesPictures = false });

        // A mean of tiles cannot exceed the largest of them: λ is 0.1.
        Assert.All(
            summary.ReadRows(),
            row => Assert.True(row.Score!.Score > 0.9 * row.Score.Residual + 0.1 * row.Score.FeatureDistance));
        Assert.All(summary.ReadRows(), row => Assert.InRange(row.Score!.PValue, 1 / 21.0 - 1e-7, 1));
    }

    private ScoreSummary Execute(ScoreRequest request) =>
        ScoreRun.Execute(request, TinyRuns.Now, _told.Events, TestContext.Current.CancellationToken);

    private (int Width, int Height) SizeOf(string name)
    {
        PixelImage picture = ImageCodec.Read(Path.Combine(Results, name));
        return (picture.Width, picture.Height);
    }

    private static string[] Lines(string results) => File.ReadAllLines(Path.Combine(results, "scores.csv"))[1..];

    private static string[][] Cells(string results) => [.. Lines(results).Select(line => line.Split(','))];
}
