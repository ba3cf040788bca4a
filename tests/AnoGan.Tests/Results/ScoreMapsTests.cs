using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Results;

/// <summary>Maps of pictures that were fitted to one square, and of such that were put together from tiles.</summary>
public sealed class ScoreMapsTests
{
    // Of 4×2 pixels the middle 2×2 are compared.
    private static readonly FitGeometry Cropped = FitGeometry.For(4, 2, 2, FitMode.Crop);

    [Fact]
    public void Bring_levels_to_the_picture_and_mark_what_was_not_compared()
    {
        var maps = Square(Cropped, [0.1f, 0.2f, 0.3f, 0.4f], new float[4]);

        Assert.Equal((4, 2), (maps.Width, maps.Height));
        Assert.Equal([-1, 0.1f, 0.2f, -1, -1, 0.3f, 0.4f, -1], maps.MapAtSource());
    }

    [Fact]
    public void Show_the_residual_as_the_networks_saw_the_picture()
    {
        var maps = DrawnResults.Maps(Cropped, new float[4], new float[4], residuals: [0, 0.2f, 1, 1.5f]);

        PixelImage residual = maps.Residual();

        Assert.Equal((2, 2, 1, 16), (residual.Width, residual.Height, residual.Channels, residual.BitDepth));
        Assert.Equal([0, 13107, 65535, 65535], TinyImages.Words(residual));
    }

    [Fact]
    public void Bring_each_channel_of_the_reconstruction_to_the_picture()
    {
        var maps = Square(Cropped, new float[4], [-1, 1, 0.2f, -2, 1, 1, 1, 1, -1, -1, -1, -1]);

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
        PreparedGeometry prepared = PreparedGeometry.Identity(6, 4).Crop(1, 2, 4, 2);
        var fit = FitGeometry.For(4, 2, 4, FitMode.Pad);
        bool[] foreground = [.. Enumerable.Range(0, 16).Select(i => i % 4 < 3)];
        float[] levels = [9, 9, 9, 9, 0.1f, 0.2f, 0.3f, 9, 0.4f, 0.5f, 0.6f, 9, 9, 9, 9, 9];
        float[] residuals = [.. Enumerable.Repeat(0.2f, 16)];
        float[] generated = [.. Enumerable.Repeat(1f, 16)];

        var maps = new ScoreMaps(prepared, fit, levels, residuals, generated, foreground);

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
        Assert.Equal(9, levels[7]);

        // The residual is that of the square, but for the background: 0.2 · 65,535.
        Assert.Equal((4, 4), (maps.Residual().Width, maps.Residual().Height));
        Assert.Equal(
            foreground.Select(isObject => (ushort)(isObject ? 13107 : 0)), TinyImages.Words(maps.Residual()));
    }

    [Fact]
    public void Are_those_of_the_fit_alone_where_nothing_was_prepared()
    {
        var fit = FitGeometry.For(7, 5, 4, FitMode.Pad);
        float[] levels = [.. Enumerable.Range(0, 16).Select(i => i * 5 % 16 / 16f)];

        Assert.Equal(fit.Restore(levels, 1, -1), Square(fit, levels, levels).MapAtSource());
    }

    [Fact]
    public void Mix_neither_background_nor_what_the_fit_cut_off_with_the_object()
    {
        // 8×4 pixels, shrunk to 4×2, of which the middle 2×2 fill the square; its lower right pixel is background.
        var maps = new ScoreMaps(
            PreparedGeometry.Scaled(8, 4, 4, 2), FitGeometry.For(4, 2, 2, FitMode.Crop), [7, 7, 7, 1000], new float[4],
            new float[4],
            [true, true, true, false]);

        float[] expected =
        [
            -1, -1, 7, 7, 7, 7, -1, -1, -1, -1, 7, 7, 7, 7, -1, -1, -1, -1, 7, 7, -1, -1, -1, -1,
            -1, -1, 7, 7, -1, -1, -1, -1,
        ];
        Assert.Equal(expected, maps.MapAtSource());
    }

    [Fact]
    public void Bring_back_shifted_columns()
    {
        // Column 1 of 2×4 pixels begins two rows lower; a square of 2 shows two rows of each.
        var maps = new ScoreMaps(
            PreparedGeometry.Identity(2, 4).Columns([0, 2], height: 2), FitGeometry.For(2, 2, 2, FitMode.Pad),
            [1, 2, 3, 4], new float[4], new float[4], foreground: null);

        Assert.Equal([1, -1, 3, -1, -1, 2, -1, 4], maps.MapAtSource());
    }

    [Fact]
    public void Of_tiles_keep_the_levels_of_a_picture_that_was_not_changed()
    {
        var maps = new ScoreMaps(
            PreparedGeometry.Identity(2, 2), [0, 65535, 13107, 26214], new ushort[4],
            TinyImages.Grey8(2, 2, 1, 2, 3, 4), null);

        Assert.Equal((2, 2), (maps.Width, maps.Height));
        Assert.Equal([0, 1, 0.2f, 0.4f], maps.MapAtSource());
        Assert.Equal([1, 2, 3, 4], maps.Reconstruction().Data);
    }

    [Fact]
    public void Of_tiles_enlarge_a_picture_that_was_shrunk()
    {
        // Centres of 4 pixels at 0.25, 0.75, 1.25 and 1.75 of two pixels centred at 0.5 and 1.5.
        var maps = new ScoreMaps(
            PreparedGeometry.Scaled(4, 2, 2, 1), [0, 65535], [500, 700],
            TinyImages.Grey8(2, 1, 100, 200), null);

        PixelImage reconstruction = maps.Reconstruction();

        Assert.Equal((4, 2), (maps.Width, maps.Height));
        Assert.Equal([0, 0.25f, 0.75f, 1, 0, 0.25f, 0.75f, 1], maps.MapAtSource());
        Assert.Equal(
            (4, 2, 1, 8),
            (reconstruction.Width, reconstruction.Height, reconstruction.Channels, reconstruction.BitDepth));
        Assert.Equal([100, 125, 175, 200, 100, 125, 175, 200], reconstruction.Data);

        // The residual stays as it was seen.
        PixelImage residual = maps.Residual();
        Assert.Equal((2, 1, 1, 16), (residual.Width, residual.Height, residual.Channels, residual.BitDepth));
        Assert.Equal([500, 700], TinyImages.Words(residual));
    }

    [Fact]
    public void Of_tiles_say_nothing_of_what_a_crop_cut_off()
    {
        // The lower middle of 4×3 pixels.
        PreparedGeometry geometry = PreparedGeometry.Identity(4, 3).Crop(1, 1, 2, 2);

        var maps = new ScoreMaps(
            geometry, [65535, 0, 0, 65535], new ushort[4], TinyImages.Grey8(2, 2, 10, 20, 30, 40), null);

        Assert.Equal([-1, -1, -1, -1, -1, 1, 0, -1, -1, 0, 1, -1], maps.MapAtSource());
        Assert.Equal([0, 0, 0, 0, 0, 10, 20, 0, 0, 30, 40, 0], maps.Reconstruction().Data);
    }

    [Fact]
    public void Of_tiles_say_nothing_of_the_background_and_leave_it_black()
    {
        var maps = new ScoreMaps(
            PreparedGeometry.Identity(3, 1), [65535, 65535, 0], [9, 8, 7],
            TinyImages.Rgb8(3, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9),
            [true, false, true]);

        Assert.Equal([1, -1, 0], maps.MapAtSource());
        Assert.Equal([9, 0, 7], TinyImages.Words(maps.Residual()));
        Assert.Equal([1, 2, 3, 0, 0, 0, 7, 8, 9], maps.Reconstruction().Data);
    }

    [Fact]
    public void Of_tiles_keep_the_background_out_of_the_object_when_they_enlarge()
    {
        // Every pixel of the source lies nearest to one of the three; that of the middle is background.
        var maps = new ScoreMaps(
            PreparedGeometry.Scaled(6, 1, 3, 1), [65535, 0, 13107], new ushort[3], TinyImages.Grey8(3, 1, 90, 255, 60),
            [true, false, true]);

        TensorAssert.AllClose([1, 1, -1, -1, 0.2f, 0.2f], maps.MapAtSource(), 1e-6);
        Assert.Equal([90, 90, 0, 0, 60, 60], maps.Reconstruction().Data);
    }

    [Fact]
    public void Of_tiles_come_back_through_scale_and_crop_at_once()
    {
        // Of 8×4 pixels, shrunk to 4×2, the right half.
        PreparedGeometry geometry = PreparedGeometry.Scaled(8, 4, 4, 2).Crop(2, 0, 2, 2);

        var maps = new ScoreMaps(
            geometry, [0, 65535, 0, 65535], new ushort[4], TinyImages.Constant(2, 2, 7), null);

        float[] row = [-1, -1, -1, -1, 0, 0.25f, 0.75f, 1];
        TensorAssert.AllClose([.. row, .. row, .. row, .. row], maps.MapAtSource(), 1e-6);
    }

    private static ScoreMaps Square(FitGeometry fit, float[] levels, float[] generated) =>
        DrawnResults.Maps(fit, levels, generated, residuals: new float[levels.Length]);
}
