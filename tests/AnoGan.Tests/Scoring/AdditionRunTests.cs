using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Results;
using AnoGan.Scoring;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Scoring;

[Collection(TensorTests.Name)]
public sealed class AdditionRunTests(TrainedModelFixture whole, TrainedPatchModelFixture patches)
    : IClassFixture<TrainedModelFixture>, IClassFixture<TrainedPatchModelFixture>, IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly RecordedEvents _told = new();

    private string Alarms => Path.Combine(_temp.Path, "alarms");

    private string Model => Path.Combine(_temp.Path, "model");

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Makes_their_like_more_normal_and_nothing_less(bool isPatch)
    {
        string trained = isPatch ? patches.Model : whole.Model;
        DrawBright(Alarms, 5, isPatch);
        DrawBright(_temp["test/like"], 5, isPatch, firstSeed: 50);
        DrawBright(_temp["test/good"], 20, isPatch, firstSeed: 2000, light: 0);
        DrawBright(_temp["test/odd"], 5, isPatch, firstSeed: 70, light: -60);

        ModelManifest manifest = null!;
        TensorAssert.LeavesNoTensors(() => manifest = Run(Request(trained) with { Out = Model }));

        double[] before = Scores(trained, "before"), after = Scores(Model, "after");
        Assert.All(before.Zip(after), pair => Assert.True(pair.Second <= pair.First));

        // 20 good ones, then the five that are like those added, then the odd ones.
        double[] like = before[20..25], now = after[20..25];
        Assert.All(like.Zip(now), pair => Assert.True(pair.Second < 0.7 * pair.First));
        AddedPictures added = Assert.Single(manifest.Calibration.Added);
        Assert.Equal(("alarms", TinyRuns.Now, 5, 5, 0), (
            added.Folder, added.Time, added.Hashes.Count, added.Scores.Count, added.Alone));
        Calibration calibration = manifest.Calibration;
        Assert.Equal(
            calibration.Scores.Concat(added.Scores).Order().Skip(5), calibration.ScoresOf(ScoreKind.Combined));
        Assert.Equal(manifest.Calibration.PaperScores, manifest.Calibration.ScoresOf(ScoreKind.Paper));
        Assert.Equal(["reading 5 images", "adding 5 images"], _told.Stages);

        double[] Scores(string model, string results) =>
        [
            .. TinyRuns.Run(TinyRuns.Score(Path.Combine(_temp.Path, "test"), model, _temp[results]) with
            {
                WritesPictures = false, WritesReport = false,
            }).ReadRows().Select(row => row.Score!.Score),
        ];
    }

    [Fact]
    public void Is_taken_back_to_the_last_byte_one_by_one()
    {
        CopyModel();
        DrawBright(Alarms, 3);
        DrawBright(_temp["more"], 2, firstSeed: 9, light: 30);
        Dictionary<string, string> trained = Files();

        Run(Request());
        Dictionary<string, string> once = Files();
        Run(Request() with { Images = _temp["more"] });
        Dictionary<string, string> twice = Files();

        Assert.Equal(["model.json", "normal-metric.safetensors"], Changed(trained, once));
        Assert.Equal(["model.json", "normal-metric.safetensors"], Changed(once, twice));
        Run(Undo);
        Assert.Empty(Changed(once, Files()));
        Run(Undo);
        Assert.Empty(Changed(trained, Files()));
        Assert.Contains(
            $"{Model}: found no normal images that were added, expected some",
            Assert.Throws<AnoGanException>(() => Run(Undo)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_out_what_was_added_before_and_copies()
    {
        CopyModel();
        DrawBright(Alarms, 3);
        File.Copy(Path.Combine(Alarms, "000.png"), Path.Combine(Alarms, "copy.png"));
        Assert.Equal(3, Run(Request()).Calibration.Added[0].Hashes.Count);
        DrawBright(Alarms, 4);

        Assert.Single(Run(Request()).Calibration.Added[1].Hashes);

        Assert.Contains("4 of 5 images were added before, and are left out", _told.Warnings);
        Assert.StartsWith(
            $"{Alarms}: found 5 images that were all added before",
            Assert.Throws<AnoGanException>(() => Run(Request())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_count_a_score_of_what_is_like_none_of_the_others()
    {
        CopyModel();
        DrawBright(Alarms, 1);

        AddedPictures alone = Assert.Single(Run(Request()).Calibration.Added);

        Assert.Equal((1, 1, 1), (alone.AlarmsBefore, alone.AlarmsAfter, alone.Alone));
        Assert.Empty(alone.Scores);
        Assert.Contains(_told.Warnings, warning => warning.StartsWith(
            "1 image like none of the others that were added (000.png)", StringComparison.Ordinal));

        // The picture itself is known from now on.
        ScoreSummary scored = TinyRuns.Run(TinyRuns.Score(Alarms, Model, _temp["results"]));
        Assert.False(scored.ReadRows()[0].Score!.IsAnomaly);
    }

    [Fact]
    public void Takes_the_images_of_a_list_alone()
    {
        CopyModel();
        DrawBright(Alarms, 4);
        File.WriteAllText(_temp["normal.txt"], "003.png\n001.png\n");

        ModelManifest manifest = Run(Request() with { List = _temp["normal.txt"] });

        Assert.Equal(2, Assert.Single(manifest.Calibration.Added).Hashes.Count);
    }

    [Fact]
    public void Refuses_more_than_a_model_takes()
    {
        CopyModel();
        TinyRuns.Draw(Alarms, AddedNormals.MostSquares + 1, firstSeed: 3000);
        Dictionary<string, string> before = Files();

        Assert.StartsWith(
            $"{Alarms}: found 201 new images, expected at most 200",
            Assert.Throws<AnoGanException>(() => Run(Request())).Message, StringComparison.Ordinal);
        Assert.Empty(Changed(before, Files()));
    }

    [Fact]
    public void Is_in_the_way_of_a_new_calibration()
    {
        CopyModel();
        DrawBright(Alarms, 2);
        TinyRuns.Draw(_temp["more"], 20, firstSeed: 1000);
        Run(Request());

        Assert.Contains(
            "take them back with --undo",
            Assert.Throws<AnoGanException>(() => Run(TinyRuns.Calibrate(_temp["more"], Model))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Goes_with_no_option_of_a_calibration()
    {
        Assert.Throws<AnoGanException>(() => (Request() with { Features = "none" }).Validate());
        Assert.Throws<AnoGanException>(() => (Request() with { Stride = 4 }).Validate());
        Assert.Throws<AnoGanException>(() =>
            (Request() with { AdjustSearch = search => search with { Steps = 9 } }).Validate());
        Assert.Throws<AnoGanException>(() => (Request() with { Precision = PrecisionMode.Bf16 }).Validate());
        Assert.Throws<AnoGanException>(() => (Undo with { Images = Alarms }).Validate());
        Assert.Throws<AnoGanException>(() => (Undo with { List = _temp["normal.txt"] }).Validate());
        Assert.Throws<AnoGanException>(() => (Undo with { Undoes = false }).Validate());
    }

    [Fact]
    public void Is_refused_where_model_and_metric_tell_of_others()
    {
        CopyModel();
        string metric = Path.Combine(Model, "normal-metric.safetensors");
        DrawBright(Alarms, 2);
        Run(Request());
        string json = File.ReadAllText(Path.Combine(Model, "model.json"));
        File.Copy(Path.Combine(whole.Model, "normal-metric.safetensors"), metric, overwrite: true);
        using (TrainedModel model = ModelDirectory.Load(whole.Model))
            json = json.Replace(
                ManifestReader.Read(Path.Combine(Model, "model.json")).Manifest.Files["normal-metric.safetensors"],
                model.Manifest.Files["normal-metric.safetensors"], StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(Model, "model.json"), json);

        Assert.Contains(
            "other added images than model.json tells of",
            Assert.Throws<AnoGanException>(() => ModelDirectory.Load(Model)).Message, StringComparison.Ordinal);
    }

    private CalibrateRequest Undo => Request() with { Images = null, AddsNormal = false, Undoes = true };

    private CalibrateRequest Request(string? model = null) =>
        TinyRuns.Calibrate(Alarms, model ?? Model) with { AddsNormal = true };

    private ModelManifest Run(CalibrateRequest request) =>
        CalibrateRun.Execute(request, TinyRuns.Now, _told.Events, TestContext.Current.CancellationToken);

    private void CopyModel()
    {
        foreach (string file in Directory.GetFiles(whole.Model))
            File.Copy(file, _temp[$"model/{Path.GetFileName(file)}"]);
    }

    private Dictionary<string, string> Files() => Directory.GetFiles(Model)
        .ToDictionary(file => Path.GetFileName(file), file => ModelFile.HashOf(file));

    private static string[] Changed(Dictionary<string, string> before, Dictionary<string, string> after) =>
        [.. before.Except(after).Select(file => file.Key).Order(StringComparer.Ordinal)];

    // The pictures that were trained on, under another light.
    private static void DrawBright(
        string folder, int count, bool isPatch = false, int firstSeed = 0, int light = 90)
    {
        for (int i = 0; i < count; i++)
        {
            PixelImage picture = isPatch
                ? DrawnSquares.Draw(24, 20, (ulong)(firstSeed + i))
                : DrawnSquares.Draw(8, (ulong)(firstSeed + i));
            byte[] data = [.. picture.Data.ToArray().Select(level => (byte)Math.Clamp(level + light, 0, 255))];
            ImageCodec.WritePng(
                Path.Combine(folder, $"{i:D3}.png"), new PixelImage(picture.Width, picture.Height, 1, 8, data));
        }
    }
}
