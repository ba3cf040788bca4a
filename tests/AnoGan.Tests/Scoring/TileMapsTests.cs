using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Scoring;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Scoring;

public sealed class TileMapsTests
{
    [Fact]
    public void Keep_the_levels_of_a_picture_that_was_not_changed()
    {
        var maps = new TileMaps(
            PreparedGeometry.Identity(2, 2), [0, 65535, 13107, 26214], null, TinyImages.Grey8(2, 2, 1, 2, 3, 4));

        Assert.Equal((2, 2), (maps.Width, maps.Height));
        Assert.Equal([0, 1, 0.2f, 0.4f], maps.MapAtSource());
        Assert.Equal([1, 2, 3, 4], maps.Reconstruction().Data);
    }

    [Fact]
    public void Enlarge_a_picture_that_was_shrunk()
    {
        // Centres of 4 pixels at 0.25, 0.75, 1.25 and 1.75 of two pixels centred at 0.5 and 1.5.
        var maps = new TileMaps(
            PreparedGeometry.Scaled(4, 2, 2, 1), [0, 65535], null, TinyImages.Grey8(2, 1, 100, 200));

        PixelImage reconstruction = maps.Reconstruction();

        Assert.Equal((4, 2), (maps.Width, maps.Height));
        Assert.Equal([0, 0.25f, 0.75f, 1, 0, 0.25f, 0.75f, 1], maps.MapAtSource());
        Assert.Equal(
            (4, 2, 1, 8),
            (reconstruction.Width, reconstruction.Height, reconstruction.Channels, reconstruction.BitDepth));
        Assert.Equal([100, 125, 175, 200, 100, 125, 175, 200], reconstruction.Data);
    }

    [Fact]
    public void Say_nothing_of_what_a_crop_cut_off()
    {
        // The lower middle of 4×3 pixels.
        PreparedGeometry geometry = PreparedGeometry.Identity(4, 3).Crop(1, 1, 2, 2);

        var maps = new TileMaps(geometry, [65535, 0, 0, 65535], null, TinyImages.Grey8(2, 2, 10, 20, 30, 40));

        Assert.Equal([-1, -1, -1, -1, -1, 1, 0, -1, -1, 0, 1, -1], maps.MapAtSource());
        Assert.Equal([0, 0, 0, 0, 0, 10, 20, 0, 0, 30, 40, 0], maps.Reconstruction().Data);
    }

    [Fact]
    public void Say_nothing_of_the_background_and_leave_it_black()
    {
        var maps = new TileMaps(
            PreparedGeometry.Identity(3, 1), [65535, 65535, 0], [true, false, true],
            TinyImages.Rgb8(3, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9));

        Assert.Equal([1, -1, 0], maps.MapAtSource());
        Assert.Equal([1, 2, 3, 0, 0, 0, 7, 8, 9], maps.Reconstruction().Data);
    }

    [Fact]
    public void Keep_the_background_out_of_the_object_when_they_enlarge()
    {
        // Every pixel of the source lies nearest to one of the three; that of the middle is background.
        var maps = new TileMaps(
            PreparedGeometry.Scaled(6, 1, 3, 1), [65535, 0, 13107], [true, false, true],
            TinyImages.Grey8(3, 1, 90, 255, 60));

        TensorAssert.AllClose([1, 1, -1, -1, 0.2f, 0.2f], maps.MapAtSource(), 1e-6);
        Assert.Equal([90, 90, 0, 0, 60, 60], maps.Reconstruction().Data);
    }

    [Fact]
    public void Come_back_through_scale_and_crop_at_once()
    {
        // Of 8×4 pixels, shrunk to 4×2, the right half.
        PreparedGeometry geometry = PreparedGeometry.Scaled(8, 4, 4, 2).Crop(2, 0, 2, 2);

        var maps = new TileMaps(geometry, [0, 65535, 0, 65535], null, TinyImages.Constant(2, 2, 7));

        float[] row = [-1, -1, -1, -1, 0, 0.25f, 0.75f, 1];
        TensorAssert.AllClose([.. row, .. row, .. row, .. row], maps.MapAtSource(), 1e-6);
    }
}
