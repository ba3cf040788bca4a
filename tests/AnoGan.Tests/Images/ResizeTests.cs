using AnoGan.Images;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Images;

public sealed class ResizeTests
{
    [Fact]
    public void Copies_when_the_size_stays()
    {
        PixelImage image = TinyImages.Grey8(2, 2, 1, 2, 3, 4);

        PixelImage copy = ImageCodec.Resize(image, 2, 2);

        Assert.Equal(image.Data, copy.Data);
        Assert.NotSame(image.Data, copy.Data);
    }

    [Fact]
    public void Shrinks_a_checkerboard_to_even_grey()
    {
        byte[] board = new byte[64 * 64];
        for (int i = 0; i < board.Length; i++)
            board[i] = (byte)((i / 64 + i % 64) % 2 * 254);

        PixelImage small = ImageCodec.Resize(TinyImages.Grey8(64, 64, board), 8, 8);

        // Half of the weight lies on black and half on white squares: 127, whatever the window.
        Assert.All(small.Data, level => Assert.InRange(level, 126, 128));
    }

    [Fact]
    public void Weighs_source_pixels_by_a_triangle_when_shrinking()
    {
        // Factor 2, target centres at 1, 3, 5 and a reach of 2: source centres at 0.5, 1.5, 2.5, 3.5, 4.5, 5.5.
        // Target 0: weights 0.75, 0.75, 0.25 / 1.75; target 1: 0.25, 0.75, 0.75, 0.25 / 2; target 2 mirrors 0.
        PixelImage row = TinyImages.Grey8(6, 1, 0, 70, 140, 0, 0, 210);

        PixelImage small = ImageCodec.Resize(row, 3, 1);

        Assert.Equal([50, 61, 90], small.Data); // (52.5 + 35) / 1.75; (17.5 + 105) / 2 = 61.25; 157.5 / 1.75
    }

    [Fact]
    public void Interpolates_between_pixel_centres_when_enlarging()
    {
        // Target centres at 0.25, 0.75, 1.25, 1.75 between source centres 0.5 and 1.5; beyond them the edge holds.
        PixelImage large = ImageCodec.Resize(TinyImages.Grey8(2, 1, 0, 200), 4, 1);

        Assert.Equal([0, 50, 150, 200], large.Data);
    }

    [Fact]
    public void Keeps_16_bits_and_each_channel_to_itself()
    {
        PixelImage deep = ImageCodec.Resize(TinyImages.Grey16(2, 1, 1000, 1003), 4, 1);
        PixelImage colour = ImageCodec.Resize(TinyImages.Rgb8(2, 1, 0, 100, 7, 200, 100, 7), 4, 1);

        Assert.Equal([1000, 1001, 1002, 1003], TinyImages.Words(deep)); // 1000.75 and 1002.25 between
        Assert.Equal([0, 100, 7, 50, 100, 7, 150, 100, 7, 200, 100, 7], colour.Data);
    }

    [Theory]
    [InlineData(7, 3, 5, 11)]
    [InlineData(3, 7, 64, 1)]
    [InlineData(100, 1, 9, 9)]
    public void Leaves_an_even_picture_even(int width, int height, int newWidth, int newHeight)
    {
        PixelImage image = ImageCodec.Resize(TinyImages.Constant(width, height, 173), newWidth, newHeight);

        Assert.Equal((newWidth, newHeight), (image.Width, image.Height));
        Assert.All(image.Data, level => Assert.Equal(173, level));
    }
}
