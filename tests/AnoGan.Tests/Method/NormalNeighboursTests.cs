using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Method;

[Collection(TensorTests.Name)]
public sealed class NormalNeighboursTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private string FilePath => _temp["normal-metric.safetensors"];

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Measures_the_mean_distance_to_the_five_nearest_points()
    {
        // From the origin: 5, 13, 1, 100, 10, 2 and 17. The 100 and the 17 are not among the nearest five.
        var neighbours = new NormalNeighbours([3, 4, -5, 12, 0, 1, 100, 0, 6, -8, -2, 0, 8, 15], 7);

        Assert.Equal((7, 2), (neighbours.Count, neighbours.Length));
        Assert.Equal((5 + 13 + 1 + 10 + 2) / 5.0, neighbours.Distance([0, 0]), 1e-12);
    }

    [Fact]
    public void Measures_from_wherever_the_point_lies()
    {
        // From 4: 4, 3, 2, 0, 1 and 6.
        var neighbours = new NormalNeighbours([0, 1, 2, 4, 5, 10], 6);

        Assert.Equal((4 + 3 + 2 + 0 + 1) / 5.0, neighbours.Distance([4]), 1e-12);
    }

    [Theory]
    [InlineData(1, 5.0)]
    [InlineData(2, (5 + 13) / 2.0)]
    [InlineData(4, (5 + 13 + 1 + 100) / 4.0)]
    public void Takes_all_points_where_there_are_fewer_than_five(int count, double expected)
    {
        float[] points = [3, 4, -5, 12, 0, 1, 100, 0];

        Assert.Equal(expected, new NormalNeighbours(points[..(2 * count)], count).Distance([0, 0]), 1e-12);
    }

    [Fact]
    public void Refuses_points_of_another_length()
    {
        var neighbours = new NormalNeighbours([1, 2, 3, 4], 2);

        Assert.Throws<ArgumentException>(() => neighbours.Distance([1]));
        Assert.Throws<ArgumentException>(() => neighbours.Distance([1, 2, 3]));
        Assert.Throws<ArgumentException>(() => new NormalNeighbours([1, 2, 3], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NormalNeighbours([], 0));
    }

    [Fact]
    public void Comes_back_from_a_file_to_the_last_bit()
    {
        // Ten coordinates, as the tiny metric has components.
        NormalMetric metric = TinyModel.Metric(TinyNetworks.Spec);
        float[] points = [.. Enumerable.Range(0, 60).Select(i => MathF.Sin(i) * MathF.Pow(10, i % 7 - 3))];
        var written = new NormalNeighbours(points, 6);

        (metric with { Neighbours = written }).Write(FilePath);
        NormalNeighbours read = NormalMetric.Read(FilePath, TinyNetworks.Spec).Neighbours;

        Assert.Equal((6, 10), (read.Count, read.Length));
        for (int n = 0; n < 6; n++)
            Assert.Equal(written.Distance(points.AsSpan(n * 10, 10)), read.Distance(points.AsSpan(n * 10, 10)));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Is_refused_with_an_impossible_number(float value)
    {
        NormalMetric metric = TinyModel.Metric(TinyNetworks.Spec);
        float[] points = new float[30];
        points[17] = value;

        (metric with { Neighbours = new NormalNeighbours(points, 3) }).Write(FilePath);

        AssertRefused();
    }

    [Fact]
    public void Is_refused_where_the_metric_has_other_coordinates()
    {
        NormalMetric metric = TinyModel.Metric(TinyNetworks.Spec);

        (metric with { Neighbours = new NormalNeighbours(new float[27], 3) }).Write(FilePath);

        AssertRefused();
    }

    [Fact]
    public void Is_refused_missing_or_without_points()
    {
        TinyModel.Metric(TinyNetworks.Spec).Write(FilePath);

        Rewrite(arrays => arrays.Remove("neighbours"));
        AssertRefused();
        Rewrite(arrays => arrays["neighbours"] = new NamedArray([0, 10], []));
        AssertRefused();
        Rewrite(arrays => arrays["neighbours"] = new NamedArray([10], new float[10]));
        AssertRefused();
        Rewrite(arrays => arrays["neighbours"] = new NamedArray([1, 10], new float[10]));
        Assert.Equal(0, NormalMetric.Read(FilePath, TinyNetworks.Spec).Neighbours.Distance(new float[10]));
    }

    private void Rewrite(Action<Dictionary<string, NamedArray>> change)
    {
        var arrays = Safetensors.Read(FilePath).ToDictionary();
        change(arrays);
        File.Delete(FilePath);
        Safetensors.Write(FilePath, arrays);
    }

    private void AssertRefused()
    {
        var refusal = Assert.Throws<AnoGanException>(() => NormalMetric.Read(FilePath, TinyNetworks.Spec));

        Assert.StartsWith($"{FilePath}: no neighbours of 10 coordinates", refusal.Message, StringComparison.Ordinal);
    }
}
