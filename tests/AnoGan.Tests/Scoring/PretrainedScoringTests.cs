using System.Globalization;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Results;
using AnoGan.Scoring;
using AnoGan.Tests.Support;
using AnoGan.Training;

namespace AnoGan.Tests.Scoring;

/// <summary>From a training with pretrained features to their terms in the results.</summary>
[Collection(TensorTests.Name)]
public sealed class PretrainedScoringTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private string Model => Path.Combine(_temp.Path, "model");

    private string Results => Path.Combine(_temp.Path, "results");

    private string Network => Path.Combine(_temp.Path, "thinning.onnx");

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Has_terms_of_pretrained_features(bool patches)
    {
        string images = Draw(patches);
        TinyRuns.Run(Request(patches));

        Calibration calibration = Calibrated();
        Assert.Equal(1, calibration.Joint.Weights["pretrainedSpot"]);
        Assert.Equal(1, calibration.Joint.Weights["pretrainedMean"]);
        Assert.NotNull(calibration.Position);

        TinyRuns.Run(TinyRuns.Score(images, Model, Results));
        string[][] rows = [.. File.ReadLines(Path.Combine(Results, "scores.csv")).Select(row => row.Split(','))];
        foreach (string name in (string[])["surprise_pretrained_spot", "surprise_pretrained_mean"])
        {
            int column = Array.IndexOf(rows[0], name);
            Assert.Equal(40, rows[1..].Count(row => double.Parse(row[column], CultureInfo.InvariantCulture) >= 0));
        }

        // Calibrating anew on the same images finds the same.
        TinyRuns.Run(TinyRuns.Calibrate(images, Model));
        Assert.Equal(calibration.Scores, Calibrated().Scores);
        Assert.Equal(
            calibration.Joint.Terms["pretrainedSpot"], Calibrated().Joint.Terms["pretrainedSpot"]);
    }

    [Fact]
    public void Are_surprised_by_a_picture_unlike_all_others()
    {
        string images = Draw(patches: false);
        TinyRuns.Run(Request(patches: false));
        ImageCodec.WritePng(
            Path.Combine(_temp["odd"], "white.png"),
            TinyImages.Grey8(64, 64, [.. Enumerable.Repeat((byte)255, 64 * 64)]));

        ScoreSummary odd = TinyRuns.Run(TinyRuns.Score(_temp["odd"], Model, Results));
        ScoreSummary usual = TinyRuns.Run(TinyRuns.Score(images, Model, Path.Combine(_temp.Path, "usual")));

        double[] normal = [.. usual.ReadRows().Select(row => row.Score!.Surprises["pretrainedMean"])];
        Assert.True(odd.ReadRows()[0].Score!.Surprises["pretrainedMean"] > normal.Max());
    }

    [Fact]
    public void Scores_do_not_depend_on_company()
    {
        string images = Draw(patches: false);
        TinyRuns.Run(Request(patches: false));
        double[] together =
            [.. TinyRuns.Run(TinyRuns.Score(images, Model, Results)).ReadRows().Select(row => row.Score!.Score)];
        string one = Path.Combine(_temp.Path, "one");
        Directory.CreateDirectory(one);
        File.Copy(Path.Combine(images, "017.png"), Path.Combine(one, "017.png"));

        double alone = TinyRuns.Run(TinyRuns.Score(one, Model, Path.Combine(_temp.Path, "alone")))
            .ReadRows()[0].Score!.Score;

        Assert.Equal(together[17], alone);
    }

    [Fact]
    public void Can_be_put_into_a_model_and_taken_out_without_training()
    {
        string images = Draw(patches: false);
        string with = Path.Combine(_temp.Path, "with"), without = Path.Combine(_temp.Path, "without");
        TinyRuns.Run(Request(patches: false));
        IReadOnlyList<double> trained = Calibrated().Scores;

        TinyRuns.Run(TinyRuns.Calibrate(images, Model) with { Out = without, Features = "none" });
        TinyRuns.Run(TinyRuns.Calibrate(images, without) with { Out = with, Features = Network, FeatureSize = 96 });
        File.Delete(Network); // what is taken out is not needed

        Assert.Equal(trained, ManifestReader.Read(Path.Combine(with, "model.json")).Manifest.Calibration.Scores);
        using TrainedModel model = ModelDirectory.Load(without);
        Assert.Null(model.Manifest.Setup.Pretrained);
        Assert.Null(model.Metric.Pretrained);
        Assert.DoesNotContain("pretrainedSpot", model.Manifest.Calibration.Joint.Weights.Keys);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Know_pictures_that_are_added_until_they_are_taken_back(bool patches)
    {
        Draw(patches);
        TinyRuns.Run(Request(patches));
        byte[] metric = File.ReadAllBytes(Path.Combine(Model, "normal-metric.safetensors"));
        for (int i = 0; i < 4; i++)
            ImageCodec.WritePng(
                Path.Combine(_temp["bright"], $"{i}.png"),
                TinyImages.Grey8(64, 64, [
                    .. DrawnSquares.Draw(64, (ulong)i).Data.Select(level => (byte)Math.Min(level + 90, 255)),
                ]));
        double[] before = Scores("before");

        TinyRuns.Run(TinyRuns.Calibrate(_temp["bright"], Model) with { AddsNormal = true });

        using (TrainedModel model = ModelDirectory.Load(Model))
            Assert.InRange(model.Metric.Pretrained!.AddedCount, 4, 4 * PretrainedNeighbours.MostAddedOfPicture);
        double[] after = Scores("after");
        Assert.All(before.Zip(after), pair => Assert.True(pair.Second <= pair.First));
        Assert.True(after.Sum() < 0.5 * before.Sum());
        TinyRuns.Run(new CalibrateRequest { Model = Model, Undoes = true, Threads = 1, Device = "cpu" });
        Assert.Equal(metric, File.ReadAllBytes(Path.Combine(Model, "normal-metric.safetensors")));

        double[] Scores(string name) =>
        [
            .. TinyRuns.Run(TinyRuns.Score(_temp["bright"], Model, Path.Combine(_temp.Path, name))).ReadRows()
                .Select(row => row.Score!.Surprises["pretrainedMean"]),
        ];
    }

    [Fact]
    public void Are_put_in_with_the_images_of_the_training_alone()
    {
        Draw(patches: false);
        TinyRuns.Run(Request(patches: false) with { Features = "none" });
        TinyRuns.Draw(_temp["others"], 30, size: 64, firstSeed: 500);

        string message = Assert.Throws<AnoGanException>(
            () => TinyRuns.Run(TinyRuns.Calibrate(_temp["others"], Model) with { Features = Network })).Message;

        Assert.Contains("not the images that the model was trained on", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Uses_none_of_small_pictures_unless_told()
    {
        TinyRuns.Draw(_temp["normal"], 40, size: 63);
        TinyRuns.Run(TinyRuns.Train(_temp["normal"], Model));

        using TrainedModel model = ModelDirectory.Load(Model);
        Assert.Null(model.Manifest.Setup.Pretrained);
        Assert.DoesNotContain("pretrainedSpot", model.Manifest.Calibration.Joint.Weights.Keys);
    }

    [Fact]
    public void Uses_those_of_a_ResNet_18_where_pictures_are_large_enough()
    {
        TinyRuns.Draw(_temp["normal"], 25, size: 64);
        TinyRuns.Run(TinyRuns.Train(_temp["normal"], Model) with { FeatureSize = 96 });

        using TrainedModel model = ModelDirectory.Load(Model);
        Assert.Equal("resnet18", model.Manifest.Setup.Pretrained!.Network);
        Assert.Equal(384, model.Metric.Pretrained!.Length);
    }

    [Fact]
    public void Refuses_a_model_whose_weights_are_missing_or_others()
    {
        Draw(patches: false);
        TinyRuns.Run(Request(patches: false));
        File.AppendAllText(Network, "x");
        string other = Assert.Throws<AnoGanException>(() => ModelDirectory.Load(Model)).Message;
        File.Delete(Network);
        string missing = Assert.Throws<AnoGanException>(() => ModelDirectory.Load(Model)).Message;

        Assert.StartsWith(
            $"{Network}: not the weights that the model was trained with", other, StringComparison.Ordinal);
        Assert.StartsWith($"{Network}: missing", missing, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_to_train_with_what_is_no_network()
    {
        Draw(patches: false);
        File.WriteAllText(Network, "no network");
        string message = Assert.Throws<AnoGanException>(() => TinyRuns.Run(Request(patches: false))).Message;
        Assert.StartsWith($"{Network}: cannot be read as an ONNX file", message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Model));
    }

    private string Draw(bool patches)
    {
        File.WriteAllBytes(Network, HandMadeOnnx.Thinning());
        string images = _temp["normal"];
        if (patches)
            TinyRuns.DrawWide(images, 40);
        else
            TinyRuns.Draw(images, 40, size: 64);
        return images;
    }

    private TrainRequest Request(bool patches) =>
        (patches ? TinyRuns.TrainPatches(_temp["normal"], Model) : TinyRuns.Train(_temp["normal"], Model)) with
        {
            Features = Network, FeatureSize = 96,
        };

    private Calibration Calibrated()
    {
        using TrainedModel model = ModelDirectory.Load(Model);
        return model.Manifest.Calibration;
    }
}
