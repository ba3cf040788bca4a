using System.Text.Json;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Results;
using AnoGan.Scoring;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Scoring;

[Collection(TensorTests.Name)]
public sealed class ScoreRunTests : IClassFixture<TrainedModelFixture>, IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly RecordedEvents _told = new();
    private readonly string _model;

    public ScoreRunTests(TrainedModelFixture trained)
    {
        _model = trained.Model;
    }

    private string Images => Path.Combine(_temp.Path, "test");

    private string Results => Path.Combine(_temp.Path, "results");

    private ScoreRequest Request => TinyRuns.Score(Images, _model, Results);

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Fills_a_results_folder()
    {
        TinyRuns.Draw(Path.Combine(Images, "good"), 2);
        TinyRuns.Draw(Path.Combine(Images, "Dent"), 1, size: 12);

        ScoreSummary summary = Execute(Request);

        string[] pictures = ["Dent/000.png.png", "good/000.png.png", "good/001.png.png"];
        string[] expected =
        [
            "report.html",
            "run.json",
            "scores.csv",
            .. pictures.Select(p => $"thumbnails/{Path.ChangeExtension(p, ".webp")}"),
            .. ((string[])["heatmaps", "overlays"]).SelectMany(kind =>
                pictures.Select(p => $"{kind}/{Path.ChangeExtension(p, ".jpg")}")),
            .. ((string[])["reconstructions", "residuals", "maps"]).SelectMany(kind =>
                pictures.Select(p => $"{kind}/{p}")),
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Files(Results));
        Assert.Equal((12, 12), SizeOf("heatmaps/Dent/000.png.jpg"));
        foreach (string kind in (string[])["reconstructions", "residuals", "maps"])
            Assert.Equal((8, 8), SizeOf($"{kind}/Dent/000.png.png"));
        Assert.Equal((8, 8), SizeOf("overlays/good/000.png.jpg"));
        string[] lines = Lines();
        Assert.Equal(
            "path,label,score,p_value,is_anomaly,residual,feature_distance,z_norm,converged,steps,seconds,term,"
            + "surprise_nearest,surprise_critic_features,surprise_feature_difference,surprise_latent,"
            + "surprise_peak_residual,surprise_texture,surprise_local,surprise_made_defects,"
            + "surprise_pretrained_spot,surprise_pretrained_mean,width,height,error",
            lines[0]);
        Assert.Equal(
            ["Dent/000.png,Dent,", "good/000.png,good,", "good/001.png,good,"],
            lines[1..].Select(l => l[..(l.IndexOf(',', l.IndexOf(',') + 1) + 1)]));
        Assert.Equal(["Dent/000.png", "good/000.png", "good/001.png"], summary.ReadRows().Select(r => r.Path));
        Assert.Equal([(3, 3)], _told.Images);

        using JsonDocument run = JsonDocument.Parse(File.ReadAllText(Path.Combine(Results, "run.json")));
        Assert.Equal("test", run.RootElement.GetProperty("images").GetString());
        Assert.Equal("model", run.RootElement.GetProperty("model").GetString());
        Assert.Equal(
            (3, 0),
            (
                run.RootElement.GetProperty("scoredImages").GetInt32(),
                run.RootElement.GetProperty("failedImages").GetInt32()));
        Assert.DoesNotContain(_temp.Path, run.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_the_numbers_of_the_summary()
    {
        TinyRuns.Draw(Images, 40);

        ScoreSummary summary = Execute(Request with { WritesPictures = false });

        // The row of each image holds its score to the precision of a float32.
        Assert.All(
            summary.ReadRows().Zip(Lines()[1..]),
            pair =>
            {
                double[] numbers =
                [
                    .. ((int[])[2, 5, 6, 7])
                        .Select(i => pair.Second.Split(',')[i])
                        .Select(n => double.Parse(n, System.Globalization.CultureInfo.InvariantCulture)),
                ];
                AnomalyScore score = pair.First.Score!;
                Assert.Equal((float)score.Score, (float)numbers[0]);
                Assert.Equal(
                    [(float)score.Residual, (float)score.FeatureDistance, (float)score.ZNorm],
                    numbers[1..].Select(n => (float)n));
                string[] cells = pair.Second.Split(',');
                Assert.Equal(
                    (float)score.PValue, float.Parse(cells[3], System.Globalization.CultureInfo.InvariantCulture));
                Assert.Equal((score.IsAnomaly ? "true" : "false", "false", "3"), (cells[4], cells[8], cells[9]));
            }
        );
        Assert.Equal(["report.html", "run.json", "scores.csv"], Files(Results));
        Assert.Equal([(16, 40), (32, 40), (40, 40)], _told.Images);
    }

    [Fact]
    public void Gives_an_image_the_same_numbers_again_and_among_others()
    {
        TinyRuns.Draw(Images, 40);
        string few = Path.Combine(_temp.Path, "few");
        foreach (int i in (int[])[39, 2, 17])
            ImageCodec.WritePng(Path.Combine(few, $"other name {i}.png"), DrawnSquares.Draw(8, (ulong)i));

        ScoreSummary first = TinyRuns.Run(Request), second = TinyRuns.Run(Request with { Out = Results + "2" });
        ScoreSummary among = TinyRuns.Run(Request with { Images = few, Out = Results + "3" });

        foreach ((ScoreSummary.Row one, ScoreSummary.Row again) in first.ReadRows().Zip(second.ReadRows()))
            Assert.Equivalent(one, again, strict: true);
        Assert.Equivalent(first.ReadRows()[17].Score, among.ReadRows()[0].Score, strict: true);
        Assert.Equivalent(first.ReadRows()[2].Score, among.ReadRows()[1].Score, strict: true);
        Assert.Equivalent(first.ReadRows()[39].Score, among.ReadRows()[2].Score, strict: true);
        Assert.Equal(40, first.ReadRows().Select(r => (r.Score!.Score, r.Score.Residual)).Distinct().Count());
    }

    [Fact]
    public void Gives_training_images_the_scores_of_their_calibration()
    {
        // Too few to hold some out, so the model is calibrated on the very images that are scored.
        TinyRuns.Draw(Images, 30);
        string model = Path.Combine(_temp.Path, "few");
        IReadOnlyList<double> calibrated = TinyRuns.Run(TinyRuns.Train(Images, model)).Calibration.Scores;

        ScoreSummary summary = TinyRuns.Run(Request with { Model = model });

        Assert.Equal(
            calibrated.Select(score => (float)score), summary.ReadRows().Select(r => (float)r.Score!.Score).Order());
    }

    [Fact]
    public void Gives_a_damaged_file_and_a_colour_picture_rows_of_their_own()
    {
        TinyRuns.Draw(Images, 20);
        string damaged = Path.Combine(Images, "005b.png"), colour = Path.Combine(Images, "colour.png");
        File.WriteAllText(damaged, "no picture");
        TinyRuns.DrawColour(colour);

        ScoreSummary summary = Execute(Request);

        string[] lines = Lines();
        Assert.Equal(23, lines.Length);
        Assert.StartsWith("005b.png,,,,,,,,,,,", lines[7], StringComparison.Ordinal);
        Assert.Contains($"{damaged}: ", lines[7], StringComparison.Ordinal);
        Assert.StartsWith("colour.png,,,,,,,,,,,", lines[22], StringComparison.Ordinal);
        Assert.Contains(
            $"{colour}: a colour picture, but the training images are grey", lines[22], StringComparison.Ordinal);
        Assert.Equal((20, 2), (summary.Manifest.ScoredImages, summary.Manifest.FailedImages));
        Assert.Equal([6, 21], summary.ReadRows().Index().Where(r => r.Item.Score is null).Select(r => r.Index));
        Assert.Equal(20, Directory.GetFiles(Path.Combine(Results, "heatmaps")).Length);
        Assert.Contains(_told.Warnings, w => w.StartsWith($"skipped {damaged}: ", StringComparison.Ordinal));
        Assert.Contains(_told.Warnings, w => w.StartsWith($"skipped {colour}: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Stops_at_a_damaged_file_when_strict()
    {
        TinyRuns.Draw(Images, 40);
        string damaged = Path.Combine(Images, "005b.png");
        File.WriteAllText(damaged, "no picture");

        var refusal = Assert.Throws<AnoGanException>(() => Execute(Request with { Strict = true }));

        Assert.StartsWith($"{damaged}: ", refusal.Message, StringComparison.Ordinal);
        AssertHoldsOnly("test");
    }

    [Fact]
    public void Fails_where_no_image_can_be_scored()
    {
        TinyRuns.DrawColour(Path.Combine(Images, "colour.png"));

        var refusal = Assert.Throws<AnoGanException>(() => Execute(Request));

        Assert.StartsWith($"{Images}: none of 1 images can be scored; the first: "
            + $"{Path.Combine(Images, "colour.png")}: a colour picture", refusal.Message, StringComparison.Ordinal);
        AssertHoldsOnly("test");
    }

    [Fact]
    public void Warns_of_pictures_of_quite_another_size_and_stops_at_them_when_strict()
    {
        TinyRuns.Draw(Images, 2, size: 17);

        Execute(Request);
        Assert.Contains(
            _told.Warnings, w => w.StartsWith("2 of 2 images are more than twice as large", StringComparison.Ordinal));

        var refusal = Assert.Throws<AnoGanException>(() => Execute(Request with { Strict = true, Overwrite = true }));
        Assert.StartsWith(
            $"{Path.Combine(Images, "000.png")}: 17×17 pixels, but the training images have 8 to 8", refusal.Message,
            StringComparison.Ordinal);
        Assert.Equal(3, Lines().Length);
    }

    [Fact]
    public void Searches_as_the_model_did_unless_told_otherwise()
    {
        TinyRuns.Draw(Images, 2);

        ScoreSummary asTrained = Execute(Request with { FalsePositiveRate = 0.05 });
        Assert.Empty(_told.Warnings);
        ScoreSummary longer = Execute(
            Request with
            {
                Overwrite = true,
                AdjustSearch = search => search with { Steps = 5, Restarts = 2 },
            }
        );

        Assert.Equal((3, 5), (asTrained.Manifest.Search!.Steps, longer.Manifest.Search!.Steps));
        Assert.All(Lines()[1..], line => Assert.Equal("10", line.Split(',')[9]));
        Assert.Contains(_told.Warnings, w => w.StartsWith("the search options differ", StringComparison.Ordinal));
    }

    [Fact]
    public void Leaves_p_values_and_verdicts_empty_where_the_calibration_does_not_fit()
    {
        TinyRuns.Draw(Images, 3);

        // The paper's score depends on the search.
        ScoreSummary summary = Execute(
            Request with
            {
                Kind = ScoreKind.Paper,
                AdjustSearch = search => search with { Steps = 4 },
            }
        );

        Assert.All(Lines()[1..], line => Assert.Equal(("", ""), (line.Split(',')[3], line.Split(',')[4])));
        Assert.All(summary.ReadRows(), row => Assert.True(double.IsNaN(row.Score!.PValue) && !row.Score.IsAnomaly));
        Assert.Equal((null, null), (summary.Manifest.FalsePositiveRate, summary.Manifest.Threshold));
        string warning = Assert.Single(_told.Warnings);
        Assert.StartsWith(
            "the search options differ from those the model was calibrated with", warning, StringComparison.Ordinal);
        Assert.Contains("there are no p-values and no verdicts", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Gives_the_same_scores_and_p_values_whatever_the_search_where_an_encoder_answers_before_it()
    {
        TinyRuns.Draw(Images, 3);

        ScoreSummary asTrained = TinyRuns.Run(Request),
            longer = Execute(
                Request with
                {
                    Out = Results + "2",
                    AdjustSearch = search => search with { Steps = 9 },
                    FalsePositiveRate = 0.05,
                }
            );

        Assert.Equal(
            asTrained.ReadRows().Select(r => (r.Score!.Score, r.Score.PValue)),
            longer.ReadRows().Select(r => (r.Score!.Score, r.Score.PValue)));
        Assert.NotEqual(
            asTrained.ReadRows().Select(r => r.Score!.Residual), longer.ReadRows().Select(r => r.Score!.Residual));
        Assert.Contains(
            "of the columns only score, p_value and is_anomaly compare with it", Assert.Single(_told.Warnings),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_p_values_and_verdicts_empty_where_nothing_was_held_out()
    {
        TinyRuns.Draw(Images, 5);
        string model = Path.Combine(_temp.Path, "few");
        TinyRuns.Run(TinyRuns.Train(Images, model));

        Execute(Request with { Model = model });

        Assert.All(Lines()[1..], line => Assert.Equal(("", ""), (line.Split(',')[3], line.Split(',')[4])));
        Assert.StartsWith(
            "the model was calibrated on its training images", Assert.Single(_told.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Gives_verdicts_at_the_rate_that_the_held_out_images_can_vouch_for()
    {
        TinyRuns.Draw(Images, 30, firstSeed: 500);

        ScoreSummary wished = Execute(Request with { FalsePositiveRate = 0.2 });
        Assert.Empty(_told.Warnings);
        ScoreSummary raised = Execute(Request with { FalsePositiveRate = 0.01, Out = Results + "2" });

        // 20 images were held out: one in 21.
        Assert.Equal((0.2, 1 / 21.0), (wished.Manifest.FalsePositiveRate, raised.Manifest.FalsePositiveRate));
        Assert.StartsWith("20 held-out images cannot vouch for a false-positive rate of 0.01: verdicts are given at "
            + "0.0476", Assert.Single(_told.Warnings), StringComparison.Ordinal);
        foreach (ScoreSummary summary in (ScoreSummary[])[wished, raised])
        {
            Assert.All(
                summary.ReadRows(),
                row =>
                    Assert.Equal(row.Score!.PValue <= summary.Manifest.FalsePositiveRate + 1e-7, row.Score.IsAnomaly));
            Assert.All(
                summary.ReadRows(),
                row => Assert.Equal(row.Score!.Score > summary.Manifest.Threshold, row.Score.IsAnomaly));
            Assert.All(
                summary.ReadRows(),
                row => Assert.Equal(Math.Round(row.Score!.PValue * 21), row.Score.PValue * 21, 1e-5));
        }
    }

    [Fact]
    public void Gives_the_papers_score_when_asked()
    {
        TinyRuns.Draw(Images, 6);

        ScoreSummary combined = Execute(Request with { FalsePositiveRate = 0.1 });
        ScoreSummary paper = Execute(
            Request with
            {
                Kind = ScoreKind.Paper,
                Out = Results + "2",
                FalsePositiveRate = 0.1,
            }
        );

        Assert.All(
            paper.ReadRows(),
            row => Assert.Equal(0.9 * row.Score!.Residual + 0.1 * row.Score.FeatureDistance, row.Score.Score, 1e-7));
        Assert.Equal(
            combined.ReadRows().Select(r => r.Score!.Residual), paper.ReadRows().Select(r => r.Score!.Residual));
        Assert.NotEqual(combined.ReadRows().Select(r => r.Score!.Score), paper.ReadRows().Select(r => r.Score!.Score));
        Assert.All(paper.ReadRows(), row => Assert.InRange(row.Score!.PValue, 1 / 21.0 - 1e-7, 1));
        using JsonDocument run = JsonDocument.Parse(File.ReadAllText(Path.Combine(paper.Folder, "run.json")));
        Assert.Equal("Paper", run.RootElement.GetProperty("score").GetString(), ignoreCase: true);
    }

    [Fact]
    public void Scores_with_a_model_without_an_encoder_the_same_among_others()
    {
        TinyRuns.Draw(Images, 20);
        string model = Path.Combine(_temp.Path, "plain"), few = Path.Combine(_temp.Path, "few");
        TinyRuns.Run(TinyRuns.Train(Images, model).WithoutEncoder());
        ImageCodec.WritePng(Path.Combine(few, "other.png"), DrawnSquares.Draw(8, 17));

        ScoreSummary all = TinyRuns.Run(Request with { Model = model }),
            one = TinyRuns.Run(Request with { Model = model, Images = few, Out = Results + "2" });

        Assert.Equivalent(all.ReadRows()[17].Score, one.ReadRows()[0].Score, strict: true);
    }

    [Fact]
    public void Replaces_results_only_when_asked_and_nothing_else()
    {
        TinyRuns.Draw(Images, 2);
        TinyRuns.Run(Request);
        File.WriteAllText(_temp["mine/keep.txt"], "keep");

        Assert.Throws<AnoGanException>(() => TinyRuns.Run(Request));
        TinyRuns.Run(Request with { Overwrite = true, WritesPictures = false });
        Assert.Throws<AnoGanException>(() => TinyRuns.Run(Request with { Out = _temp["mine"], Overwrite = true }));

        Assert.Equal(["report.html", "run.json", "scores.csv"], Files(Results));
        Assert.Equal(["keep.txt"], Files(_temp["mine"]));
    }

    [Fact]
    public void Leaves_no_tensors_behind()
    {
        TinyRuns.Draw(Images, 20);

        TensorAssert.LeavesNoTensors(() => Execute(Request));
    }

    private ScoreSummary Execute(ScoreRequest request) =>
        ScoreRun.Execute(request, TinyRuns.Now, _told.Events, TestContext.Current.CancellationToken);

    private string[] Lines() => File.ReadAllText(Path.Combine(Results, "scores.csv")).TrimEnd('\n').Split('\n');

    private (int Width, int Height) SizeOf(string picture)
    {
        ImageHeader header = ImageCodec.ReadHeader(Path.Combine(Results, picture));
        return (header.Width, header.Height);
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory
            .GetFiles(
                folder, "*",
                new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Select(file => Path.GetRelativePath(folder, file))
            .Order(StringComparer.Ordinal);

    private void AssertHoldsOnly(string name) =>
        Assert.Equal([name], Directory.GetFileSystemEntries(_temp.Path).Select(Path.GetFileName));
}
