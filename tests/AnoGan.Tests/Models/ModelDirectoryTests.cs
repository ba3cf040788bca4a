using System.Text.Json.Nodes;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Models;

[Collection(TensorTests.Name)]
public sealed class ModelDirectoryTests : IDisposable
{
    private static readonly string[] AllFiles = 
    [
        "critic.safetensors", "encoder.safetensors", "generator-average.safetensors", "generator.safetensors",
        "model.json", "normal-metric.safetensors",
    ];

    private readonly TempFolder _temp = new();

    private string Model => Path.Combine(_temp.Path, "model");

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Brings_all_networks_and_the_metric_back(bool hasEncoder)
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(TinyNetworks.Spec, hasEncoder: hasEncoder);
        using (no_grad())
            networks.Average.parameters().First().mul_(2);
        NormalMetric metric = TinyModel.Metric(TinyNetworks.Spec, 9);

        ModelDirectory.Save(Model, TinyModel.Manifest(TinyNetworks.Spec), networks, metric);
        using TrainedModel model = ModelDirectory.Load(Model);

        using var scope = NewDisposeScope();
        Tensor z = ones(3, 4) / 3;
        TrainedNetworks read = model.Networks;
        Assert.Equal(TensorAssert.Values(networks.Average.forward(z)), TensorAssert.Values(read.Average.forward(z)));
        Assert.NotEqual(
            TensorAssert.Values(networks.Generator.forward(z)), TensorAssert.Values(read.Average.forward(z)));
        Assert.Equal(TensorAssert.Weights(networks.Generator), TensorAssert.Weights(read.Generator));
        Assert.Equal(TensorAssert.Weights(networks.Critic), TensorAssert.Weights(read.Critic));
        Assert.Equal(hasEncoder, read.Encoder is not null);
        if (hasEncoder)
            Assert.Equal(TensorAssert.Weights(networks.Encoder!), TensorAssert.Weights(read.Encoder!));
        nn.Module[] all =
        [
            read.Generator,
            read.Average,
            read.Critic,
            .. (IEnumerable<nn.Module>)(hasEncoder ? [read.Encoder!] : []),
        ];
        Assert.DoesNotContain(all.SelectMany(network => network.parameters()), p => p.requires_grad);
        Assert.Equal(metric.Latent.Distance([1, 2, 3, 4]), model.Metric.Latent.Distance([1, 2, 3, 4]));
        Assert.Equal(metric.Neighbours.Distance(new float[10]), model.Metric.Neighbours.Distance(new float[10]));
        Assert.Equal(
            AllFiles.Where(name => hasEncoder || name != "encoder.safetensors"),
            Directory.GetFiles(Model).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Brings_the_manifest_back()
    {
        ModelManifest written = TinyModel.Manifest(TinyNetworks.Spec);
        TinyModel.Save(Model, TinyNetworks.Spec);

        using TrainedModel model = ModelDirectory.Load(Model);

        ModelManifest read = model.Manifest;
        Assert.Equal(written.Setup.Network, read.Setup.Network);
        Assert.Equal(written.Setup.Fit, read.Setup.Fit);
        Assert.Equal(written.Created, read.Created);
        Assert.Equal(written.Setup.Training, read.Setup.Training);
        Assert.Equal(written.Facts, read.Facts);
        Assert.Equal(written.Setup.Data, read.Setup.Data);
        Assert.Equal(written.Setup.Search, read.Setup.Search);
        Assert.Equal(written.Calibration.Search, read.Calibration.Search);
        Assert.Equal(written.Calibration.Scores, read.Calibration.Scores);
        Assert.Equal(written.Calibration.PaperScores, read.Calibration.PaperScores);
        Assert.Equal(written.Calibration.Residuals, read.Calibration.Residuals);
        Assert.Equal(written.Calibration.FeatureDistances, read.Calibration.FeatureDistances);
        ScaleAssert.Same(written.Calibration.Joint, read.Calibration.Joint);
        Assert.Equal(written.Calibration.Pixel, read.Calibration.Pixel);
        Assert.Equal(
            (written.Calibration.IsHeldOut, written.Calibration.Folder),
            (read.Calibration.IsHeldOut, read.Calibration.Folder));
        Assert.Equal(written.Calibration.HeatmapScale, read.Calibration.HeatmapScale);
        Assert.Equal(written.Versions, read.Versions);
        Assert.Equal(AllFiles.Except(["model.json"]), read.Files.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("generator.safetensors")]
    [InlineData("generator-average.safetensors")]
    [InlineData("critic.safetensors")]
    [InlineData("encoder.safetensors")]
    [InlineData("normal-metric.safetensors")]
    public void Is_refused_with_a_file_changed_cut_or_missing(string name)
    {
        TinyModel.Save(Model, TinyNetworks.Spec);
        string path = Path.Combine(Model, name);
        byte[] whole = File.ReadAllBytes(path);

        byte[] changed = [.. whole];
        changed[^1] ^= 1;
        File.WriteAllBytes(path, changed);
        AssertRefused($"{path}: changed since the model was written");
        File.WriteAllBytes(path, whole[..^4]);
        AssertRefused($"{path}: changed since the model was written");
        File.Delete(path);
        AssertRefused($"{path}: missing");
    }

    [Theory]
    [InlineData("formatVersion", "13", "model format 13, this program reads 12")]
    [InlineData("formatVersion", "6", "model format 6, this program reads 12")]
    [InlineData("formatVersion", "2", "model format 2, this program reads 12")]
    [InlineData("formatVersion", "1", "model format 1, this program reads 12")]
    [InlineData("formatVersion", "0", "model format 0, this program reads 12")]
    [InlineData("format", "\"other\"", "not the manifest of an anogan model")]
    [InlineData("setup.network", """{"size":7,"channels":1,"latent":4,"width":16}""", "Size: found 7")]
    [InlineData("setup.network", "null", "damaged manifest")]
    [InlineData("setup.network", """{"size":8}""", "damaged manifest")]
    [InlineData("setup.fit", "\"sideways\"", "damaged manifest")]
    [InlineData("setup.search.steps", "-1", "Steps: found -1")]
    [InlineData("setup.training.batch", "0", "Batch: found 0")]
    [InlineData(
        "calibration",
        """{"isHeldOut":true,"search":SEARCH,"stride":null,"tiles":null,"added":[],"scores":[],"residuals":[],"featureDistances":[],"paperScores":[],"joint":JOINT,"pixel":SCALE,"defectPixel":null,"position":null,"folder":"good","heatmapScale":0.1}""",
        "a calibration of 0 scores")]
    [InlineData(
        "calibration",
        """{"isHeldOut":true,"search":SEARCH,"stride":null,"tiles":null,"added":[],"scores":[1],"residuals":[1],"featureDistances":[1],"paperScores":[1],"joint":JOINT,"pixel":SCALE,"defectPixel":null,"position":null,"folder":"good","heatmapScale":0}""",
        "heatmap scale 0")]
    [InlineData(
        "calibration",
        """{"isHeldOut":true,"search":SEARCH,"stride":null,"tiles":null,"added":[],"scores":null,"residuals":[1],"featureDistances":[1],"paperScores":[1],"joint":JOINT,"pixel":SCALE,"defectPixel":null,"position":null,"folder":"good","heatmapScale":0}""",
        "damaged manifest")]
    [InlineData("calibration.paperScores", "[0.1]", "a calibration of 2 scores")]
    [InlineData(
        "calibration.joint.terms.latent", """{"centre":0,"slope":0,"brightness":0,"spread":0}""",
        "a calibration of 2 scores")]
    [InlineData("calibration.joint.terms.latent", """{"centre":0,"brightness":0,"spread":1}""", "damaged manifest")]
    [InlineData("calibration.joint.terms.latent", "null", "a calibration of")]
    [InlineData("calibration.joint.terms", "{}", "a calibration of")]
    [InlineData("calibration.joint.terms", "null", "damaged manifest")]
    [InlineData("calibration.joint.weights", "{}", "a calibration of 2 scores")]
    [InlineData("calibration.joint.whole", "null", "damaged manifest")]
    [InlineData("calibration.joint", "null", "damaged manifest")]
    [InlineData("calibration.pixel", "null", "damaged manifest")]
    [InlineData("calibration.pixel.spread", "0", "a calibration of 2 scores")]
    [InlineData(
        "setup.tiles", """{"stride":4,"augmentation":"None"}""",
        "found only one of the options and the calibration of tiles")]
    [InlineData(
        "calibration.tiles", """{"terms":TERMS,"combined":SCALE,"residual":SCALE}""",
        "found only one of the options and the calibration of tiles")]
    [InlineData("setup.preparation.steps", """["percentiles:1:99","polish"]""", "the unknown step \"polish\"")]
    [InlineData("setup.preparation.steps", """["crop:-1"]""", "Preparation crop:-1")]
    [InlineData("setup.preparation.scale", "2", "Scale: found 2")]
    [InlineData("setup.preparation", "null", "damaged manifest")]
    [InlineData("setup.search.plateau", "2", "Plateau: found 2")]
    [InlineData("setup.training.encoderSteps", "-1", "EncoderSteps: found -1")]
    [InlineData("setup.search.schedule", "\"random\"", "damaged manifest")]
    public void Is_refused_with_another_manifest(string property, string value, string found)
    {
        TinyModel.Save(Model, TinyNetworks.Spec);

        string path = ChangeManifest(property, value);

        AssertRefused($"{path}: ", found);
    }

    [Theory]
    [InlineData("setup.tiles", "null", "found only one of the options and the calibration of tiles")]
    [InlineData("calibration.tiles", "null", "found only one of the options and the calibration of tiles")]
    [InlineData("setup.tiles.stride", "0", "Stride: found 0")]
    [InlineData("setup.tiles.stride", "9", "Stride: found 9")]
    [InlineData("setup.tiles.augmentation", "\"Stretch\"", "damaged manifest")]
    [InlineData("calibration.tiles.combined", "null", "damaged manifest")]
    [InlineData("calibration.tiles.combined.spread", "0", "a calibration of 2 scores")]
    [InlineData("calibration.tiles.terms.texture", "null", "a calibration of 2 scores")]
    public void Of_patches_is_refused_with_another_manifest(string property, string value, string found)
    {
        SavePatches();

        string path = ChangeManifest(property, value);

        AssertRefused($"{path}: ", found);
    }

    [Fact]
    public void Of_patches_brings_its_options_calibration_and_texture_back()
    {
        ModelManifest written = TinyModel.TileManifest(TinyNetworks.Spec);
        NormalTexture texture = TinyModel.TileMetric(TinyNetworks.Spec).Texture!;
        SavePatches();

        using TrainedModel model = ModelDirectory.Load(Model);

        ModelManifest read = model.Manifest;
        Assert.Equal((0.5, null), (read.Setup.Preparation.Scale, read.Setup.Preparation.LongSide));
        Assert.Equal(written.Setup.Preparation.Steps, read.Setup.Preparation.Steps);
        Assert.Equal(written.Setup.Tiles, read.Setup.Tiles);
        Assert.Equal(written.Calibration.Stride, read.Calibration.Stride);
        ScaleAssert.Same(written.Calibration.Tiles, read.Calibration.Tiles);
        ScaleAssert.Same(written.Calibration.Joint, read.Calibration.Joint);
        Assert.Contains("texture-neighbours", Safetensors.Read(Path.Combine(Model, "normal-metric.safetensors")).Keys);
        foreach (
            float[] vector in (float[][])
                [new float[10], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [-3, 2, 0, 0, 0.5f, 0, 1, 1, -1, 0]])
            Assert.Equal(texture.LogDistance(vector), model.Metric.Texture!.LogDistance(vector));
        Assert.Equal(
            AllFiles.Where(name => name != "encoder.safetensors"),
            Directory.GetFiles(Model).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Of_whole_pictures_has_no_texture()
    {
        TinyModel.Save(Model, TinyNetworks.Spec);

        using TrainedModel model = ModelDirectory.Load(Model);

        Assert.Null(model.Metric.Texture);
        Assert.Null(model.Manifest.Setup.Tiles);
        Assert.Null(model.Manifest.Calibration.Tiles);
    }

    [Fact]
    public void Of_patches_is_refused_without_its_texture()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(TinyNetworks.Spec);

        var refusal = Assert.Throws<AnoGanException>(() =>
            ModelDirectory.Save(
                Model, TinyModel.TileManifest(TinyNetworks.Spec), networks, TinyModel.Metric(TinyNetworks.Spec)));

        Assert.Contains("normal-metric.safetensors: ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_temp.Path));
    }

    [Theory]
    [InlineData("setup.search", "lambda")]
    [InlineData("setup.search", "plateau")]
    [InlineData("setup.training", "encoderSteps")]
    [InlineData("calibration", "joint")]
    [InlineData("calibration", "pixel")]
    [InlineData("calibration.joint", "weights")]
    [InlineData("setup.training", "beta2")]
    [InlineData("calibration", "isHeldOut")]
    [InlineData("setup.data", "colourImages")]
    public void Is_refused_with_an_option_missing(string part, string name)
    {
        TinyModel.Save(Model, TinyNetworks.Spec);
        string path = Path.Combine(Model, "model.json");
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(path))!;
        Assert.True(part.Split('.').Aggregate(manifest, (node, name) => node[name]!).AsObject().Remove(name));
        File.WriteAllText(path, manifest.ToJsonString());

        AssertRefused($"{path}: damaged manifest", name);
    }

    [Fact]
    public void Is_refused_with_a_file_that_the_manifest_does_not_know()
    {
        TinyModel.Save(Model, TinyNetworks.Spec);
        string path = Path.Combine(Model, "model.json");
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(path))!;
        manifest["files"]!.AsObject().Remove("critic.safetensors");
        File.WriteAllText(path, manifest.ToJsonString());

        AssertRefused($"{Path.Combine(Model, "critic.safetensors")}: changed since the model was written");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void Is_refused_with_a_damaged_manifest(string json)
    {
        TinyModel.Save(Model, TinyNetworks.Spec);
        string path = Path.Combine(Model, "model.json");
        File.WriteAllText(path, json);

        AssertRefused($"{path}: ");
    }

    [Fact]
    public void Is_refused_where_there_is_none()
    {
        AssertRefused($"{Model}: no such folder, expected a model directory");

        Directory.CreateDirectory(Model);
        AssertRefused($"{Model}: no model.json in it, expected a model directory");
    }

    [Fact]
    public void Is_not_written_over_something_else()
    {
        File.WriteAllText(_temp["model/mine.txt"], "keep");

        var refusal = Assert.Throws<AnoGanException>(() => TinyModel.Save(Model, TinyNetworks.Spec, replace: true));

        Assert.StartsWith(
            $"{Model}: the folder is not empty and contains no model.json", refusal.Message, StringComparison.Ordinal);
        AssertHoldsOnly("model");
        Assert.Equal("keep", File.ReadAllText(_temp["model/mine.txt"]));
    }

    [Fact]
    public void Is_not_written_over_a_model_unless_asked()
    {
        TinyModel.Save(Model, TinyNetworks.Spec);
        byte[] before = File.ReadAllBytes(Path.Combine(Model, "critic.safetensors"));

        Assert.Throws<AnoGanException>(() => TinyModel.Save(Model, TinyNetworks.Spec, seed: 2));

        Assert.Equal(before, File.ReadAllBytes(Path.Combine(Model, "critic.safetensors")));
        AssertHoldsOnly("model");
    }

    [Fact]
    public void Replaces_a_model_when_asked()
    {
        TinyModel.Save(Model, TinyNetworks.Spec);

        TinyModel.Save(Model, TinyNetworks.Spec, seed: 2, replace: true);

        using TrainedModel model = ModelDirectory.Load(Model);
        using Critic expected = TinyNetworks.Frozen(TinyNetworks.Spec, 2).Critic;
        Assert.Equal(TensorAssert.Weights(expected), TensorAssert.Weights(model.Networks.Critic));
        Assert.Equal(AllFiles, Directory.GetFiles(Model).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        AssertHoldsOnly("model");
    }

    [Fact]
    public void Replaces_a_model_by_one_without_an_encoder()
    {
        TinyModel.Save(Model, TinyNetworks.Spec);

        TinyModel.Save(Model, TinyNetworks.Spec, replace: true, hasEncoder: false);

        using TrainedModel model = ModelDirectory.Load(Model);
        Assert.Null(model.Networks.Encoder);
        Assert.False(File.Exists(Path.Combine(Model, "encoder.safetensors")));
    }

    [Fact]
    public void Leaves_nothing_behind_where_what_was_written_does_not_read_back()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(TinyNetworks.Spec);
        ModelManifest wrong = TinyModel.Manifest(new NetworkSpec(28, 1, 4, 16));

        Assert.Throws<AnoGanException>(() =>
            ModelDirectory.Save(Model, wrong, networks, TinyModel.Metric(TinyNetworks.Spec)));

        Assert.Empty(Directory.GetFileSystemEntries(_temp.Path));
    }

    [Fact]
    public void Leaves_no_tensors_behind()
    {
        TinyModel.Save(Model, TinyNetworks.Spec);

        TensorAssert.LeavesNoTensors(() => ModelDirectory.Load(Model).Dispose());
        File.Delete(Path.Combine(Model, "critic.safetensors"));
        TensorAssert.LeavesNoTensors(() => AssertRefused(Model));
    }

    private void AssertRefused(string start, string found = "")
    {
        var refusal = Assert.Throws<AnoGanException>(() => ModelDirectory.Load(Model));

        Assert.StartsWith(start, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(found, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    private void SavePatches()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(TinyNetworks.Spec);
        ModelDirectory.Save(
            Model, TinyModel.TileManifest(TinyNetworks.Spec), networks, TinyModel.TileMetric(TinyNetworks.Spec));
    }

    // Sets one property, which may lie within others, and gives the path of the manifest.
    private string ChangeManifest(string property, string value)
    {
        string path = Path.Combine(Model, "model.json");
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(path))!;
        JsonNode joint = manifest["calibration"]!["joint"]!, terms = joint["terms"]!;
        string json = value
            .Replace("SEARCH", manifest["setup"]!["search"]!.ToJsonString(), StringComparison.Ordinal)
            .Replace("JOINT", joint.ToJsonString(), StringComparison.Ordinal)
            .Replace("TERMS", terms.ToJsonString(), StringComparison.Ordinal)
            .Replace("SCALE", terms["latent"]!.ToJsonString(), StringComparison.Ordinal);
        string[] names = property.Split('.');
        JsonNode holder = names[..^1].Aggregate(manifest, (node, name) => node[name]!);
        holder[names[^1]] = JsonNode.Parse(json);
        File.WriteAllText(path, manifest.ToJsonString());
        return path;
    }

    // GetFileSystemEntries lists hidden names as well.
    private void AssertHoldsOnly(string name) =>
        Assert.Equal([name], Directory.GetFileSystemEntries(_temp.Path).Select(Path.GetFileName));
}
