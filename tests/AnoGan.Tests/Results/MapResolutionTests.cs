using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Results;

/// <summary>The resolution that maps are kept at, and the way back.</summary>
public sealed class MapResolutionTests
{
    [Theory]
    [InlineData(900, 900, FitMode.Pad, 64, 64)]
    [InlineData(900, 600, FitMode.Pad, 64, 43)] // 64 · 600 / 900 = 42.7
    [InlineData(600, 900, FitMode.Stretch, 64, 96)] // the shorter side has 64
    [InlineData(600, 900, FitMode.Crop, 64, 96)]
    [InlineData(40, 50, FitMode.Pad, 40, 50)] // no more than there are
    [InlineData(6400, 10, FitMode.Pad, 64, 1)]
    public void Is_that_of_the_square_in_the_proportions_of_the_picture(
        int width, int height, FitMode mode, int ownWidth, int ownHeight)
    {
        var own = new MapResolution(
            PreparedGeometry.Identity(width, height), FitGeometry.For(width, height, 64, mode),
            finer: mode == FitMode.Crop ? 1 : 9);

        Assert.Equal((ownWidth, ownHeight), (own.Width, own.Height));
        Assert.Equal(ownWidth == width, own.IsFull);
    }

    [Fact]
    public void Is_finer_where_a_part_of_the_picture_filled_the_square()
    {
        // The middle third of 900 pixels, shrunk to half before: 150 pixels fill 64, and 900 are six times as many.
        PreparedGeometry third = PreparedGeometry.Scaled(900, 900, 450, 450).Crop(150, 150, 150, 150);

        var own = new MapResolution(third, FitGeometry.For(150, 150, 64, FitMode.Pad));

        Assert.Equal((192, 192), (own.Width, own.Height));
        Assert.Equal(384, new MapResolution(third, FitGeometry.For(150, 150, 64, FitMode.Pad), finer: 2).Width);
        Assert.Equal(900, new MapResolution(third, FitGeometry.For(150, 150, 64, FitMode.Pad), finer: 6).Width);
    }

    [Fact]
    public void Of_tiles_is_that_of_the_prepared_picture()
    {
        Assert.True(new MapResolution(PreparedGeometry.Identity(70, 30), fit: null).IsFull);

        var half = new MapResolution(PreparedGeometry.Scaled(70, 30, 35, 15).Crop(5, 5, 20, 10), fit: null);

        Assert.Equal((35, 15), (half.Width, half.Height));
    }

    [Fact]
    public void Has_the_pixels_of_the_square_themselves_without_its_border()
    {
        var fit = FitGeometry.For(40, 20, 4, FitMode.Pad);
        float[] square = [.. Enumerable.Range(0, 16).Select(i => (float)i)];

        // Rows 1 and 2 of the square.
        float[] own = new MapResolution(PreparedGeometry.Identity(40, 20), fit).Read(square, -1);

        Assert.Equal([4, 5, 6, 7, 8, 9, 10, 11], own);
    }

    [Fact]
    public void Has_what_tiles_saw_in_its_place()
    {
        // Of 8×4 pixels, shrunk to 4×2, the right half.
        PreparedGeometry geometry = PreparedGeometry.Scaled(8, 4, 4, 2).Crop(2, 0, 2, 2);

        // The last pixel is background.
        float[] own = new MapResolution(geometry, fit: null).Read([1, 2, 3, float.NaN], -1);

        Assert.Equal([-1, -1, 1, 2, -1, -1, 3, -1], own);
    }

    [Fact]
    public void Is_linear_between_pixels_where_columns_were_shifted()
    {
        // Two columns of 8 rows, the right one begins two rows lower, four rows of each; one pixel in four of them.
        PreparedGeometry shifted = PreparedGeometry.Identity(2, 8).Columns([0, 2], height: 4);
        var own = new MapResolution(shifted, FitGeometry.For(2, 4, 2, FitMode.Pad));

        Assert.Equal((1, 4), (own.Width, own.Height));

        // The centre of the only column lies in the right one: rows 2 to 5 are the square's 0 to 1, shown in rows 1 and
        // 2 of the four.
        float[] read = own.Read([1, 9, 3, 9], -1);

        Assert.Equal([-1, 1, 3, -1], read);
    }

    [Theory]
    [InlineData(64, 43, 900, 600, true)]
    [InlineData(64, 42, 900, 600, true)] // 900 and 600 times 0.0707 are 63.6 and 42.4
    [InlineData(64, 41, 900, 600, false)] // 41.5 / 600 is less than 63.5 / 900
    [InlineData(64, 1, 6400, 10, true)]
    [InlineData(900, 600, 900, 600, true)]
    [InlineData(901, 601, 900, 600, false)]
    [InlineData(64, 64, 900, 600, false)]
    [InlineData(64, 64, 0, 0, false)]
    [InlineData(64, 64, 100_000, 100_000, false)] // beyond what is decoded at all
    public void Fits_pictures_of_its_proportions(int mapWidth, int mapHeight, int width, int height, bool fits) =>
        Assert.Equal(fits, MapResolution.Fits(TinyImages.Constant(mapWidth, mapHeight, 0), width, height));

    [Fact]
    public void Comes_back_to_the_picture_linearly_and_without_what_was_not_compared()
    {
        PixelImage map = TinyImages.Grey16(3, 1, 100, 400, 0);

        // Centres of nine pixels at a sixth, a half, five sixths and so on of three, centred at a half and so on.
        Assert.Equal([100, 100, 200, 300, 400, 400, 0, 0, 0], MapEnlarging.To(map, 9, 1).ToArray());
        Assert.Equal([100, 400, 0], MapEnlarging.To(map, 3, 1).ToArray());
    }
}
