using AnoGan.Images;
using AnoGan.Runtime;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Images;

public sealed class ConnectedRegionsTests
{
    [Theory]
    [InlineData("....", "....", 0)]
    [InlineData("####", "1111", 1)]
    [InlineData("#.## #...", "1.22 1...", 2)]
    [InlineData("#... .#.. ..#. #..#", "1... .1.. ..1. 2..1", 2)] // corners touch
    [InlineData("#.#.# #.#.# ###.#", "1.1.2 1.1.2 111.2", 2)] // a U whose arms meet below
    [InlineData("...# #...", "...1 2...", 2)] // the end of a row does not touch the start of the next
    [InlineData("##### #...# #.#.# #...# #####", "11111 1...1 1.2.1 1...1 11111", 2)]
    public void Are_numbered_as_rows_meet_them(string mask, string expected, int count)
    {
        int width = mask.Split(' ')[0].Length;

        int[] labels = ConnectedRegions.Label(
            [.. mask.Where(c => c != ' ').Select(c => c == '#')], width, out int found);

        Assert.Equal(count, found);
        Assert.Equal(expected.Where(c => c != ' ').Select(c => c == '.' ? 0 : c - '0'), labels);
    }

    [Fact]
    public void May_be_as_large_as_the_picture()
    {
        bool[] mask = new bool[1000 * 1000];
        Array.Fill(mask, true);

        int[] labels = ConnectedRegions.Label(mask, 1000, out int count);

        Assert.Equal(1, count);
        Assert.DoesNotContain(0, labels);
    }

    [Fact]
    public void Are_those_of_a_flood_fill()
    {
        var random = new SeededRandom(1);
        for (int trial = 0; trial < 300; trial++)
        {
            int width = 1 + random.NextInt32(20), height = 1 + random.NextInt32(20), percent = 5 + random.NextInt32(90);
            bool[] mask = [.. Enumerable.Range(0, width * height).Select(_ => random.NextInt32(100) < percent)];

            int[] labels = ConnectedRegions.Label(mask, width, out int count);

            Assert.Equal(FloodFill.Label(mask, width, out int expected), labels);
            Assert.Equal(expected, count);
        }
    }

    [Fact]
    public void Keeps_the_largest_region_and_the_first_of_equals()
    {
        bool[] mask = Mask("##...#", "...#.#", "..#...", ".#..##");
        bool[] equals = Mask("##..##");

        ConnectedRegions.KeepLargest(mask, 6);
        ConnectedRegions.KeepLargest(equals, 6);

        Assert.Equal(Mask("......", "...#..", "..#...", ".#...."), mask);
        Assert.Equal(Mask("##...."), equals);
    }

    [Fact]
    public void Fills_holes_that_only_corners_lead_out_of()
    {
        bool[] mask = Mask(".####.", ".#..#.", ".#.#..", "..#...");

        ConnectedRegions.FillHoles(mask, 6);

        Assert.Equal(Mask(".####.", ".####.", ".###..", "..#..."), mask);
    }

    [Fact]
    public void Leaves_masks_of_one_kind_as_they_are()
    {
        bool[] empty = new bool[6];
        bool[] full = [true, true, true, true, true, true];

        ConnectedRegions.KeepLargest(empty, 3);
        ConnectedRegions.FillHoles(empty, 3);
        ConnectedRegions.KeepLargest(full, 3);
        ConnectedRegions.FillHoles(full, 3);

        Assert.DoesNotContain(true, empty);
        Assert.DoesNotContain(false, full);
    }

    [Fact]
    public void The_largest_is_the_one_with_the_most_pixels()
    {
        var random = new SeededRandom(11);
        for (int round = 0; round < 200; round++)
        {
            bool[] mask = [.. Enumerable.Range(0, 13 * 9).Select(_ => random.NextDouble() < 0.4)];
            int[] labels = ConnectedRegions.Label(mask, 13, out int count);
            int[] sizes = [.. Enumerable.Range(1, count).Select(label => labels.Count(l => l == label))];
            int largest = Array.IndexOf(sizes, sizes.Max()) + 1;

            ConnectedRegions.KeepLargest(mask, 13);

            Assert.Equal(labels.Select(label => label == largest), mask);
        }
    }

    private static bool[] Mask(params string[] rows) => [.. string.Concat(rows).Select(c => c == '#')];
}
