using AnoGan.Images;
using AnoGan.Preparing;

namespace AnoGan.Tests.Preparing;

public sealed class SquareGeometryTests
{
    [Fact]
    public void Has_the_size_of_the_file_and_of_the_square()
    {
        var fit = FitGeometry.For(5, 3, 8, FitMode.Pad);
        var plain = new SquareGeometry(fit);
        var prepared = new SquareGeometry(fit, PreparedGeometry.Scaled(40, 30, 20, 15).Crop(2, 1, 5, 3));

        Assert.Equal((5, 3, 8), (plain.Width, plain.Height, plain.Size));
        Assert.Equal((40, 30, 8), (prepared.Width, prepared.Height, prepared.Size));
    }

    [Fact]
    public void Sets_a_padded_crop_back_to_its_place()
    {
        // The 4×2 pixels from (3, 2) on are rows 1 and 2 of a square of 4.
        var geometry = new SquareGeometry(
            FitGeometry.For(4, 2, 4, FitMode.Pad), PreparedGeometry.Identity(12, 8).Crop(3, 2, 4, 2));
        float[] square = new float[16];
        square[2 * 4 + 1] = 5;

        float[] restored = geometry.Restore(square, foreground: null, outside: -1);

        Assert.Equal((3 + 1, 2 + 1), (Array.IndexOf(restored, 5f) % 12, Array.IndexOf(restored, 5f) / 12));
        Assert.Equal(7, restored.Count(value => value == 0));
        Assert.Equal(12 * 8 - 8, restored.Count(value => value == -1));
    }

    [Fact]
    public void Mixes_neither_background_nor_what_the_fit_cut_off_with_the_object()
    {
        // 8×4 pixels, shrunk to 4×2, of which the middle 2×2 fill the square; its lower right pixel is background.
        var geometry = new SquareGeometry(FitGeometry.For(4, 2, 2, FitMode.Crop), PreparedGeometry.Scaled(8, 4, 4, 2));

        float[] restored = geometry.Restore([7, 7, 7, 1000], [true, true, true, false], outside: -1);

        float[] expected =
        [
            -1, -1, 7, 7, 7, 7, -1, -1, -1, -1, 7, 7, 7, 7, -1, -1, -1, -1, 7, 7, -1, -1, -1, -1,
            -1, -1, 7, 7, -1, -1, -1, -1,
        ];
        Assert.Equal(expected, restored);
    }

    [Fact]
    public void Brings_back_shifted_columns()
    {
        // Column 1 of 2×4 pixels begins two rows lower; a square of 2 shows two rows of each.
        var geometry = new SquareGeometry(
            FitGeometry.For(2, 2, 2, FitMode.Pad), PreparedGeometry.Identity(2, 4).Columns([0, 2], height: 2));

        Assert.Equal([1, 0, 3, 0, 0, 2, 0, 4], geometry.Restore([1, 2, 3, 4], foreground: null, outside: 0));
    }

    [Fact]
    public void Rejects_parts_that_do_not_belong_together()
    {
        var fit = FitGeometry.For(4, 2, 2, FitMode.Crop);

        Assert.Throws<ArgumentException>(() => new SquareGeometry(fit, PreparedGeometry.Identity(4, 3)));
        Assert.Throws<ArgumentException>(() => new SquareGeometry(fit).Restore(new float[4], new bool[5], outside: 0));
        Assert.Throws<ArgumentException>(() =>
            new SquareGeometry(fit).Restore(new float[5], foreground: null, outside: 0));
    }
}
