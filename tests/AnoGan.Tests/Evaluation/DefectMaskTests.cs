using AnoGan.Evaluation;
using AnoGan.Imaging;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Evaluation;

public sealed class DefectMaskTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("crack/a.png", "crack/a.jpg")]
    [InlineData("crack/a_mask.png", "crack/a.jpg")]
    [InlineData("crack/a.b_mask.png", "crack/a.b.tiff")]
    public void Is_found_beside_the_name_of_its_image(string mask, string image)
    {
        ImageCodec.WritePng(_temp[mask], TinyImages.Constant(1, 1, 255));

        Assert.Equal(_temp[mask], DefectMask.Find(_temp.Path, image));
    }

    [Fact]
    public void Is_missed_by_name()
    {
        var refusal = Assert.Throws<AnoGanException>(() => DefectMask.Find(_temp.Path, "crack/a.jpg"));

        Assert.Equal($"{Path.Combine(_temp.Path, "crack/a.png")}: found neither this mask of crack/a.jpg nor a_mask.png, expected one for each anomalous image; add it, or evaluate without --masks", refusal.Message);
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
    public void Has_the_size_of_its_image()
    {
        ImageCodec.WritePng(_temp["a.png"], TinyImages.Constant(3, 2, 255));

        var refusal = Assert.Throws<AnoGanException>(() => DefectMask.Read(_temp["a.png"], 2, 3));

        Assert.Equal($"{_temp["a.png"]}: found a mask of 3×2 pixels, expected 2×3 as the image; draw the mask at the image's resolution", refusal.Message);
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

        Assert.Equal($"{_temp["a.png"]}: found no pixel of level 128 or more, expected the defect in white; draw it, or multiply masks of 0 and 1 by 255", refusal.Message);
    }
}
