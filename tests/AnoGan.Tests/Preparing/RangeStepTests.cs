using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Preparing;

public sealed class RangeStepTests
{
    [Fact]
    public void Twelve_bits_fill_the_whole_range_whatever_a_picture_holds()
    {
        // 65535 · 1024/4095 = 16387.8, 65535 · 1/4095 = 16.004
        PixelImage bright = TinyImages.Grey16(4, 1, 0, 1024, 4095, 5000), dark = TinyImages.Grey16(2, 1, 1, 1024);

        Assert.Equal([0, 16388, 65535, 65535], Words("range:0:4095", bright));
        Assert.Equal([16, 16388], Words("range:0:4095", dark));
    }

    [Fact]
    public void What_lies_below_is_black_and_colours_keep_their_ratio()
    {
        // (40 - 30) / (130 - 30) = 0.1, 80: 0.5, 130: 1, of 65535 and rounded.
        Assert.Equal(
            [0, 6554, 32768, 65535, 65535, 0], Words("range:30:130", TinyImages.Rgb8(2, 1, 30, 40, 80, 130, 200, 0)));
    }

    [Fact]
    public void Shrinking_before_it_keeps_the_levels_of_the_file()
    {
        // The mean of 1000 and 3000 is 2000; 65535 · 2000/4000 = 32767.5.
        PreparedImage prepared = Preparation
            .Parse("range:0:4000", scale: 0.5)
            .Apply(TinyImages.Grey16(2, 2, 1000, 3000, 1000, 3000), "a.tif");

        Assert.Equal([32768], TinyImages.Words(prepared.Picture));
    }

    [Fact]
    public void Only_the_foreground_is_spread()
    {
        var image = new PreparedImage(
            TinyImages.Grey8(3, 1, 100, 100, 200), [false, true, true], PreparedGeometry.Identity(3, 1));

        Assert.Equal(
            [0, 32768, 65535], TinyImages.Words(StepCatalogue.Parse("range:0:200").Apply(image, "a.png").Picture));
    }

    [Theory]
    [InlineData("range", "no parameters")]
    [InlineData("range:100", "1 parameter")]
    [InlineData("range:1:2:3", "3 parameters")]
    [InlineData("range:100:100", "low 100 and high 100")]
    [InlineData("range:0:65536", "high \"65536\"")]
    [InlineData("percentiles,range:0:4095", "after percentiles:1:99")]
    [InlineData("range:0:4095,crop,range:0:255", "after range:0:4095")]
    public void What_makes_no_sense_is_refused(string steps, string found)
    {
        string message = Assert.Throws<AnoGanException>(() => Preparation.Parse(steps)).Message;

        Assert.StartsWith("Preparation range", message, StringComparison.Ordinal);
        Assert.Contains(found, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Goes_after_steps_that_keep_levels()
    {
        Assert.Equal(
            ["crop:0", "range:0:4095", "percentiles:1:99"], Preparation.Parse("crop,range:0:4095,percentiles").Steps);
    }

    [Fact]
    public void Levels_that_a_picture_cannot_have_are_refused_with_its_name()
    {
        string message = Assert.Throws<AnoGanException>(() => Words("range:0:4095", TinyImages.Grey8(1, 1, 7))).Message;

        Assert.StartsWith(
            "a.png: found a picture of 8 bits, whose levels end at 255", message, StringComparison.Ordinal);
    }

    private static ushort[] Words(string steps, PixelImage picture) =>
        TinyImages.Words(Preparation.Parse(steps).Apply(picture, "a.png").Picture);
}
