using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Preparing;
using AnoGan.Results;
using AnoGan.Scoring;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Scoring;

public sealed class MapSummaryTests
{
    // Levels of 5 and 2 spreads: (e⁵ + 1) and (e² + 1) give 16 times the level by their logarithm to the base of 10.
    private static readonly int Five = (int)Math.Round(Math.Log10(Math.Exp(5) + 1) / 16 * 65535);
    private static readonly int Two = (int)Math.Round(Math.Log10(Math.Exp(2) + 1) / 16 * 65535);

    [Theory]
    [InlineData(1, 2.6)] // (2·5 + 8·2) / 10
    [InlineData(0.5, 3.2)] // (2·5 + 3·2) / 5
    [InlineData(0.2, 5)]
    [InlineData(0.1, 5)]
    [InlineData(0.01, 5)] // less than a pixel: one counts
    public void Averages_the_share_of_the_pixels_that_are_furthest_from_normal(double share, double expected)
    {
        int[] levels = Levels((Two, 8), (Five, 2));

        Assert.Equal(expected, MapSummary.MeanOfLargest(levels, share), 2e-3);
    }

    [Fact]
    public void Cuts_the_last_level_that_counts()
    {
        // 1 % of 450 pixels are four: three of 5 spreads, and one of the 447 of 2.
        Assert.Equal(
            (3 * 5 + 2) / 4.0, MapSummary.MeanOfLargest(Levels((Two, 447), (Five, 3)), LocalMap.SpotShare), 2e-3);
    }

    [Fact]
    public void Averages_in_the_unit_that_levels_stand_for() => Assert.Equal(
        (2 * 655.35 + 3) / 3, MapSummary.MeanOfLargest(Levels((655, 8), (65535, 2)), 0.3, level =>
            level == 1 ? 655.35 : 3), 1e-9);

    [Fact]
    public void Is_not_a_number_without_pixels() =>
        Assert.Equal(double.NaN, MapSummary.MeanOfLargest(new int[65536], 1));

    [Theory]
    [InlineData(0.999, 7)]
    [InlineData(0.9991, 900)]
    [InlineData(0.5, 7)]
    [InlineData(1, 900)]
    public void Finds_the_level_that_a_share_stays_at_or_below(double share, int level)
    {
        long[] levels = new long[65536];
        levels[7] = 999;
        levels[900] = 1;

        Assert.Equal(level / 65535.0, MapSummary.Quantile(levels, share), 1e-12);
    }

    private static int[] Levels(params (int Level, int Count)[] pixels)
    {
        int[] levels = new int[65536];
        foreach ((int level, int count) in pixels)
            levels[level] = count;
        return levels;
    }
}

public sealed class HeatmapScaleTests
{
    [Fact]
    public void Is_at_least_one_grey_level() => Assert.Equal(1.0 / 255, Of([new float[64], new float[64]]));

    [Fact]
    public void Is_the_level_that_999_of_1000_pixels_stay_below()
    {
        // Of 32 · 64 = 2048 pixels, two are left above place 2045 of 2047: one picture of 32 is far from normal.
        float[][] pictures = [.. Enumerable.Range(0, 32).Select(i => Flat(i == 7 ? 0.5f : 0.1f))];
        Assert.Equal(0.5, Of(pictures), 1e-6);

        // A single pixel of them does not count.
        pictures[7] = [.. Flat(0.1f)[1..], 0.5f];
        Assert.Equal(0.1, Of(pictures), 1e-6);
    }

    [Fact]
    public void Asks_pixels_of_the_object_alone()
    {
        bool[] foreground = [.. Enumerable.Range(0, 64).Select(i => i >= 8)];

        Assert.Equal(0.25, Of([[.. Flat(0.9f)[..8], .. Flat(0.25f)[8..]]], foreground), 1e-6);
    }

    private static double Of(float[][] maps, bool[]? foreground = null)
    {
        var scale = new HeatmapScale();
        foreach (float[] map in maps)
        {
            var whole = new PreparedImage(DrawnSquares.Draw(8, 1), foreground, PreparedGeometry.Identity(8, 8))
            {
                Fit = FitGeometry.For(8, 8, 8, FitMode.Pad),
            };
            var picture = new PictureAssembly(
                new ReadPicture { File = new ImageFile("a.png", "a.png", ""), Prepared = whole },
                new SquareShape(8, 1, Stride: null), (_, level) => level);
            picture.Add(new JudgedSquare(
                new Tile(0, 0), new SquareNumbers(1, 1, 1, 1, 1, 1, true), map, new float[64], new float[64]));
            scale.Add(picture);
        }

        return scale.Value;
    }

    private static float[] Flat(float level) => [.. Enumerable.Repeat(level, 64)];
}
