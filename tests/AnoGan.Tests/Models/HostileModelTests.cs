using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Models;

/// <summary>Models that somebody wrote to do harm: hashes are right, and what they vouch for is not.</summary>
[Collection(TensorTests.Name)]
public sealed class HostileModelTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private string Model => Path.Combine(_temp.Path, "model");

    private string Manifest => Path.Combine(Model, "model.json");

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("\"fit\": \"Crop\"", "\"fit\": 7", "Fit: found 7")]
    [InlineData("\"schedule\": \"Constant\"", "\"schedule\": 9", "Schedule: found 9, expected cosine or constant")]
    [InlineData("\"steps\": []", "\"steps\": [null]", "no name of a step")]
    [InlineData("\"anogan\": \"0.1.0\"", "\"anogan\": null", "found null among the versions")]
    [InlineData("\"heatmapScale\": 0.25", "\"heatmapScale\": 0.25, \"heatmapScale\": 0.5", "damaged manifest")]
    [InlineData("\"smallestSide\": 8", "\"smallestSide\": -2147483648", "expected the facts of a folder of images")]
    [InlineData("0.06\n", "1e999\n", "")]
    [InlineData("\"centre\": 2,", "\"centre\": 1e300,", "a calibration of 2 scores")]
    [InlineData("\"spread\": 0.25", "\"spread\": 1e-300", "a calibration of 2 scores")]
    [InlineData("\"size\": 8", "\"size\": 2147483644", "Size: found 2147483644")]
    [InlineData("\"width\": 16", "\"width\": 512", "bytes, expected at least 215040")]
    [InlineData("\"latent\": 4", "\"latent\": 1024", "bytes, expected at least")]
    [InlineData("\"fit\":", "\"\\ud800\": 1, \"fit\":", "damaged manifest")]
    [InlineData("\"formatVersion\": 12", "\"\\ud800\": 1, \"formatVersion\": 4", "model format 4")]
    [InlineData("\"setup\": {", "\"formatVersion\": 12, \"setup\": {", "damaged manifest")]
    [InlineData("\"device\": \"cpu\"", "\"device\": "
        + "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "damaged manifest")]
    public void Manifests_are_refused_in_one_line(string what, string with, string found)
    {
        Save();
        string json = File.ReadAllText(Manifest);
        Assert.Contains(what, json, StringComparison.Ordinal);
        File.WriteAllText(Manifest, json.Replace(what, with, StringComparison.Ordinal));

        string message = Assert.Throws<AnoGanException>(() => ModelDirectory.Load(Model)).Message;

        Assert.StartsWith(Model, message, StringComparison.Ordinal);
        Assert.Contains(found, message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, char.IsControl);
    }

    [Fact]
    public void A_manifest_of_absurd_length_is_not_taken_into_memory()
    {
        Save();
        using (FileStream stream = File.OpenWrite(Manifest))
            stream.SetLength(65L << 20);

        Assert.Contains(
            "found 68157440 bytes, expected at most 67108864",
            Assert.Throws<AnoGanException>(() => ModelDirectory.Load(Model)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("generator-average.safetensors", float.NaN)]
    [InlineData("critic.safetensors", float.PositiveInfinity)]
    [InlineData("encoder.safetensors", float.NegativeInfinity)]
    [InlineData("normal-metric.safetensors", float.NaN)]
    public void Weights_that_are_not_finite_are_refused(string name, float number)
    {
        Save();
        byte[] file = File.ReadAllBytes(Path.Combine(Model, name));
        BitConverter.GetBytes(number).CopyTo(file, file.Length - 4);
        Replace(name, file);

        string message = Assert.Throws<AnoGanException>(() => ModelDirectory.Load(Model)).Message;

        Assert.StartsWith(Path.Combine(Model, name) + ": ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_of_one_name_are_refused()
    {
        string path = _temp["twice.safetensors"];
        byte[] header =
            """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"""u8.ToArray();
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)header.Length), .. header, 0, 0, 0, 0]);

        Assert.Contains(
            "no table of tensors", Assert.Throws<AnoGanException>(() => Safetensors.Read(path)).Message,
            StringComparison.Ordinal);
    }

    private void Save()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(TinyNetworks.Spec, hasEncoder: true);
        using (no_grad())
            networks.Average.parameters().First().mul_(2); // files of other content have other hashes
        ModelDirectory.Save(
            Model, TinyModel.Manifest(TinyNetworks.Spec), networks, TinyModel.Metric(TinyNetworks.Spec));
    }

    private void Replace(string name, byte[] file)
    {
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(Manifest))!;
        manifest["files"]![name] = Convert.ToHexStringLower(SHA256.HashData(file));
        File.WriteAllText(Manifest, manifest.ToJsonString());
        File.WriteAllBytes(Path.Combine(Model, name), file);
    }
}
