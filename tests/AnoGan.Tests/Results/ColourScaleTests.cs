using AnoGan.Results;

namespace AnoGan.Tests.Results;

public sealed class ColourScaleTests
{
    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(0.5, 206, 58, 66)]
    [InlineData(1, 255, 250, 220)]
    [InlineData(-3, 0, 0, 0)]
    [InlineData(7, 255, 250, 220)]
    [InlineData(double.NegativeInfinity, 0, 0, 0)]
    [InlineData(double.PositiveInfinity, 255, 250, 220)]
    [InlineData(double.NaN, 0, 0, 0)]
    [InlineData(1.0 / 12, 22, 8, 46)] // half way to the second anchor
    public void Runs_from_black_to_nearly_white(double value, byte red, byte green, byte blue) =>
        Assert.Equal((red, green, blue), ColourScale.At(value));

    [Fact]
    public void Gets_lighter_all_the_way()
    {
        double[] lightness = [.. Enumerable.Range(0, 257).Select(i => Luminance(ColourScale.At(i / 256.0)))];

        for (int i = 1; i < lightness.Length; i++)
            Assert.True(lightness[i] > lightness[i - 1], $"step {i} is no lighter than the one before");
    }

    // Relative luminance of sRGB (IEC 61966-2-1).
    private static double Luminance((byte Red, byte Green, byte Blue) colour) =>
        0.2126 * Linear(colour.Red) + 0.7152 * Linear(colour.Green) + 0.0722 * Linear(colour.Blue);

    private static double Linear(byte level)
    {
        double value = level / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    [Fact]
    public void Paints_maps_as_it_colours_their_levels()
    {
        float[] levels = [.. Enumerable.Range(0, 3001).Select(i => i / 2000f)];

        byte[] painted = MapColours.Paint(levels, levels.Length, 1, scale: 0.75).Data;

        // No step between two colours that a table leaves out is more than one level wide.
        for (int i = 0; i < levels.Length; i++)
        {
            (byte red, byte green, byte blue) = ColourScale.At(levels[i] / 0.75);
            Assert.InRange(painted[3 * i] - red, -1, 1);
            Assert.InRange(painted[3 * i + 1] - green, -1, 1);
            Assert.InRange(painted[3 * i + 2] - blue, -1, 1);
        }
    }
}
