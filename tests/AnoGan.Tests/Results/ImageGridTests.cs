using AnoGan.Images;
using AnoGan.Results;

namespace AnoGan.Tests.Results;

public sealed class ImageGridTests
{
    private static readonly PixelImage Dark = new(2, 1, 1, 8, [1, 2]), Light = new(2, 1, 1, 8, [201, 202]);

    [Fact]
    public void Lays_pictures_out_in_rows_with_margins_around_and_between()
    {
        PixelImage sheet = ImageGrid.Compose([Dark, Light, Dark], columns: 2, margin: 1);

        Assert.Equal((7, 5, 1), (sheet.Width, sheet.Height, sheet.Channels));
        Assert.Equal(
            [
                112, 112, 112, 112, 112, 112, 112,
                112, 1, 2, 112, 201, 202, 112,
                112, 112, 112, 112, 112, 112, 112,
                112, 1, 2, 112, 112, 112, 112,
                112, 112, 112, 112, 112, 112, 112,
            ],
            sheet.Data);
    }

    [Fact]
    public void Repeats_pixels_when_it_enlarges()
    {
        PixelImage sheet = ImageGrid.Compose([Dark], columns: 8, margin: 0, scale: 2);

        Assert.Equal((4, 2), (sheet.Width, sheet.Height));
        Assert.Equal([1, 1, 2, 2, 1, 1, 2, 2], sheet.Data);
    }

    [Fact]
    public void Shows_grey_pictures_beside_coloured_ones_in_three_equal_channels()
    {
        var colour = new PixelImage(2, 1, 3, 8, [10, 20, 30, 40, 50, 60]);

        PixelImage sheet = ImageGrid.Compose([Dark, colour], columns: 2, margin: 0);

        Assert.Equal([1, 1, 1, 2, 2, 2, 10, 20, 30, 40, 50, 60], sheet.Data);
    }

    [Fact]
    public void Refuses_pictures_of_different_sizes_or_none()
    {
        Assert.Throws<ArgumentException>(() => ImageGrid.Compose([], 2));
        Assert.Throws<ArgumentException>(() => ImageGrid.Compose([Dark, new PixelImage(1, 1, 1, 8, [0])], 2));
        Assert.Throws<ArgumentException>(() => ImageGrid.Compose([new PixelImage(1, 1, 1, 16, [0, 0])], 2));
    }
}
