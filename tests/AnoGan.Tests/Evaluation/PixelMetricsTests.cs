using AnoGan.Evaluation;
using AnoGan.Runtime;

namespace AnoGan.Tests.Evaluation;

public sealed class PixelMetricsTests
{
    // One row: a region of one pixel, ten normal pixels, a region of two.
    private static readonly bool[] Mask = [true, .. new bool[10], true, true];
    private static readonly ushort[] Map = [900, 850, 500, 400, 400, 0, 0, 0, 0, 0, 0, 800, 400];

    [Fact]
    public void Integrate_the_overlap_of_regions_up_to_the_limit()
    {
        var metrics = new PixelMetrics();
        metrics.Add(Map, Mask, width: 13);

        // threshold  false positives  overlap of the regions      area since the last
        // 900        0                (1 + 0)/2   = 0.5
        // 850        0.1              0.5                         0.1 · 0.5               = 0.05
        // 800        0.1              (1 + 1/2)/2 = 0.75
        // 500        0.2              0.75                        0.1 · 0.75              = 0.075
        // 400        0.4              (1 + 1)/2   = 1, but 0.875 at the limit of 0.3:
        //                                                         0.1 · (0.75 + 0.875)/2  = 0.08125
        Assert.Equal(2, metrics.Regions);
        Assert.Equal((0.05 + 0.075 + 0.08125) / 0.3, metrics.Aupro(), 1e-12);
    }

    [Fact]
    public void Count_pairs_of_pixels_in_the_right_order()
    {
        var metrics = new PixelMetrics();
        metrics.Add(Map, Mask, width: 13);

        // 900 is above 10 normal pixels, 800 above 9, 400 above 6 and equal to 2.
        Assert.Equal((10 + 9 + 7) / 30.0, metrics.Auroc(), 1e-12);
    }

    [Fact]
    public void Weigh_small_and_large_regions_alike()
    {
        // The region of one pixel is found, the one of nine is not: the overlap is a half where there are no false
        // positives.
        var metrics = new PixelMetrics();
        metrics.Add(
            [9, 0, .. Enumerable.Repeat((ushort)1, 9)], [true, false, .. Enumerable.Repeat(true, 9)], width: 11);
        metrics.AddNormal([.. Enumerable.Repeat((ushort)5, 99)]);

        // From (0, 0.5) level up to 0.99, where the limit was long passed.
        Assert.Equal(0.5, metrics.Aupro(), 1e-12);
    }

    [Theory]
    [InlineData(65535, 0, 1, 1)]
    [InlineData(0, 65535, 0, 0)]
    [InlineData(7, 7, 0.5, 0.15)] // the diagonal: 0.3² / 2 / 0.3
    public void Know_perfect_inverted_and_constant_maps(int defect, int normal, double auroc, double aupro)
    {
        var metrics = new PixelMetrics();
        metrics.Add(
            [(ushort)normal, (ushort)defect, (ushort)normal, (ushort)normal], [false, true, false, false], width: 2);

        Assert.Equal(auroc, metrics.Auroc(), 1e-12);
        Assert.Equal(aupro, metrics.Aupro(), 1e-12);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(65536)]
    public void Agree_with_trying_every_threshold_on_lists_of_pixels(int levels)
    {
        var random = new SeededRandom((ulong)levels);
        var metrics = new PixelMetrics();
        var normal = new List<double>();
        var regions = new List<List<double>>();
        for (int picture = 0; picture < 3; picture++)
        {
            // Columns 1-2 and 5 are the regions of every picture, the last column lies outside.
            ushort[] map = [.. Enumerable.Range(0, 7 * 6).Select(_ => (ushort)random.NextInt32(levels))];
            bool[] mask = [.. Enumerable.Range(0, 7 * 6).Select(i => i % 7 is 1 or 2 or 5)];
            metrics.Add(map, mask, 7);
            normal.AddRange(map.Where((_, i) => !mask[i]).Select(v => (double)v));
            regions.Add([.. map.Where((_, i) => i % 7 is 1 or 2).Select(v => (double)v)]);
            regions.Add([.. map.Where((_, i) => i % 7 is 5).Select(v => (double)v)]);
        }

        Assert.Equal(6, metrics.Regions);
        Assert.Equal(Roc.Area(normal, [.. regions.SelectMany(r => r)]), metrics.Auroc(), 1e-12);
        Assert.Equal(Overlap(normal, regions), metrics.Aupro(), 1e-12);
    }

    [Fact]
    public void Are_those_of_all_pictures_when_two_sets_are_added()
    {
        var together = new PixelMetrics();
        together.Add(Map, Mask, width: 13);
        together.Add([9, 700, 1], [true, false, true], width: 3);
        together.AddNormal([3, 600]);
        var first = new PixelMetrics();
        first.Add(Map, Mask, width: 13);
        var second = new PixelMetrics();
        second.Add([9, 700, 1], [true, false, true], width: 3);
        second.AddNormal([3, 600]);

        first.Add(second);

        Assert.Equal((4, 2), (first.Regions, second.Regions));
        Assert.Equal(together.Auroc(), first.Auroc(), 1e-12);
        Assert.Equal(together.Aupro(), first.Aupro(), 1e-12);
    }

    [Fact]
    public void Need_pixels_of_both_kinds()
    {
        var metrics = new PixelMetrics();
        Assert.Throws<InvalidOperationException>(() => metrics.Auroc());
        metrics.AddNormal([1, 2]);

        Assert.Throws<InvalidOperationException>(() => metrics.Aupro());
        Assert.Throws<ArgumentException>(() => metrics.Add([1, 2], [true], 1));
    }

    private static double Overlap(List<double> normal, List<List<double>> regions)
    {
        (double Rate, double Overlap)[] curve =
        [
            (0, 0),
            .. normal.Concat(regions.SelectMany(r => r)).Distinct().OrderDescending().Select(threshold => (
                (double)normal.Count(v => v >= threshold) / normal.Count,
                regions.Average(region => (double)region.Count(v => v >= threshold) / region.Count))),
        ];
        double area = 0;
        foreach (((double x0, double y0), (double x1, double y1)) in curve.Zip(curve.Skip(1)))
        {
            double end = Math.Min(x1, 0.3);
            if (end > x0)
                area += (end - x0) * (y0 + y0 + (y1 - y0) * (end - x0) / (x1 - x0)) / 2;
        }

        return area / 0.3;
    }
}
