using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Training;

namespace AnoGan.Tests.Training;

public sealed class TrainingSheetsTests
{
    [Theory]
    [InlineData(8, 64, 8, 8)]
    [InlineData(64, 64, 8, 1)]
    [InlineData(128, 64, 8, 1)]
    [InlineData(192, 25, 5, 1)]
    [InlineData(256, 16, 4, 1)]
    public void Of_large_pictures_show_fewer(int size, int shown, int columns, int scale)
    {
        float[][] pictures = [.. Enumerable.Range(0, 64).Select(_ => new float[size * size])];

        PixelImage sheet = new TrainingSheets(new NetworkSpec(size, 1, 4, 16)).Grid(pictures);

        int cell = size * scale + 2;
        Assert.Equal((columns * cell + 2, shown / columns * cell + 2, 1), (sheet.Width, sheet.Height, sheet.Channels));
    }

    [Fact]
    public void Are_in_colour_where_pictures_are()
    {
        var sheets = new TrainingSheets(new NetworkSpec(64, 3, 4, 16));
        float[] red = [.. Enumerable.Repeat(1f, 64 * 64), .. Enumerable.Repeat(-1f, 2 * 64 * 64)];

        PixelImage sheet = sheets.Grid([red]);

        Assert.Equal(3, sheet.Channels);
        Assert.Equal((255, 0, 0), At(sheet, 2, 2));
    }

    [Fact]
    public void Show_an_image_its_reconstruction_and_the_residual_in_the_colours_of_heatmaps()
    {
        var sheets = new TrainingSheets(new NetworkSpec(64, 1, 4, 16));
        float[] black = [.. Enumerable.Repeat(-1f, 64 * 64)],
            grey = [.. Enumerable.Repeat(-0.5f, 64 * 64)],
            white = [.. Enumerable.Repeat(1f, 64 * 64)];

        PixelImage sheet = sheets.Triples([black, white, black], [black, black, grey]);

        // Three groups of three pictures of 64 pixels, with 4 pixels around and between the groups.
        Assert.Equal((3 * (3 * 64 + 4) + 4, 64 + 8), (sheet.Width, sheet.Height));
        Assert.Equal([(0, 0, 0), (0, 0, 0), (0, 0, 0)], Group(0));
        Assert.Equal([(255, 255, 255), (0, 0, 0), (255, 250, 220)], Group(1)); // a residual of 1 is above 0.5, where the brightest colour is
        Assert.Equal([(0, 0, 0), (64, 64, 64), (206, 58, 66)], Group(2)); // one of 0.25 is in the middle of the scale

        (int, int, int)[] Group(int index) =>
            [.. Enumerable.Range(0, 3).Select(i => At(sheet, 4 + index * (3 * 64 + 4) + i * 64 + 5, 30))];
    }

    private static (int Red, int Green, int Blue) At(PixelImage image, int x, int y)
    {
        int place = (y * image.Width + x) * 3;
        return (image.Data[place], image.Data[place + 1], image.Data[place + 2]);
    }
}
