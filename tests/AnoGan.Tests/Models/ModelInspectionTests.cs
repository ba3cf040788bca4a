using System.Text.Json.Nodes;
using AnoGan.Models;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Models;

[Collection(TensorTests.Name)]
public sealed class ModelInspectionTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public ModelInspectionTests() => TinyModel.Save(Model, TinyNetworks.Spec);

    private string Model => Path.Combine(_temp.Path, "model");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Counts_the_weights_of_every_network()
    {
        var found = ModelInspection.Of(Model, verify: true);

        // 8×8×1, width 16: one convolution of 16·25 weights and 16 biases to 16·4·4 = 256 features; z has 4 numbers.
        Dictionary<string, long?> numbers = found.Files.ToDictionary(file => file.Name, file => file.Numbers);
        Assert.Equal(4 * 256 + 256 + 16 * 25 + 1, numbers["generator.safetensors"]);
        Assert.Equal(numbers["generator.safetensors"], numbers["generator-average.safetensors"]);
        Assert.Equal(16 * 25 + 16 + 256 + 1, numbers["critic.safetensors"]);
        Assert.Equal(16 * 25 + 16 + 256 * 4 + 4, numbers["encoder.safetensors"]);
        Assert.All(found.Files, file => Assert.Equal((true, null), (file.Agrees, file.Problem)));
        Assert.All(found.Files, file => Assert.Equal(new FileInfo(Path.Combine(Model, file.Name)).Length, file.Bytes));
        Assert.True(found.HasEncoder);
        using TrainedModel loaded = ModelDirectory.Load(Model);
        Assert.Equal(loaded.Hash, found.Hash);
    }

    [Theory]
    [InlineData("critic.safetensors")]
    [InlineData("normal-metric.safetensors")]
    public void Names_a_changed_file_in_the_words_of_loading(string name)
    {
        string path = Path.Combine(Model, name);
        byte[] file = File.ReadAllBytes(path);
        file[^1] ^= 1;
        File.WriteAllBytes(path, file);

        ModelFileFacts[] problems =
        [
            .. ModelInspection.Of(Model, verify: true).Files.Where(facts => facts.Problem is not null),
        ];

        var refusal = Assert.Throws<AnoGanException>(() => ModelDirectory.Load(Model));
        Assert.Equal(
            (name, false, refusal.Message), (Assert.Single(problems).Name, problems[0].Agrees, problems[0].Problem));
        Assert.All(
            ModelInspection.Of(Model, verify: false).Files,
            facts => Assert.Equal((null, null), (facts.Agrees, facts.Problem)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Names_a_file_that_is_cut_or_missing_even_without_verifying(bool isCut)
    {
        string path = Path.Combine(Model, "generator.safetensors");
        byte[] file = File.ReadAllBytes(path);
        File.Delete(path);
        if (isCut)
            File.WriteAllBytes(path, file[..^4]);

        ModelFileFacts facts = ModelInspection
            .Of(Model, verify: false)
            .Files.Single(facts => facts.Problem is not null);

        Assert.Equal(("generator.safetensors", null), (facts.Name, facts.Numbers));
        Assert.Equal(isCut ? file.Length - 4 : null, facts.Bytes);
        Assert.StartsWith(
            $"{path}: {(isCut ? "damaged or foreign weights" : "missing")}", facts.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_the_version_of_a_format_whose_properties_are_others()
    {
        string path = Path.Combine(Model, "model.json");
        JsonObject manifest = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        manifest["formatVersion"] = 3;
        manifest.Remove("health");
        File.WriteAllText(path, manifest.ToJsonString());

        var refusal = Assert.Throws<AnoGanException>(() => ModelInspection.Of(Model, verify: true));

        Assert.Equal($"{path}: model format 3, this program reads 12; use the version of anogan that made it, or "
            + "train the model again", refusal.Message);
        Assert.Equal(refusal.Message, Assert.Throws<AnoGanException>(() => ModelDirectory.Load(Model)).Message);
    }

    [Theory]
    [InlineData("""{"format":"anogan-model","formatVersion":12}""")]
    [InlineData("""{"format":"another","formatVersion":3}""")]
    [InlineData("""{"format":"anogan-model","formatVersion":"3"}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public void Calls_damaged_what_is_no_manifest_of_any_version(string text)
    {
        File.WriteAllText(Path.Combine(Model, "model.json"), text);

        var refusal = Assert.Throws<AnoGanException>(() => ModelInspection.Of(Model, verify: true));

        Assert.Contains("damaged manifest", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }
}
