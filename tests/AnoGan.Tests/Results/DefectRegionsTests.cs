using System.Diagnostics;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Results;

public sealed class DefectRegionsTests
{
    // Two blobs of three pixels, a speck, a pixel of exactly the threshold, and two that were not compared.
    private static readonly float[] Map =
    [
        0.9f, 0.6f, 0, 0, 0, 0.7f, 0, 0, 0.8f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.5f, 0, 0, 0.6f, 1,
        float.NaN, -1, 0, 0, 0.8f, 0,
    ];

    [Fact]
    public void Are_boxes_with_area_peak_and_mean_the_largest_peak_first()
    {
        DefectRegions found = DefectRegions.Find(Map, 6, 5, 0.5, minArea: 2);

        DefectRegion[] expected = [new(4, 3, 2, 2, 3, 1, 0.8), new(0, 0, 3, 2, 3, 0.9, 0.766667)];
        Assert.Equal(expected, found.Regions.Select(Rounded));
        Assert.Equal("##...." + "..#..." + "......" + "....##" + "....#.", Text(found.Mask));
    }

    [Fact]
    public void Have_specks_among_them_where_one_pixel_is_enough()
    {
        DefectRegions found = DefectRegions.Find(Map, 6, 5, 0.5, minArea: 1);

        Assert.Equal([3, 3, 1], found.Regions.Select(region => region.Area));
        Assert.Equal(new DefectRegion(5, 0, 1, 1, 1, 0.7, 0.7), Rounded(found.Regions[2]));
        Assert.True(found.Mask[5]);
    }

    [Fact]
    public void Never_hold_what_was_not_compared()
    {
        DefectRegions found = DefectRegions.Find([-1, float.NaN, 0, float.NegativeInfinity], 2, 2, 0, minArea: 1);

        Assert.Empty(found.Regions);
        Assert.DoesNotContain(true, found.Mask);
    }

    [Fact]
    public void Stand_in_the_order_of_rows_where_peaks_are_equal()
    {
        DefectRegions found = DefectRegions.Find([0, 0, 1, 0, 0, 0, 1, 0, 2], 3, 3, 0, minArea: 1);

        Assert.Equal([(2, 2), (2, 0), (0, 2)], found.Regions.Select(region => (region.X, region.Y)));
    }

    [Fact]
    public void Agree_with_a_flood_fill()
    {
        for (int trial = 0; trial < 200; trial++)
        {
            int width = 1 + trial % 17, height = 1 + trial / 7 % 13, minArea = 1 + trial % 4;
            float[] map = DrawnMaps.Noise(width * height, (ulong)trial);

            DefectRegions found = DefectRegions.Find(map, width, height, 0.5, minArea);

            int[] labels = FloodFill.Label([.. map.Select(value => value > 0.5f)], width, out _);
            int[][] regions =
            [
                .. labels
                    .Index()
                    .Where(p => p.Item > 0)
                    .GroupBy(p => p.Item, p => p.Index)
                    .Select(g => g.ToArray())
                    .Where(pixels => pixels.Length >= minArea)
                    .OrderByDescending(pixels => pixels.Max(i => map[i]))
                    .ThenBy(pixels => pixels[0]),
            ];
            Assert.Equal(regions.Select(pixels => Rounded(Region(pixels, map, width))), found.Regions.Select(Rounded));
            Assert.Equal(
                regions.SelectMany(pixels => pixels).Order(), found.Mask.Index().Where(p => p.Item).Select(p => p.Index)
            );
        }
    }

    [Fact]
    public void Of_sixteen_million_pixels_are_found_within_two_seconds()
    {
        float[] map = DrawnMaps.Blobs(4000, 2000, seed: 1);
        var clock = Stopwatch.StartNew();

        DefectRegions found = DefectRegions.Find(map, 4000, 4000, 0.6, minArea: 13);

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 2);
        Assert.InRange(found.Regions.Count, 100, 2500);
        Assert.All(found.Regions, region => Assert.InRange(region.Area, 13, region.Width * region.Height));
        Assert.Equal(found.Mask.Count(isWithin => isWithin), found.Regions.Sum(region => region.Area));
    }

    [Fact]
    public void Need_a_map_of_the_size_and_numbers_within_their_ranges()
    {
        Assert.Throws<ArgumentException>(() => DefectRegions.Find(new float[5], 2, 3, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DefectRegions.Find(new float[6], 2, 3, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => DefectRegions.Find(new float[6], 2, 3, -0.1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DefectRegions.Find(new float[6], 2, 3, double.NaN, 1));
    }

    private static DefectRegion Region(int[] pixels, float[] map, int width)
    {
        int left = pixels.Min(i => i % width), top = pixels.Min(i => i / width);
        return new DefectRegion(
            left, top, pixels.Max(i => i % width) - left + 1, pixels.Max(i => i / width) - top + 1,
            pixels.Length, pixels.Max(i => map[i]), pixels.Average(i => (double)map[i]));
    }

    private static DefectRegion Rounded(DefectRegion region) =>
        region with { Peak = Math.Round(region.Peak, 6), Mean = Math.Round(region.Mean, 6) };

    private static string Text(bool[] mask) => string.Concat(mask.Select(isWithin => isWithin ? '#' : '.'));
}
