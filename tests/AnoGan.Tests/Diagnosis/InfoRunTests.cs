using System.Text.Json;
using AnoGan.Diagnosis;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Diagnosis;

[Collection(TensorTests.Name)]
public sealed class InfoRunTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private string Model => Path.Combine(_temp.Path, "model");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Gives_the_thresholds_that_scoring_would_use()
    {
        double[] scores = [.. Enumerable.Range(1, 99).Select(n => n / 100.0)];
        Save(TinyModel.Manifest(TinyNetworks.Spec) with
        {
            Calibration = TinyModel.Manifest(TinyNetworks.Spec).Calibration with
            {
                Scores = scores, PaperScores = scores, Residuals = scores, FeatureDistances = scores,
            },
        });

        ModelCard card = InfoRun.Execute(Model);

        // p = (1 + images at least as high) / 100: 1 of 100 above 0.99, 5 of 100 above 0.95.
        Assert.Equal(0.01, card.Calibration.SmallestRate);
        Assert.Equal([(0.01, 0.99), (0.05, 0.95)], card.Calibration.Thresholds.Select(t => (t.Rate, t.Score)));
        Assert.All(card.Calibration.Thresholds, t => Assert.Equal(Level(t.Score!.Value), t.Map!.Value, 1e-12));
        Assert.Equal((0.01, 0.99), (card.Scoring.FalsePositiveRate, card.Scoring.Threshold));
        Assert.Equal(
            [
                ("0", 0.01), ("0.05", 0.05), ("0.25", 0.25), ("0.5", 0.5), ("0.75", 0.75), ("0.95", 0.95),
                ("0.99", 0.99), ("1", 0.99),
            ],
            card.Calibration.ScoreQuantiles.Select(quantile => (quantile.Key, quantile.Value)));

        // The local term, centre 0.5 and spread 0.25, makes the score by a weight of 0.5; the pixels of the map have
        // centre -0.5 and spread 0.5.
        static double Level(double score)
        {
            double value = 0.5 + 0.25 * Math.Log(Math.Pow(10, score / 0.5) - 1);
            return Math.Log10(1 + Math.Exp((value + 0.5) / 0.5)) / 16;
        }
    }

    [Fact]
    public void Gives_no_threshold_that_few_images_cannot_vouch_for()
    {
        Save(TinyModel.Manifest(TinyNetworks.Spec));

        ModelCard card = InfoRun.Execute(Model);

        // Of two held-out images.
        Assert.Equal(1 / 3.0, card.Calibration.SmallestRate);
        Assert.All(
            card.Calibration.Thresholds, threshold => Assert.Equal((null, null), (threshold.Score, threshold.Map)));
        Assert.Equal((1 / 3.0, 0.2), (card.Scoring.FalsePositiveRate, card.Scoring.Threshold));
    }

    [Fact]
    public void Gives_no_verdicts_of_a_model_without_held_out_images()
    {
        ModelManifest manifest = TinyModel.Manifest(TinyNetworks.Spec);
        Save(manifest with { Calibration = manifest.Calibration with { IsHeldOut = false } });

        ModelCard card = InfoRun.Execute(Model);

        Assert.Equal(
            (null, null, null), (card.Calibration.SmallestRate, card.Scoring.FalsePositiveRate, card.Scoring.Threshold)
        );
    }

    [Fact]
    public void Marks_the_options_that_are_not_defaults()
    {
        Save(TinyModel.Manifest(TinyNetworks.Spec));

        CardOption[] changed = [.. InfoRun.Execute(Model).Options.Where(option => !option.IsDefault)];

        Assert.Equal(
            [
                ("--size", "8"), ("--fit", "crop"), ("--width", "16"), ("--latent", "4"), ("--minutes", "1.5"),
                ("--steps", "7"),
            ],
            changed.Select(option => (option.Name, option.Value)));
    }

    [Fact]
    public void Says_how_a_model_of_patches_sees_pictures()
    {
        NetworkSpec spec = TinyNetworks.Spec;
        Save(TinyModel.TileManifest(spec), TinyModel.TileMetric(spec));

        ModelCard card = InfoRun.Execute(Model);

        Assert.Equal(new CardTiles(8, 3, "flip-horizontal,turn"), card.Tiles);
        Assert.Equal((null, 3), (card.Fit, card.Scoring.Stride));
        string text = Text(card);
        Assert.Contains(
            "prepared     shrunk by 0.5, then percentiles:2:98, then crop:0", text, StringComparison.Ordinal);
        Assert.Contains("in patches of 8×8 pixels, tiles every 3 pixels", text, StringComparison.Ordinal);
        Assert.Contains(
            "* --patch 8  * --stride 3  * --scale 0.5  * --prepare percentiles:2:98,crop:0", text,
            StringComparison.Ordinal);
        Assert.DoesNotContain("--fit", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_the_pictures_that_are_there_and_no_others()
    {
        Save(TinyModel.Manifest(TinyNetworks.Spec));
        Directory.CreateDirectory(Path.Combine(Model, "samples"));
        File.WriteAllText(Path.Combine(Model, "curves.svg"), "");

        Assert.Equal(["samples/", "curves.svg"], InfoRun.Execute(Model).Pictures.Select(picture => picture.Name));
    }

    [Fact]
    public void Says_in_words_what_is_on_the_card()
    {
        Save(TinyModel.Manifest(TinyNetworks.Spec));
        File.Delete(Path.Combine(Model, "critic.safetensors"));

        string text = Text(InfoRun.Execute(Model));

        Assert.Contains("images       good: 50 trained on, 20 held out, 1 skipped; grey, longer sides of 8 to 16 "
            + "pixels", text, StringComparison.Ordinal);
        Assert.Contains("generator-average               1,681 weights    0.0 MiB", text, StringComparison.Ordinal);
        Assert.Contains(
            "training     7 steps in 1 s on cpu with 1 thread; Wasserstein estimate 0.500, penalty 0.0100", text,
            StringComparison.Ordinal);
        Assert.Contains("health       at step 5 a sign", text, StringComparison.Ordinal);
        Assert.Contains(
            "lowest 0.100  5 % 0.100  25 % 0.100  median 0.100  75 % 0.200", text, StringComparison.Ordinal);
        Assert.Contains("at 0.05: no threshold, too few images", text, StringComparison.Ordinal);
        Assert.Contains("MISSING  critic.safetensors", text, StringComparison.Ordinal);
        Assert.Contains("ok       generator.safetensors", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Has_the_names_that_scripts_read()
    {
        Save(TinyModel.Manifest(TinyNetworks.Spec));

        using var json = JsonDocument.Parse(InfoRun.Execute(Model).ToJson());

        JsonElement root = json.RootElement;
        Assert.Equal(
            [
                "format", "format_version", "model", "model_hash", "model_format_version", "created", "data",
                "pictures", "network", "has_encoder", "pretrained", "preparation", "fit", "tiles", "options",
                "threads", "device", "training", "health", "calibration", "scoring", "versions", "files",
            ],
            root.EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            ("anogan-card", 1, "model"),
            (
                root.GetProperty("format").GetString(),
                root.GetProperty("format_version").GetInt32(),
                root.GetProperty("model").GetString()));
        Assert.Equal(50, root.GetProperty("data").GetProperty("training_images").GetInt32());
        Assert.Equal(256, root.GetProperty("network").GetProperty("feature_length").GetInt32());
        Assert.Equal(3, root.GetProperty("scoring").GetProperty("search").GetProperty("steps").GetInt32());
        Assert.Equal(
            ["name", "bytes", "numbers", "hash", "agrees", "problem"],
            root.GetProperty("files")[0].EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public void Says_what_a_folder_is_that_is_no_model()
    {
        File.WriteAllText(_temp["results/run.json"], "{}");
        File.WriteAllText(_temp["file"], "");

        string results = Assert.Throws<AnoGanException>(() => InfoRun.Execute(_temp["results"])).Message;
        string file = Assert.Throws<AnoGanException>(() => InfoRun.Execute(_temp["file"])).Message;
        string nothing = Assert.Throws<AnoGanException>(() => InfoRun.Execute(_temp["nothing"])).Message;

        Assert.StartsWith(
            $"{_temp["results"]}: found the results folder of a scoring run, expected a model directory", results,
            StringComparison.Ordinal);
        Assert.StartsWith($"{_temp["file"]}: a file, expected a model directory", file, StringComparison.Ordinal);
        Assert.StartsWith(
            $"{_temp["nothing"]}: no such folder, expected a model directory", nothing, StringComparison.Ordinal);
    }

    private void Save(ModelManifest manifest, NormalMetric? metric = null)
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(manifest.Setup.Network, hasEncoder: true);
        ModelDirectory.Save(Model, manifest, networks, metric ?? TinyModel.Metric(manifest.Setup.Network));
    }

    private string Text(ModelCard card)
    {
        using var text = new StringWriter { NewLine = "\n" };
        ModelCardText.Write(card, Model, text);
        return text.ToString();
    }
}
