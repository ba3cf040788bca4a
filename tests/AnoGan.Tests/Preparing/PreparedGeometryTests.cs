using AnoGan.Preparing;

namespace AnoGan.Tests.Preparing;

public sealed class PreparedGeometryTests
{
    [Fact]
    public void Hands_back_the_map_itself_when_nothing_was_changed()
    {
        float[] map = [1, 2, 3, 4, 5, 6];

        Assert.Same(map, PreparedGeometry.Identity(3, 2).Restore(map, outside: -1));
    }

    [Fact]
    public void Sets_a_crop_of_a_crop_back_into_its_frame()
    {
        // The second crop begins at column 1 + 1 and row 1 + 0 of the source.
        PreparedGeometry geometry = PreparedGeometry.Identity(4, 3).Crop(1, 1, 3, 2).Crop(1, 0, 2, 2);

        float[] restored = geometry.Restore([1, 2, 3, 4], outside: -1);

        Assert.Equal((2, 2, 2), (geometry.Left, geometry.Width, geometry.Height));
        Assert.Equal([-1, -1, -1, -1, -1, -1, 1, 2, -1, -1, 3, 4], restored);
    }

    [Fact]
    public void Shifts_columns_back_and_leaves_out_rows_beyond_the_picture()
    {
        // Column 0 starts a row above the picture, column 1 at row 1, column 2 two rows lower still.
        PreparedGeometry geometry = PreparedGeometry.Identity(3, 3).Columns([-1, 1, 3], height: 2);

        float[] restored = geometry.Restore([1, 2, 3, 4, 5, 6], outside: 0);

        Assert.Equal([4, 0, 0, 0, 2, 0, 0, 5, 0], restored);
    }

    [Fact]
    public void Adds_shifts_of_columns_to_the_crop_before()
    {
        PreparedGeometry geometry = PreparedGeometry
            .Identity(5, 9)
            .Crop(2, 3, 2, 6)
            .Columns([1, -1], height: 4)
            .Crop(1, 2, 1, 2);

        Assert.Equal((3, 2), (geometry.Left, geometry.Height));
        Assert.Equal([4], geometry.Tops); // 3 - 1 + 2
    }

    [Fact]
    public void Enlarges_between_pixel_centres()
    {
        // As when a row of 2 becomes one of 4: centres at 0.25, 0.75, 1.25 and 1.75 of pixels centred at 0.5 and 1.5.
        float[] restored = PreparedGeometry.Scaled(4, 2, 2, 1).Restore([0, 8], outside: -1);

        Assert.Equal([0, 2, 6, 8, 0, 2, 6, 8], restored);
    }

    [Fact]
    public void Keeps_the_outside_out_of_the_values_when_it_enlarges()
    {
        // Of a resized row of 3 the last two pixels are shown; the source has 6 pixels, two to each of them.
        PreparedGeometry geometry = PreparedGeometry.Scaled(6, 1, 3, 1).Crop(1, 0, 2, 1);

        float[] restored = geometry.Restore([4, 8], outside: 1000);

        Assert.Equal([1000, 1000, 4, 5, 7, 8], restored);
    }

    [Fact]
    public void Takes_not_a_number_as_not_shown()
    {
        PreparedGeometry whole = PreparedGeometry.Identity(3, 1);
        PreparedGeometry cut = PreparedGeometry.Identity(4, 1).Crop(1, 0, 3, 1);
        PreparedGeometry shrunk = PreparedGeometry.Scaled(6, 1, 3, 1);
        float[] map = [float.NaN, 4, 8];

        Assert.Equal([-1, 4, 8], whole.Restore(map, outside: -1));
        Assert.Equal([-1, -1, 4, 8], cut.Restore(map, outside: -1));
        Assert.Equal([-1, -1, 4, 5, 7, 8], shrunk.Restore(map, outside: -1));
        Assert.Equal([float.NaN, 4, 8], map);
    }

    [Fact]
    public void Knows_whether_anything_was_changed()
    {
        Assert.True(PreparedGeometry.Identity(3, 2).IsIdentity);
        Assert.True(PreparedGeometry.Identity(3, 2).Crop(0, 0, 3, 2).IsIdentity);
        Assert.False(PreparedGeometry.Identity(3, 2).Crop(0, 0, 3, 1).IsIdentity);
        Assert.False(PreparedGeometry.Identity(3, 2).Columns([0, 1, 0], height: 2).IsIdentity);
        Assert.False(PreparedGeometry.Scaled(6, 4, 3, 2).IsIdentity);
    }

    [Fact]
    public void Restores_each_plane_on_its_own()
    {
        PreparedGeometry cut = PreparedGeometry.Identity(2, 1).Crop(1, 0, 1, 1);
        PreparedGeometry shrunk = PreparedGeometry.Scaled(2, 2, 1, 1);

        Assert.Equal([-1, 5, -1, 6, -1, 7], cut.Restore([5, 6, 7], channels: 3, outside: -1));
        Assert.Equal([5, 5, 5, 5, 6, 6, 6, 6], shrunk.Restore([5, 6], channels: 2, outside: -1));
    }

    [Fact]
    public void Brings_the_middle_of_a_spot_back_after_a_resize_and_a_crop()
    {
        // Pixel (5, 4) of the resized 12 × 9 covers the source's 40 × 30 pixels from (200, 160) on: its middle is (220,
        // 180).
        PreparedGeometry geometry = PreparedGeometry.Scaled(480, 360, 12, 9).Crop(2, 1, 8, 7);
        float[] map = new float[8 * 7];
        map[(4 - 1) * 8 + (5 - 2)] = 1;

        float[] restored = geometry.Restore(map, outside: 0);

        double mass = restored.Sum();
        Assert.Equal(220, restored.Select((value, i) => value * (i % 480 + 0.5)).Sum() / mass, tolerance: 1e-3);
        Assert.Equal(180, restored.Select((value, i) => value * (i / 480 + 0.5)).Sum() / mass, tolerance: 1e-3);
    }
}
