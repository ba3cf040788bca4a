using AnoGan.Images;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Images;

public sealed class FitGeometryTests
{
    [Fact]
    public void Pads_a_wide_picture_above_and_below_by_its_edge_rows()
    {
        var fit = FitGeometry.For(4, 2, 4, FitMode.Pad);

        PixelImage square = fit.Apply(TinyImages.Grey8(4, 2, 1, 2, 3, 4, 5, 6, 7, 8));

        Assert.Equal((0, 1, 4, 2), (fit.InnerLeft, fit.InnerTop, fit.InnerWidth, fit.InnerHeight));
        Assert.Equal([1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 5, 6, 7, 8], square.Data);
    }

    [Fact]
    public void Pads_a_tall_picture_with_the_smaller_half_on_the_left()
    {
        // 10 × 30 to 8: scale 8/30, inner width 2.67, so 3; (8 − 3) / 2 = 2 on the left, 3 on the right.
        var fit = FitGeometry.For(10, 30, 8, FitMode.Pad);

        Assert.Equal((2, 0, 3, 8), (fit.InnerLeft, fit.InnerTop, fit.InnerWidth, fit.InnerHeight));
    }

    [Fact]
    public void Pads_a_thread_to_at_least_one_pixel()
    {
        var fit = FitGeometry.For(1000, 1, 8, FitMode.Pad);

        Assert.Equal((0, 3, 8, 1), (fit.InnerLeft, fit.InnerTop, fit.InnerWidth, fit.InnerHeight));
    }

    [Fact]
    public void Crops_the_centred_square()
    {
        var fit = FitGeometry.For(5, 2, 2, FitMode.Crop);

        PixelImage square = fit.Apply(TinyImages.Grey8(5, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));

        Assert.Equal((1, 0, 2, 2), (fit.SourceLeft, fit.SourceTop, fit.SourceWidth, fit.SourceHeight));
        Assert.Equal([2, 3, 7, 8], square.Data);
    }

    [Fact]
    public void Stretches_each_axis_on_its_own()
    {
        var fit = FitGeometry.For(4, 1, 2, FitMode.Stretch);

        PixelImage square = fit.Apply(TinyImages.Grey8(4, 1, 0, 0, 70, 70));

        // Weights 0.75, 0.75, 0.25 / 1.75 of 0, 0, 70, and mirrored; both rows are the one row.
        Assert.Equal([10, 60, 10, 60], square.Data);
    }

    [Theory]
    [InlineData(FitMode.Pad)]
    [InlineData(FitMode.Crop)]
    [InlineData(FitMode.Stretch)]
    public void Leaves_a_square_of_the_right_size_as_it_is(FitMode mode)
    {
        PixelImage image = TinyImages.Rgb8(2, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

        Assert.Equal(image.Data, FitGeometry.For(2, 2, 2, mode).Apply(image).Data);
    }

    [Fact]
    public void Restores_without_the_padding()
    {
        var fit = FitGeometry.For(4, 2, 4, FitMode.Pad);
        float[] map = [9, 9, 9, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9];

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], fit.Restore(map, channels: 1, outside: -1));
    }

    [Fact]
    public void Restores_a_crop_with_the_outside_marked_in_each_channel()
    {
        var fit = FitGeometry.For(4, 2, 2, FitMode.Crop);
        float[] map = [1, 2, 3, 4, 5, 6, 7, 8];

        Assert.Equal(
            [-1, 1, 2, -1, -1, 3, 4, -1, -1, 5, 6, -1, -1, 7, 8, -1], fit.Restore(map, channels: 2, outside: -1));
    }

    [Fact]
    public void Restores_to_a_larger_picture_between_pixel_centres()
    {
        var fit = FitGeometry.For(4, 2, 2, FitMode.Stretch);

        float[] restored = fit.Restore([0, 8, 0, 8], channels: 1, outside: 0);

        Assert.Equal([0, 2, 6, 8, 0, 2, 6, 8], restored);
    }

    [Theory]
    [InlineData(FitMode.Pad)]
    [InlineData(FitMode.Crop)]
    [InlineData(FitMode.Stretch)]
    public void Brings_a_spot_back_to_where_it_was(FitMode mode)
    {
        // A bright spot of 6 × 6 pixels centred at (43, 23) of 90 × 60: its centre of mass must not move.
        byte[] samples = new byte[90 * 60];
        for (int y = 20; y < 26; y++)
            Array.Fill(samples, (byte)250, y * 90 + 40, 6);
        var fit = FitGeometry.For(90, 60, 32, mode);
        float[] square = new float[32 * 32];

        fit.Apply(TinyImages.Grey8(90, 60, samples)).CopyToUnit(square);
        float[] restored = fit.Restore(square, channels: 1, outside: 0);

        double mass = restored.Sum();
        double centreX = restored.Select((value, i) => value * (i % 90 + 0.5)).Sum() / mass;
        double centreY = restored.Select((value, i) => value * (i / 90 + 0.5)).Sum() / mass;
        Assert.Equal(43, centreX, tolerance: 0.2);
        Assert.Equal(23, centreY, tolerance: 0.2);
    }

    [Fact]
    public void Keeps_holes_out_of_the_values_when_it_enlarges()
    {
        // 2 × 2 become 4 × 4; the pixel at the top right is a hole. Between centres the weights are 3/4 and 1/4, over
        // what
        // is left of them.
        float[] restored = FitGeometry
            .For(4, 4, 2, FitMode.Pad)
            .Restore([1, float.NaN, 3, 4], channels: 1, outside: -1);

        float[] expected =
        [
            1, 1, -1, -1, 1.5f, (0.75f * 1.5f + 0.25f * 1) / (0.75f + 0.25f * 0.25f), -1, -1, 2.5f,
            (0.75f * 2.5f + 0.25f * 3) / (0.75f + 0.25f * 0.75f), (0.25f * 2.5f + 0.75f * 3) / (0.25f + 0.75f * 0.75f),
            4, 3, 3.25f, 3.75f, 4,
        ];
        TensorAssert.AllClose(expected, restored, 1e-6);
    }

    [Fact]
    public void Keeps_holes_to_their_plane_and_to_the_part_that_is_shown()
    {
        float[] restored = FitGeometry
            .For(4, 2, 2, FitMode.Crop)
            .Restore([1, 2, float.NaN, 4, 5, 6, 7, 8], channels: 2, outside: -1);

        Assert.Equal([-1, 1, 2, -1, -1, -1, 4, -1, -1, 5, 6, -1, -1, 7, 8, -1], restored);
    }
}
