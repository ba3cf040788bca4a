using AnoGan.Images;
using AnoGan.Runtime;
using AnoGan.Tests.Preparing;

namespace AnoGan.Tests.Images;

public sealed class GaussianBlurTests
{
    [Theory]
    [InlineData(9, 7, 1.5, false)]
    [InlineData(9, 7, 1.5, true)]
    [InlineData(131, 3, 0.8, true)] // wider than a strip of columns
    [InlineData(5, 40, 30, true)] // the window is wider than the picture
    [InlineData(1, 1, 2, false)]
    public void Means_what_the_definition_says(int width, int height, double sigma, bool hasGround)
    {
        var random = new SeededRandom(3);
        float[] plane = new float[width * height];
        bool[] foreground = new bool[plane.Length];
        for (int i = 0; i < plane.Length; i++)
        {
            plane[i] = (float)random.NextDouble();
            foreground[i] = random.NextDouble() < 0.6;
        }

        double[] expected = WindowSums.Mean(
            Array.ConvertAll(plane, v => (double)v), width, sigma, hasGround ? foreground : null);
        new GaussianBlur(width, height, sigma, hasGround ? foreground : null).Apply(plane);

        for (int i = 0; i < plane.Length; i++)
            Assert.Equal(expected[i], plane[i], tolerance: 1e-5);
    }

    [Fact]
    public void Lets_nothing_in_from_outside_the_foreground()
    {
        float[] plane = [float.MaxValue, 3, 3, 3, float.MaxValue];

        new GaussianBlur(5, 1, 4, [false, true, true, true, false]).Apply(plane);

        Assert.Equal(0, plane[0]);
        Assert.All(plane[1..4], value => Assert.Equal(3, value, tolerance: 1e-5));
        Assert.Equal(0, plane[4]);
    }
}
