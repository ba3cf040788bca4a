using AnoGan.Images;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Images;

public sealed class PixelConversionTests
{
    [Fact]
    public void Weighs_red_green_and_blue_as_luma()
    {
        PixelImage image = TinyImages.Rgb8(4, 1, 255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30);

        // 76.245, 149.685, 29.07, 2.99 + 11.74 + 3.42 = 18.15
        Assert.Equal([76, 150, 29, 18], PixelConversion.ToGrey(image).Data);
    }

    [Fact]
    public void Gives_back_every_level_of_equal_channels()
    {
        for (int level = 0; level < 65536; level += 257)
        {
            PixelImage rgb = PixelConversion.ToRgb(TinyImages.Grey16(1, 1, (ushort)level));

            Assert.True(PixelConversion.HasEqualChannels(rgb));
            Assert.Equal([(ushort)level], TinyImages.Words(PixelConversion.ToGrey(rgb)));
        }
    }

    [Fact]
    public void Sees_one_unequal_channel_at_either_depth()
    {
        PixelImage bytes = TinyImages.Rgb8(2, 1, 7, 7, 7, 7, 7, 8);
        var words = new PixelImage(1, 1, 3, 16, [1, 2, 1, 2, 1, 3]);

        Assert.False(PixelConversion.HasEqualChannels(bytes));
        Assert.False(PixelConversion.HasEqualChannels(words));
        Assert.True(PixelConversion.HasEqualChannels(TinyImages.Constant(2, 2, 3)));
    }
}
