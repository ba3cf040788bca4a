using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Preparing;

public sealed class PercentilesStepTests
{
    [Fact]
    public void Spreads_the_levels_between_the_percentiles()
    {
        // Sorted 10, 20, 40, 60, 250: the 25th percentile is 20, the 75th 60.
        PixelImage picture = TinyImages.Grey8(5, 1, 250, 10, 20, 40, 60);

        PreparedImage prepared = Preparation.Parse("percentiles:25:75").Apply(picture, "a.png");

        Assert.Equal([65535, 0, 0, 32768, 65535], TinyImages.Words(prepared.Picture));
    }

    [Fact]
    public void Interpolates_between_ranks()
    {
        // Of 0 and 100 the 10th percentile is 10 and the 90th 90; levels 10 to 90 become 0 to 1.
        PixelImage picture = TinyImages.Grey16(2, 1, 0, 1000);
        PixelImage three = TinyImages.Grey16(3, 1, 0, 1000, 400);

        Assert.Equal([0, 65535], TinyImages.Words(Preparation.Parse("percentiles:10:90").Apply(picture, "a").Picture));

        // Of 0, 400, 1000: 25 % is 200, 75 % is 700; 400 becomes 200/500 of 65535.
        Assert.Equal(
            [0, 65535, 26214], TinyImages.Words(Preparation.Parse("percentiles:25:75").Apply(three, "a").Picture));
    }

    [Fact]
    public void Takes_all_channels_together()
    {
        PixelImage picture = TinyImages.Rgb8(1, 2, 0, 51, 102, 204, 204, 204);

        PreparedImage prepared = Preparation.Parse("percentiles:0:100").Apply(picture, "a.png");

        Assert.Equal([0, 16384, 32768, 65535, 65535, 65535], TinyImages.Words(prepared.Picture));
    }

    [Fact]
    public void Keeps_what_differs_from_a_picture_of_one_level()
    {
        byte[] samples = new byte[1000];
        Array.Fill(samples, (byte)90);
        samples[3] = 80;
        samples[5] = 100;

        ushort[] words = TinyImages.Words(
            Preparation.Parse("percentiles").Apply(TinyImages.Grey8(100, 10, samples), "a").Picture);

        Assert.Equal((32768, 0, 65535), (words[0], words[3], words[5]));
    }

    [Fact]
    public void Counts_the_foreground_only()
    {
        PixelImage picture = TinyImages.Grey8(4, 1, 0, 10, 30, 0);
        var image = new PreparedImage(picture, [false, true, true, false], PreparedGeometry.Identity(4, 1));

        PreparedImage prepared = StepCatalogue.Parse("percentiles:0:100").Apply(image, "a.png");
        PreparedImage nothing = StepCatalogue
            .Parse("percentiles:0:100")
            .Apply(image with { Foreground = new bool[4] }, "a.png");

        Assert.Equal([0, 0, 65535, 0], TinyImages.Words(prepared.Picture));
        Assert.Equal([0, 0, 0, 0], TinyImages.Words(nothing.Picture));
    }
}
