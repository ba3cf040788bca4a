using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Runtime;

namespace AnoGan.Tests.Preparing;

public sealed class MaskRunsTests
{
    [Fact]
    public void Keeps_the_largest_region_and_the_first_of_equals()
    {
        bool[] mask = Mask("##...#", "...#.#", "..#...", ".#..##");
        bool[] equals = Mask("##..##");

        MaskRuns.KeepLargest(mask, 6);
        MaskRuns.KeepLargest(equals, 6);

        Assert.Equal(Mask("......", "...#..", "..#...", ".#...."), mask);
        Assert.Equal(Mask("##...."), equals);
    }

    [Fact]
    public void Fills_holes_that_only_corners_lead_out_of()
    {
        bool[] mask = Mask(".####.", ".#..#.", ".#.#..", "..#...");

        MaskRuns.FillHoles(mask, 6);

        Assert.Equal(Mask(".####.", ".####.", ".###..", "..#..."), mask);
    }

    [Fact]
    public void Leaves_masks_of_one_kind_as_they_are()
    {
        bool[] empty = new bool[6];
        bool[] full = [true, true, true, true, true, true];

        MaskRuns.KeepLargest(empty, 3);
        MaskRuns.FillHoles(empty, 3);
        MaskRuns.KeepLargest(full, 3);
        MaskRuns.FillHoles(full, 3);

        Assert.DoesNotContain(true, empty);
        Assert.DoesNotContain(false, full);
    }

    [Fact]
    public void Agrees_with_a_flood_from_every_pixel()
    {
        var random = new SeededRandom(11);
        for (int round = 0; round < 200; round++)
        {
            bool[] mask = [.. Enumerable.Range(0, 13 * 9).Select(_ => random.NextDouble() < 0.4)];
            int[] labels = ConnectedRegions.Label(mask, 13, out int count);
            int[] sizes = [.. Enumerable.Range(1, count).Select(label => labels.Count(l => l == label))];
            int largest = Array.IndexOf(sizes, sizes.Max()) + 1;

            MaskRuns.KeepLargest(mask, 13);

            Assert.Equal(labels.Select(label => label == largest), mask);
        }
    }

    private static bool[] Mask(params string[] rows) => [.. string.Concat(rows).Select(c => c == '#')];
}
