using AnoGan.Images;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Results;

public sealed class RegionFramesTests
{
    [Fact]
    public void Surround_the_box_with_a_cyan_line_and_a_black_one() => Assert.Equal(
        ["oooooo.", "occcco.", "oc..co.", "occcco.", "oooooo.", "......."], Drawn(7, 6, Box(2, 2, 2, 1)));

    [Fact]
    public void End_at_the_border() => Assert.Equal(["..co", "..co", "ccco", "oooo"], Drawn(4, 4, Box(0, 0, 2, 2)));

    [Fact]
    public void Of_a_region_as_large_as_the_picture_are_not_seen() =>
        Assert.Equal(["...", "..."], Drawn(3, 2, Box(0, 0, 3, 2)));

    [Fact]
    public void Do_not_cross_each_others_lines() => Assert.Equal(
        ["cccccc", "c.cc.c", "cccccc", "oooooo"], Drawn(6, 4, Box(1, 1, 1, 1), Box(4, 1, 1, 1)));

    [Theory]
    [InlineData(10, 10, 1)]
    [InlineData(999, 1, 1)]
    [InlineData(1000, 1, 2)]
    [InlineData(300, 8000, 16)]
    public void Grow_with_the_picture(int width, int height, int expected) =>
        Assert.Equal(expected, RegionFrames.LineWidth(width, height));

    [Fact]
    public void Have_a_black_line_of_a_third_rounded_up()
    {
        string[] rows = Drawn(2000, 12, Box(1000, 0, 10, 12));

        Assert.All(rows, row => Assert.Equal(".oocccc..........ccccoo.", row[993..1017]));
    }

    [Fact]
    public void Need_a_picture_in_colour() =>
        Assert.Throws<ArgumentException>(() => RegionFrames.Draw(TinyImages.Constant(2, 2, 0), []));

    private static DefectRegion Box(int x, int y, int width, int height) => new(x, y, width, height, 1, 1, 1);

    // o is black, c cyan, and . what the picture was.
    private static string[] Drawn(int width, int height, params DefectRegion[] regions)
    {
        byte[] data = new byte[width * height * 3];
        Array.Fill(data, (byte)100);
        var picture = new PixelImage(width, height, 3, 8, data);
        RegionFrames.Draw(picture, regions);
        return [.. data.Chunk(3).Select(Letter).Chunk(width).Select(row => new string(row))];
    }

    private static char Letter(byte[] pixel) => pixel switch
    {
        [0, 0, 0] => 'o',
        [0, 255, 255] => 'c',
        [100, 100, 100] => '.',
        _ => '?',
    };
}
