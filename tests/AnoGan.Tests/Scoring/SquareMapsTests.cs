using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Scoring;

namespace AnoGan.Tests.Scoring;

public sealed class SquareMapsTests
{
    // Of 4×2 pixels the middle 2×2 are compared.
    private static readonly FitGeometry Cropped = FitGeometry.For(4, 2, 2, FitMode.Crop);

    [Fact]
    public void Bring_residuals_to_the_picture_and_mark_what_was_not_compared()
    {
        var maps = new SquareMaps(Cropped, [0.1f, 0.2f, 0.3f, 0.4f], new float[4]);

        Assert.Equal((4, 2), (maps.Width, maps.Height));
        Assert.Equal([-1, 0.1f, 0.2f, -1, -1, 0.3f, 0.4f, -1], maps.MapAtSource());
    }

    [Fact]
    public void Bring_each_channel_of_the_reconstruction_to_the_picture()
    {
        var maps = new SquareMaps(Cropped, new float[4], [-1, 1, 0.2f, -2, 1, 1, 1, 1, -1, -1, -1, -1]);

        PixelImage reconstruction = maps.Reconstruction();

        Assert.Equal(
            (4, 2, 3, 8),
            (reconstruction.Width, reconstruction.Height, reconstruction.Channels, reconstruction.BitDepth));
        Assert.Equal(
            [0, 0, 0, 0, 255, 0, 255, 255, 0, 0, 0, 0, 0, 0, 0, 153, 255, 0, 0, 255, 0, 0, 0, 0], reconstruction.Data);
    }

    [Fact]
    public void Leave_the_background_out_and_what_was_cut_off()
    {
        // Of 6×4 pixels the 4×2 from (1, 2) on, padded to 4×4: rows 1 and 2 of the square. The right column is
        // background.
        var geometry = new SquareGeometry(
            FitGeometry.For(4, 2, 4, FitMode.Pad), PreparedGeometry.Identity(6, 4).Crop(1, 2, 4, 2));
        bool[] foreground = [.. Enumerable.Range(0, 16).Select(i => i % 4 < 3)];
        float[] residuals = [9, 9, 9, 9, 0.1f, 0.2f, 0.3f, 9, 0.4f, 0.5f, 0.6f, 9, 9, 9, 9, 9];
        float[] generated = [.. Enumerable.Repeat(1f, 16)];

        var maps = new SquareMaps(geometry, residuals, generated, foreground);

        Assert.Equal((6, 4), (maps.Width, maps.Height));
        Assert.Equal(
            [
                -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0.1f, 0.2f, 0.3f, -1, -1, -1, 0.4f, 0.5f, 0.6f, -1,
                -1,
            ],
            maps.MapAtSource());
        Assert.Equal(
            [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 0, 0, 0, 255, 255, 255, 0, 0],
            maps.Reconstruction().Data);
        Assert.Equal(9, residuals[7]);
    }

    [Fact]
    public void Are_those_of_the_fit_alone_where_nothing_was_prepared()
    {
        var fit = FitGeometry.For(7, 5, 4, FitMode.Pad);
        float[] residuals = [.. Enumerable.Range(0, 16).Select(i => i * 5 % 16 / 16f)];

        float[] map = new SquareMaps(fit, residuals, residuals).MapAtSource();

        Assert.Equal(fit.Restore(residuals, 1, -1), map);
        Assert.Equal(
            map, new SquareMaps(new SquareGeometry(fit), residuals, residuals, foreground: null).MapAtSource());
        Assert.Equal(
            map,
            new SquareMaps(
                new SquareGeometry(fit, PreparedGeometry.Identity(7, 5)), residuals, residuals, foreground: null
            ).MapAtSource());
    }

    [Fact]
    public void Need_values_of_the_square()
    {
        Assert.Throws<ArgumentException>(() => new SquareMaps(Cropped, new float[5], new float[4]));
        Assert.Throws<ArgumentException>(() => new SquareMaps(Cropped, new float[4], new float[8]));
        Assert.Throws<ArgumentException>(() =>
            new SquareMaps(new SquareGeometry(Cropped), new float[4], new float[4], new bool[3]));
    }
}
