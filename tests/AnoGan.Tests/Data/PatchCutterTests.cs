using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Data;

public sealed class PatchCutterTests
{
    // 0 1 2 3 / 10 11 12 13 / 20 21 22 23
    private static readonly PixelImage Numbered = TinyImages.Grey8(4, 3, 0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23);

    [Fact]
    public void Cuts_literally_inside_the_picture() => Assert.Equal([11, 12, 21, 22], Levels(Numbered, 1, 1, 2));

    [Fact]
    public void Reflects_beyond_the_far_ends_without_repeating_the_edge() =>
        Assert.Equal([12, 13, 12, 22, 23, 22, 12, 13, 12], Levels(Numbered, 2, 1, 3));

    [Fact]
    public void Reflects_before_the_near_ends() =>
        Assert.Equal([11, 10, 11, 1, 0, 1, 11, 10, 11], Levels(Numbered, -1, -1, 3));

    [Fact]
    public void Reflects_back_and_forth_where_a_side_is_shorter_than_half_a_patch() =>
        Assert.Equal([0, 1, 2, 1, 0, 1, 2, 1], Levels(TinyImages.Grey8(3, 1, 0, 1, 2), 0, 0, 8)[..8]);

    [Fact]
    public void Repeats_a_side_of_one_pixel() =>
        Assert.Equal([7, 9, 7, 7, 9, 7, 7, 9, 7], Levels(TinyImages.Grey8(2, 1, 7, 9), 0, 0, 3));

    [Fact]
    public void Keeps_pixels_of_several_bytes_together_when_it_reflects()
    {
        float[] colour = Cut(TinyImages.Rgb8(2, 1, 1, 2, 3, 4, 5, 6), 1, 0, 2, 3);
        float[] deep = Cut(TinyImages.Grey16(2, 1, 0, 65535), 1, 0, 2, 1);

        Assert.Equal(
            [4, 1, 4, 1, 5, 2, 5, 2, 6, 3, 6, 3], SavedImages.Levels(colour), (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.Equal([1f, -1f, 1f, -1f], deep);
    }

    [Fact]
    public void Gives_grey_three_planes_and_colour_its_luma()
    {
        Assert.Equal(
            [-1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1], Cut(TinyImages.Grey8(2, 2, 0, 255, 0, 255), 0, 0, 2, 3));
        Assert.Equal([76], Levels(TinyImages.Rgb8(1, 1, 255, 0, 0), 0, 0, 1));
    }

    [Fact]
    public void Reads_a_picture_as_a_whole_where_the_patch_is_the_picture() =>
        Assert.Equal([1, 2, 3, 4], Levels(TinyImages.Grey8(2, 2, 1, 2, 3, 4), 0, 0, 2));

    [Fact]
    public void Tells_how_much_of_a_patch_is_object()
    {
        // x . . x / . . x x / . . . .
        bool[] foreground = [true, false, false, true, false, false, true, true, false, false, false, false];

        Assert.Equal(0.75, PatchCutter.ForegroundShare(foreground, 4, 3, 2, 0, 2));
        Assert.Equal(0.25, PatchCutter.ForegroundShare(foreground, 4, 3, 0, 0, 2));
        Assert.Equal(0.75, PatchCutter.ForegroundShare(foreground, 4, 3, 3, 0, 2)); // columns 3 and, mirrored, 2
        Assert.Equal(1, PatchCutter.ForegroundShare(null, 4, 3, 0, 0, 2));
    }

    private static float[] Cut(PixelImage image, int left, int top, int patch, int channels)
    {
        float[] values = new float[channels * patch * patch];
        PatchCutter.Cut(image, left, top, patch, channels, values);
        return values;
    }

    private static double[] Levels(PixelImage image, int left, int top, int patch) =>
        [.. SavedImages.Levels(Cut(image, left, top, patch, 1)).Select(level => Math.Round(level, 3))];
}
