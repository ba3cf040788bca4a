using AnoGan.Method;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Method;

[Collection(TensorTests.Name)]
public sealed class WhiteningTests
{
    [Fact]
    public void Divides_squared_coordinates_by_the_variances_along_the_axes()
    {
        // Mean (10, -5); sums of squares 4·9 along the first axis and 4·1 along the second, over 8 - 1.
        Whitening whitening = Fit(2, 13, -5, 7, -5, 13, -5, 7, -5, 10, -4, 10, -6, 10, -4, 10, -6);

        Assert.Equal((2, 1), (whitening.Length, whitening.Components));
        Assert.Equal(0, whitening.Distance([10, -5]), 1e-9);
        Assert.Equal(9 / (36.0 / 7) / 2, whitening.Distance([13, -5]), 1e-5);
        Assert.Equal(1 / (4.0 / 7) / 2, whitening.Distance([10, -6]), 1e-5);
        Assert.Equal((9 / (36.0 / 7) + 1 / (4.0 / 7)) / 2, whitening.Distance([7, -4]), 1e-5);
    }

    [Fact]
    public void Shares_the_mean_of_the_remaining_variances_among_the_remaining_directions()
    {
        // Four vectors have one component: the axis of (±4, 0, 0). The rest of (0, ±1, 0) varies by 2/3 along one of
        // the
        // two directions left, 1/3 along each on average.
        Whitening whitening = Fit(3, 4, 0, 0, -4, 0, 0, 0, 1, 0, 0, -1, 0);

        Assert.Equal(1, whitening.Components);
        Assert.Equal(16 / (32.0 / 3) / 3, whitening.Distance([4, 0, 0]), 1e-5);
        Assert.Equal(1 / (1.0 / 3) / 3, whitening.Distance([0, 1, 0]), 1e-5);
        Assert.Equal(1 / (1.0 / 3) / 3, whitening.Distance([0, 0, 1]), 1e-5);
    }

    [Fact]
    public void Is_the_mahalanobis_distance_where_every_direction_has_its_variance()
    {
        // Twelve or more vectors of three numbers keep two components; the third direction is all that remains.
        double[][] vectors =
        [
            .. Enumerable
                .Range(0, 30)
                .Select(i => new[] { Math.Sin(i), 2 * Math.Sin(i) + Math.Cos(3 * i), 5 + 0.3 * Math.Sin(7 * i + 1) }),
        ];
        Whitening whitening = Fit(3, [.. vectors.SelectMany(v => v).Select(v => (float)v)]);

        foreach (
            double[] vector in (double[][])
                [
                    [0, 0, 0], [1, -1, 5], [0.3, 4, 4.5], vectors[7],
                ])
            Assert.Equal(
                MahalanobisByHand(vectors, vector) / 3, whitening.Distance([.. vector.Select(v => (float)v)]),
                1e-3 * MahalanobisByHand(vectors, vector));
    }

    [Theory]
    [InlineData(1, 5, 0)]
    [InlineData(2, 5, 0)]
    [InlineData(3, 5, 0)]
    [InlineData(4, 5, 1)] // one for every four vectors
    [InlineData(40, 100, 10)]
    [InlineData(40, 3, 2)] // one less than there are directions
    [InlineData(40, 1, 0)]
    [InlineData(500, 300, 100)] // at most 100
    public void Keeps_no_more_components_than_the_vectors_can_tell(int count, int length, int components)
    {
        using var random = new Generator(5);
        using Tensor vectors = randn(count, length, generator: random);

        Assert.Equal(components, Whitening.Fit(vectors).Components);
    }

    [Theory]
    [InlineData(3000, 20)]
    [InlineData(300, 4)]
    [InlineData(4000, 130)] // more directions than components
    public void Gives_new_vectors_of_the_same_kind_a_mean_distance_of_one(int count, int length)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(6);
        Tensor mix = randn(length, length, generator: random), offset = randn(1, length, generator: random);
        Whitening whitening = Whitening.Fit(randn(count, length, generator: random).mm(mix) + offset);
        float[] fresh = TensorAssert.Values(randn(2000, length, generator: random).mm(mix) + offset);

        double mean = Enumerable.Range(0, 2000).Average(i => whitening.Distance(fresh.AsSpan(i * length, length)));

        Assert.InRange(mean, 0.9, 1.1);
    }

    [Fact]
    public void Agrees_whether_vectors_are_longer_or_shorter_than_they_are_many()
    {
        // The first test's vectors with 18 numbers that never vary.
        float[][] plane = [[3, 0], [-3, 0], [3, 0], [-3, 0], [0, 1], [0, -1], [0, 1], [0, -1]];
        Whitening whitening = Fit(20, [.. plane.SelectMany(v => (float[])[.. v, .. new float[18]])]);

        Assert.Equal(2, whitening.Components);
        Assert.Equal((9 / (36.0 / 7) + 1 / (4.0 / 7)) / 20, whitening.Distance([3, 1, .. new float[18]]), 1e-6);

        // What never varied counts a millionth of the mean variance, (40/7)/20.
        Assert.Equal(1e-8 / (40.0 / 7 / 20 * 1e-6) / 20, whitening.Distance([0, 0, 1e-4f, .. new float[17]]), 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(50)]
    public void Stays_finite_where_all_vectors_are_equal(int count)
    {
        Whitening whitening = Fit(3, [.. Enumerable.Repeat((float[])[1, 2, 3], count).SelectMany(v => v)]);

        Assert.Equal(0, whitening.Distance([1, 2, 3]));
        Assert.True(double.IsFinite(whitening.Distance([1, 2, 4])) && whitening.Distance([1, 2, 4]) > 1);
    }

    [Fact]
    public void Tells_two_vectors_from_others()
    {
        Whitening whitening = Fit(3, 1, 0, 0, -1, 0, 0);

        // No component; their only variance, 2, stands for all directions.
        Assert.Equal(0, whitening.Components);
        Assert.Equal(1.0 / 2 / 3, whitening.Distance([0, 1, 0]), 1e-6);
    }

    [Fact]
    public void Gives_coordinates_in_standard_deviations_along_the_axes()
    {
        // Variances 16·2/7 along (0.6, 0.8, 0), 9·2/7 along (-0.8, 0.6, 0) and 1·4/7 along the third, which is the
        // rest;
        // mean (1, 2, 3).
        float[][] vectors =
        [
            [2.4f, 3.2f, 0], [-2.4f, -3.2f, 0], [-2.4f, 1.8f, 0], [2.4f, -1.8f, 0], [0, 0, 1], [0, 0, -1], [0, 0, 1],
            [0, 0, -1],
        ];
        Whitening whitening = Fit(3, [.. vectors.SelectMany(v => (float[])[v[0] + 1, v[1] + 2, v[2] + 3])]);

        float[] onFirst = whitening.Coordinates([1 + 0.6f, 2 + 0.8f, 3]),
            onSecond = whitening.Coordinates([1 + 0.8f, 2 - 0.6f, 3]);

        // Either end of an axis may be its positive one.
        double first = 1 / Math.Sqrt(32 / 7.0), second = 1 / Math.Sqrt(18 / 7.0);
        Assert.Equal(2, whitening.Components);
        TensorAssert.AllClose([(float)first, 0], [Math.Abs(onFirst[0]), onFirst[1]], 1e-5);
        TensorAssert.AllClose([0, (float)second], [onSecond[0], Math.Abs(onSecond[1])], 1e-5);
        TensorAssert.AllClose(
            [2 * onFirst[0], -3 * onSecond[1]], whitening.Coordinates([1 + 1.2f - 2.4f, 2 + 1.6f + 1.8f, 3]), 1e-5);
        TensorAssert.AllClose([0, 0], whitening.Coordinates([1, 2, 50]), 1e-5);
    }

    [Fact]
    public void Refuses_a_vector_of_another_length()
    {
        Assert.Throws<ArgumentException>(() => Fit(2, 1, 0, 0, 1).Distance([1, 2, 3]));
        Assert.Throws<ArgumentException>(() => Fit(2, 1, 0, 0, 1).Coordinates([1, 2, 3]));
    }

    [Fact]
    public void Leaves_no_tensors_behind()
    {
        using Tensor tall = ones(20, 3), wide = ones(3, 20);

        TensorAssert.LeavesNoTensors(() => Whitening.Fit(tall));
        TensorAssert.LeavesNoTensors(() => Whitening.Fit(wide));
    }

    private static Whitening Fit(int length, params float[] values)
    {
        using Tensor vectors = tensor(values, [values.Length / length, length]);
        return Whitening.Fit(vectors);
    }

    // (v - mean)ᵀ · C⁻¹ · (v - mean) of three numbers, C the covariance over n - 1, its inverse from cofactors.
    private static double MahalanobisByHand(double[][] vectors, double[] vector)
    {
        double[] mean = [.. Enumerable.Range(0, 3).Select(i => vectors.Average(v => v[i]))];
        double[,] c = new double[3, 3];
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
                c[i, j] = vectors.Sum(v => (v[i] - mean[i]) * (v[j] - mean[j])) / (vectors.Length - 1);
        }

        double determinant = Enumerable.Range(0, 3).Sum(i => c[0, i] * Cofactor(0, i));
        return Enumerable
            .Range(0, 9)
            .Sum(k =>
                (vector[k / 3] - mean[k / 3]) * Cofactor(k / 3, k % 3) / determinant * (vector[k % 3] - mean[k % 3]));

        double Cofactor(int i, int j) =>
            c[(i + 1) % 3, (j + 1) % 3] * c[(i + 2) % 3, (j + 2) % 3]
            - c[(i + 1) % 3, (j + 2) % 3] * c[(i + 2) % 3, (j + 1) % 3];
    }
}
