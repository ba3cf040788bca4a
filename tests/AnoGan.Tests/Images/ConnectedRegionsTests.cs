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
    public void Need_whole_rows() =>
        Assert.Throws<ArgumentException>(() => ConnectedRegions.Label(new bool[5], 2, out _));
}
