using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Models;

[Collection(TensorTests.Name)]
public sealed class MetricFileTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private string FilePath => _temp["normal-metric.safetensors"];

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Comes_back_from_a_file_to_the_last_bit()
    {
        NormalMetric written = TinyModel.Metric(TinyNetworks.Spec);

        MetricFile.Write(FilePath, written);
        NormalMetric read = Read(FilePath, TinyNetworks.Spec);

        foreach (
            (Whitening before, Whitening after) in (IEnumerable<(Whitening, Whitening)>)
                [
                    (written.Features, read.Features),
                    (written.Difference, read.Difference),
                    (written.Latent, read.Latent),
                ])
        {
            float[] vector = [.. Enumerable.Range(0, before.Length).Select(i => MathF.Sin(i + 1))];
            Assert.Equal((before.Length, before.Components), (after.Length, after.Components));
            Assert.Equal(before.Distance(vector), after.Distance(vector));
        }

        Assert.NotEqual(written.Features.Distance(new float[256]), written.Difference.Distance(new float[256]));
        Assert.Equal((7, 10), (read.Neighbours.Count, read.Neighbours.Length));
        float[] point = [.. Enumerable.Range(0, 10).Select(i => MathF.Sin(i + 1))];
        Assert.Equal(written.Neighbours.Distance(point), read.Neighbours.Distance(point));
        float[] local = [.. Enumerable.Range(0, 256).Select(i => MathF.Sin(i + 1))];
        Assert.Equal(written.Local.Map(local), read.Local.Map(local));
        Assert.Equal(written.Local.PlaceShare, read.Local.PlaceShare);
    }

    [Fact]
    public void Is_refused_without_its_local_part()
    {
        MetricFile.Write(FilePath, TinyModel.Metric(TinyNetworks.Spec));
        Rewrite(arrays => arrays.Remove("local.deviations"));

        var refusal = Assert.Throws<AnoGanException>(() => Read(FilePath, TinyNetworks.Spec));

        Assert.StartsWith(
            $"{FilePath}: no local metric for 16 channels at 16 positions", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Comes_back_without_any_component()
    {
        Whitening none = Fit(4, 1, 2, 3, 4, 2, 3, 4, 5),
            pair = Fit(256, [.. new float[256], .. Enumerable.Repeat(1f, 256)]);

        MetricFile.Write(FilePath, new NormalMetric(
            pair, new NormalNeighbours([], 2), pair, none, TinyModel.Metric(TinyNetworks.Spec).Local));

        NormalMetric read = Read(FilePath, TinyNetworks.Spec);
        Assert.Equal(none.Distance([1, 1, 1, 1]), read.Latent.Distance([1, 1, 1, 1]));
        Assert.Empty(read.Features.Coordinates(new float[256]));
        Assert.Equal((2, 0, 0.0), (read.Neighbours.Count, read.Neighbours.Length, read.Neighbours.Distance([])));
    }

    [Fact]
    public void Comes_back_with_its_neighbours_to_the_last_bit()
    {
        // Ten coordinates, as the tiny metric has components.
        NormalMetric metric = TinyModel.Metric(TinyNetworks.Spec);
        float[] points = [.. Enumerable.Range(0, 60).Select(i => MathF.Sin(i) * MathF.Pow(10, i % 7 - 3))];
        var written = new NormalNeighbours(points, 6);

        MetricFile.Write(FilePath, metric with { Neighbours = written });
        NormalNeighbours read = Read(FilePath, TinyNetworks.Spec).Neighbours;

        Assert.Equal((6, 10), (read.Count, read.Length));
        for (int n = 0; n < 6; n++)
            Assert.Equal(written.Distance(points.AsSpan(n * 10, 10)), read.Distance(points.AsSpan(n * 10, 10)));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Is_refused_with_an_impossible_neighbour(float value)
    {
        NormalMetric metric = TinyModel.Metric(TinyNetworks.Spec);
        float[] points = new float[30];
        points[17] = value;

        MetricFile.Write(FilePath, metric with { Neighbours = new NormalNeighbours(points, 3) });

        AssertNeighboursRefused();
    }

    [Fact]
    public void Is_refused_where_the_metric_has_other_coordinates()
    {
        NormalMetric metric = TinyModel.Metric(TinyNetworks.Spec);

        MetricFile.Write(FilePath, metric with { Neighbours = new NormalNeighbours(new float[27], 3) });

        AssertNeighboursRefused();
    }

    [Fact]
    public void Is_refused_missing_or_without_points()
    {
        MetricFile.Write(FilePath, TinyModel.Metric(TinyNetworks.Spec));

        Rewrite(arrays => arrays.Remove("neighbours"));
        AssertNeighboursRefused();
        Rewrite(arrays => arrays["neighbours"] = new NamedArray([0, 10], []));
        AssertNeighboursRefused();
        Rewrite(arrays => arrays["neighbours"] = new NamedArray([10], new float[10]));
        AssertNeighboursRefused();
        Rewrite(arrays => arrays["neighbours"] = new NamedArray([1, 10], new float[10]));
        Assert.Equal(0, Read(FilePath, TinyNetworks.Spec).Neighbours.Distance(new float[10]));
    }

    [Fact]
    public void Is_refused_for_other_networks()
    {
        MetricFile.Write(FilePath, TinyModel.Metric(TinyNetworks.Spec));

        AssertRefused("latent", new NetworkSpec(8, 1, 5, 16));
        AssertRefused("features", new NetworkSpec(8, 1, 4, 32));
    }

    [Theory]
    [InlineData("latent.mean", float.NaN)]
    [InlineData("latent.axes", float.PositiveInfinity)]
    [InlineData("latent.variances", 0f)]
    [InlineData("latent.variances", -1f)]
    [InlineData("latent.variances", float.NaN)]
    [InlineData("difference.mean", float.NaN)]
    public void Is_refused_with_an_impossible_number(string array, float value)
    {
        MetricFile.Write(FilePath, TinyModel.Metric(TinyNetworks.Spec));
        Rewrite(arrays => arrays[array].Values[0] = value);

        AssertRefused(array.Split('.')[0], TinyNetworks.Spec);
    }

    [Theory]
    [InlineData("features.mean")]
    [InlineData("difference.axes")]
    [InlineData("latent.variances")]
    public void Is_refused_with_a_part_missing(string array)
    {
        MetricFile.Write(FilePath, TinyModel.Metric(TinyNetworks.Spec));
        Rewrite(arrays => arrays.Remove(array));

        AssertRefused(array.Split('.')[0], TinyNetworks.Spec);
    }

    [Fact]
    public void Is_refused_cut()
    {
        MetricFile.Write(FilePath, TinyModel.Metric(TinyNetworks.Spec));
        File.WriteAllBytes(FilePath, File.ReadAllBytes(FilePath)[..^4]);

        Assert.StartsWith(
            $"{FilePath}: damaged",
            Assert.Throws<AnoGanException>(() => Read(FilePath, TinyNetworks.Spec)).Message,
            StringComparison.Ordinal);
    }

    private static NormalMetric Read(string path, NetworkSpec spec) =>
        MetricFile.Read(path, File.ReadAllBytes(path), spec);

    private static Whitening Fit(int length, params float[] values)
    {
        using Tensor vectors = tensor(values, [values.Length / length, length]);
        return Whitening.Fit(vectors);
    }

    private void Rewrite(Action<Dictionary<string, NamedArray>> change)
    {
        var arrays = Safetensors.Read(FilePath).ToDictionary();
        change(arrays);
        File.Delete(FilePath);
        Safetensors.Write(FilePath, arrays);
    }

    private void AssertRefused(string part, NetworkSpec spec)
    {
        var refusal = Assert.Throws<AnoGanException>(() => Read(FilePath, spec));

        Assert.StartsWith(
            $"{FilePath}: no metric of {part} for vectors of ", refusal.Message, StringComparison.Ordinal);
    }

    private void AssertNeighboursRefused()
    {
        var refusal = Assert.Throws<AnoGanException>(() => Read(FilePath, TinyNetworks.Spec));

        Assert.StartsWith($"{FilePath}: no neighbours of 10 coordinates", refusal.Message, StringComparison.Ordinal);
    }
}
