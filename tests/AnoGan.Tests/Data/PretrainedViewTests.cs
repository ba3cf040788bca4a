using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Data;

public sealed class PretrainedViewTests
{
    [Fact]
    public void Counts_the_positions_of_the_picture_and_not_of_its_padding()
    {
        // 32×16 in a view of 64: rows 2 to 5 of 8 show the picture.
        PretrainedView view = PretrainedView.Of(Prepared(32, 16), FitMode.Pad, 64);

        Assert.Equal((64, 64), (view.Picture.Width, view.Picture.Height));
        Assert.Equal(8 * 8, view.Counts.Length);
        for (int y = 0; y < 8; y++)
            Assert.All(view.Counts[(y * 8)..(y * 8 + 8)], counts => Assert.Equal(y is >= 2 and < 6, counts));
    }

    [Fact]
    public void Counts_all_positions_of_a_stretched_picture()
    {
        Assert.DoesNotContain(false, PretrainedView.Of(Prepared(32, 16), FitMode.Stretch, 64).Counts);
    }

    [Fact]
    public void Counts_where_the_object_is()
    {
        // The left half of a square is background.
        bool[] foreground = [.. Enumerable.Range(0, 16 * 16).Select(i => i % 16 >= 8)];

        bool[] counts = PretrainedView.Of(Prepared(16, 16, foreground), FitMode.Pad, 64).Counts;

        Assert.All(counts.Index(), position => Assert.Equal(position.Index % 8 >= 4, position.Item));
    }

    [Fact]
    public void Gives_grey_pictures_three_equal_planes()
    {
        float[] pixels = PretrainedView.Of(Prepared(64, 64), FitMode.Pad, 64).Pixels;

        Assert.Equal(3 * 64 * 64, pixels.Length);
        Assert.Equal(pixels[..(64 * 64)], pixels[(64 * 64)..(2 * 64 * 64)]);
        Assert.Equal(pixels[..(64 * 64)], pixels[(2 * 64 * 64)..]);
    }

    private static PreparedImage Prepared(int width, int height, bool[]? foreground = null) => new(
        DrawnSquares.Draw(width, height, 1), foreground, PreparedGeometry.Scaled(width, height, width, height));
}
