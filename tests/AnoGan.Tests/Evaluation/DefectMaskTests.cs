using AnoGan.Evaluation;
using AnoGan.Images;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Evaluation;

public sealed class DefectMaskTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Of_several_pages_is_refused_rather_than_read_by_its_first()
    {
        File.WriteAllBytes(_temp["mask.tif"], TinyTiff.Of(new(1, 0), new(1, 65535)));

        var refusal = Assert.Throws<AnoGanException>(() => DefectMask.Read(_temp["mask.tif"], 1, 1));
        Assert.Equal($"{_temp["mask.tif"]}: found a mask of 2 pages, expected one; save the page that belongs to the "
            + "image as a file of its own", refusal.Message);
    }

    [Fact]
    public void Counts_from_half_of_white()
    {
        ImageCodec.WritePng(_temp["8.png"], TinyImages.Grey8(2, 2, 0, 127, 128, 255));
        ImageCodec.WritePng(_temp["16.png"], TinyImages.Grey16(2, 2, 0, 32767, 32768, 65535));
        ImageCodec.WritePng(_temp["rgb.png"], TinyImages.Rgb8(2, 1, 0, 0, 0, 255, 255, 255));

        Assert.Equal([false, false, true, true], DefectMask.Read(_temp["8.png"], 2, 2)!);
        Assert.Equal([false, false, true, true], DefectMask.Read(_temp["16.png"], 2, 2)!);
        Assert.Equal([false, true], DefectMask.Read(_temp["rgb.png"], 2, 1)!);
    }

    [Fact]
    public void Has_the_size_of_its_image_as_it_is_shown()
    {
        ImageCodec.WritePng(_temp["a.png"], TinyImages.Constant(3, 2, 255));

        var refusal = Assert.Throws<AnoGanException>(() => DefectMask.Read(_temp["a.png"], 2, 3));

        Assert.Equal($"{_temp["a.png"]}: found a mask of 3×2 pixels, expected 2×3 as the image; it fits after a "
            + "quarter turn, as where the image is turned upright by its EXIF orientation and the mask is not; turn "
            + "the mask as the image is shown", refusal.Message);
        refusal = Assert.Throws<AnoGanException>(() => DefectMask.Read(_temp["a.png"], 4, 3));
        Assert.EndsWith("found a mask of 3×2 pixels, expected 4×3 as the image; draw the mask at the image's "
            + "resolution", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_nothing_when_it_is_black()
    {
        ImageCodec.WritePng(_temp["a.png"], TinyImages.Constant(2, 1, 0));

        Assert.Null(DefectMask.Read(_temp["a.png"], 2, 1));
    }

    [Fact]
    public void Is_refused_when_it_shows_nothing()
    {
        ImageCodec.WritePng(_temp["a.png"], TinyImages.Grey8(2, 1, 0, 1));

        var refusal = Assert.Throws<AnoGanException>(() => DefectMask.Read(_temp["a.png"], 2, 1));

        Assert.Equal($"{_temp["a.png"]}: found no pixel of level 128 or more, expected the defect in white; draw it, "
            + "or multiply masks of 0 and 1 by 255", refusal.Message);
    }

    [Theory]
    [InlineData("white paint on a transparent ground", 255, 255, 255, 0, 255, 255, 255, 255)]
    [InlineData("black paint on a transparent ground", 0, 0, 0, 0, 0, 0, 0, 255)]
    [InlineData("black paint, white under what is transparent", 255, 255, 255, 0, 0, 0, 0, 255)]
    [InlineData("red paint on a transparent ground", 0, 0, 0, 0, 255, 0, 0, 255)]
    [InlineData("the edge of black paint", 0, 0, 0, 127, 0, 0, 0, 128)]
    [InlineData("white on black, all opaque", 0, 0, 0, 255, 255, 255, 255, 255)]
    [InlineData("white on black, all half transparent", 0, 0, 0, 100, 255, 255, 255, 100)]
    public void Counts_by_alpha_where_its_shape_is_there(string what, params int[] rgba)
    {
        Assert.NotEmpty(what);
        File.WriteAllBytes(_temp["a.png"], TinyImages.Png(2, 1, 8, 6, [.. rgba.Select(level => (byte)level)]));

        Assert.Equal([false, true], DefectMask.Read(_temp["a.png"], 2, 1)!);
    }

    [Fact]
    public void Counts_by_colour_and_alpha_where_both_vary()
    {
        // White in sight, black in sight, white out of sight, and white at 200 of 255, which leaves 200.
        File.WriteAllBytes(
            _temp["a.png"],
            TinyImages.Png(4, 1, 8, 6, [255, 255, 255, 255, 0, 0, 0, 255, 255, 255, 255, 0, 255, 255, 255, 200]));

        Assert.Equal([true, false, false, true], DefectMask.Read(_temp["a.png"], 4, 1)!);
    }

    [Fact]
    public void Counts_by_alpha_of_grey_pictures_and_of_16_bits()
    {
        File.WriteAllBytes(_temp["grey.png"], TinyImages.Png(2, 1, 8, 4, [0, 0, 0, 255]));
        File.WriteAllBytes(_temp["16.png"], TinyImages.Png(2, 1, 16, 4, [0, 0, 0x7F, 0xFF, 0, 0, 0x80, 0]));

        Assert.Equal([false, true], DefectMask.Read(_temp["grey.png"], 2, 1)!);
        Assert.Equal([false, true], DefectMask.Read(_temp["16.png"], 2, 1)!);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    public void Is_nothing_when_nothing_is_visible(byte under)
    {
        File.WriteAllBytes(_temp["a.png"], TinyImages.Png(2, 1, 8, 4, [under, 0, under, 0]));

        Assert.Null(DefectMask.Read(_temp["a.png"], 2, 1));
    }

    [Fact]
    public void Is_joined_of_several_files()
    {
        ImageCodec.WritePng(_temp["0.png"], TinyImages.Grey8(3, 1, 255, 0, 0));
        ImageCodec.WritePng(_temp["1.png"], TinyImages.Grey8(3, 1, 0, 255, 0));
        ImageCodec.WritePng(_temp["2.png"], TinyImages.Constant(3, 1, 0));

        Assert.Equal([true, true, false], DefectMask.Read([_temp["0.png"], _temp["1.png"], _temp["2.png"]], 3, 1)!);
        Assert.Null(DefectMask.Read([_temp["2.png"], _temp["2.png"]], 3, 1));
    }
}
