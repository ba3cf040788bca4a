using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Fuzzing;

/// <summary>Models with their hashes made right, so that what lies behind the hashes is reached.</summary>
[Collection(TensorTests.Name)]
public sealed class ModelFuzzTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private string Model => Path.Combine(_temp.Path, "model");

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Category", "Slow")]
    public void Damaged_manifests_are_refused_or_give_a_sound_model(bool isOfPatches)
    {
        Save(isOfPatches);
        string path = Path.Combine(Model, "model.json");
        byte[][] seeds = [File.ReadAllBytes(path)];

        new FuzzRun($"manifest-{isOfPatches}", 350).Read(
            random => TextMutator.Mutate(seeds, random), path, RequireSound, refusedPath: Model);
    }

    [Theory]
    [InlineData("generator-average.safetensors")]
    [InlineData("normal-metric.safetensors")]
    [Trait("Category", "Slow")]
    public void Damaged_weights_are_refused_or_give_a_sound_model(string name)
    {
        Save(isOfPatches: true);
        string path = Path.Combine(Model, name), manifest = Path.Combine(Model, "model.json");
        byte[][] seeds = [File.ReadAllBytes(path)];
        string json = File.ReadAllText(manifest), hash = JsonNode.Parse(json)!["files"]![name]!.GetValue<string>();

        new FuzzRun(name, 200).Read(Make, path, RequireSound);

        byte[] Make(Random random)
        {
            byte[] damaged = WeightMutator.Mutate(seeds, random);
            File.WriteAllText(
                manifest,
                json.Replace(hash, Convert.ToHexStringLower(SHA256.HashData(damaged)), StringComparison.Ordinal));
            return damaged;
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Damaged_arrays_are_refused_or_read_whole()
    {
        string path = _temp["arrays.safetensors"];
        Safetensors.Write(
            path,
            new Dictionary<string, NamedArray>
            {
                ["b"] = new([2, 3], [1, 2, 3, 4, 5, 6]),
                ["a.x"] = new([], [7]),
                ["none"] = new([0, 9], []),
            }
        );
        byte[][] seeds = [File.ReadAllBytes(path)];

        new FuzzRun("arrays", 1000).Read(random => WeightMutator.Mutate(seeds, random), path, () =>
        {
            foreach ((string _, NamedArray array) in Safetensors.Read(path))
                Assert.Equal(array.Shape.Aggregate(1L, (product, side) => product * side), array.Values.LongLength);
        });
    }

    private void Save(bool isOfPatches)
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(TinyNetworks.Spec, hasEncoder: true);
        using (no_grad())
            networks.Average.parameters().First().mul_(2); // files of other content have other hashes
        ModelManifest manifest = isOfPatches
            ? TinyModel.TileManifest(TinyNetworks.Spec)
            : TinyModel.Manifest(TinyNetworks.Spec);
        NormalMetric metric = isOfPatches
            ? TinyModel.TileMetric(TinyNetworks.Spec)
            : TinyModel.Metric(TinyNetworks.Spec);
        ModelDirectory.Save(Model, manifest, networks, metric);
    }

    // What scoring does with a model, short of the search.
    private void RequireSound()
    {
        using TrainedModel model = ModelDirectory.Load(Model);
        NetworkSpec spec = model.Manifest.Setup.Network;
        using var scope = NewDisposeScope();
        Assert.All(TensorAssert.Weights(model.Networks.Average), weight => Assert.True(float.IsFinite(weight)));
        Assert.Equal(
            [1, spec.Channels, spec.Size, spec.Size], model.Networks.Average.forward(zeros(1, spec.Latent)).shape);
        Assert.False(double.IsNaN(model.Metric.Latent.Distance(new float[spec.Latent])));
        Assert.False(
            double.IsNaN(
                model.Metric.Neighbours.Distance(model.Metric.Features.Coordinates(new float[spec.FeatureLength]))));

        float[] local = new float[spec.LocalChannels * spec.LocalSide * spec.LocalSide];
        Assert.All(model.Metric.Local.Map(local), value => Assert.True(value >= 0));

        Calibration calibration = model.Manifest.Calibration;
        Assert.All(calibration.Scores.Concat(calibration.Residuals), number => Assert.True(double.IsFinite(number)));
        Assert.True(double.IsFinite(calibration.Joint.Terms["latent"].Standardise(1, 1)));
        Assert.DoesNotContain(
            null,
            model
                .Manifest.Versions.Values.Concat(model.Manifest.Files.Values)
                .Concat(model.Manifest.Setup.Preparation.Steps));
        Assert.True(Encoding.UTF8.GetByteCount(model.Manifest.Setup.Data.Folder + model.Manifest.Setup.Device) >= 0);
    }
}
