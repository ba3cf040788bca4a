using AnoGan.Sampling;

namespace AnoGan.Tests.Sampling;

public sealed class LatentVectorsTests
{
    [Fact]
    public void Are_standard_normal_and_independent()
    {
        float[][] vectors = [.. Enumerable.Range(0, 500).Select(index => LatentVectors.Draw(7, index, 64))];

        // Of 32,000 numbers the mean deviates by 0.0056, the mean square by 0.0079 and a share by 0.0026 (one standard
        // deviation).
        double[] all = [.. vectors.SelectMany(vector => vector).Select(number => (double)number)];
        Assert.InRange(all.Average(), -0.025, 0.025);
        Assert.InRange(all.Average(number => number * number), 0.965, 1.035);
        Assert.InRange(all.Count(number => Math.Abs(number) < 1) / 32_000.0, 0.6727, 0.6927);
        double product = Enumerable
            .Range(0, 499)
            .Average(i => vectors[i].Zip(vectors[i + 1], (a, b) => (double)a * b).Average());
        Assert.InRange(product, -0.03, 0.03);
    }

    [Fact]
    public void Depend_on_the_seed_and_their_number_alone()
    {
        Assert.Equal(LatentVectors.Draw(1, 3, 8), LatentVectors.Draw(1, 3, 8));
        Assert.NotEqual(LatentVectors.Draw(1, 3, 8), LatentVectors.Draw(1, 4, 8));
        Assert.NotEqual(LatentVectors.Draw(1, 3, 8), LatentVectors.Draw(2, 3, 8));
    }

    [Fact]
    public void A_walk_goes_along_the_circle()
    {
        float half = MathF.Sqrt(0.5f), cosine = MathF.Cos(MathF.PI / 8), sine = MathF.Sin(MathF.PI / 8);

        Assert.Equal([half, half], LatentVectors.Between([1, 0], [0, 1], 0.5), (a, b) => Math.Abs(a - b) < 1e-6f);
        Assert.Equal([cosine, sine], LatentVectors.Between([1, 0], [0, 1], 0.25), (a, b) => Math.Abs(a - b) < 1e-6f);
        Assert.Equal([2f, 0], LatentVectors.Between([2, 0], [0, 1], 0));
        Assert.Equal([0f, 1], LatentVectors.Between([2, 0], [0, 1], 1), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void The_middle_of_a_walk_is_as_long_as_its_ends()
    {
        float[] from = LatentVectors.Draw(1, 0, 256), to = LatentVectors.Draw(1, 1, 256);

        double middle = Length(LatentVectors.Between(from, to, 0.5)),
            straight = Length([.. from.Zip(to, (a, b) => (a + b) / 2)]);

        Assert.InRange(middle, 15, 17);
        Assert.InRange(straight, 10, 12.5);
    }

    [Theory]
    [InlineData(new float[] { 3 }, new float[] { 1 }, 0.25, new float[] { 2.5f })]
    [InlineData(new float[] { 1, 1 }, new float[] { -1, -1 }, 0.5, new float[] { 0, 0 })]
    [InlineData(new float[] { 0, 0 }, new float[] { 4, 0 }, 0.5, new float[] { 2, 0 })]
    public void A_walk_on_one_line_is_straight(float[] from, float[] to, double share, float[] expected)
    {
        Assert.Equal(expected, LatentVectors.Between(from, to, share));
    }

    private static double Length(float[] vector) => Math.Sqrt(vector.Sum(number => (double)number * number));
}
