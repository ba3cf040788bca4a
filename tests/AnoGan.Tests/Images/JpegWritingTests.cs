using AnoGan.Images;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Images;

public sealed class JpegWritingTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(320)] // by the other of two packages
    public void Keeps_a_line_of_cyan_crisp(int side)
    {
        using var temp = new TempFolder();
        byte[] data =
        [
            .. Enumerable.Range(0, side * side)
                .SelectMany(i => (byte[])(i % side == 15 ? [0, 255, 255] : [90, 90, 90])),
        ];

        ImageCodec.WriteJpeg(temp["a.jpg"], new PixelImage(side, side, 3, 8, data));

        PixelImage read = ImageCodec.Read(temp["a.jpg"]);
        Assert.Equal((side, side, 3, 8), (read.Width, read.Height, read.Channels, read.BitDepth));
        Assert.All(data.Zip(read.Data), pair => Assert.InRange(pair.First - pair.Second, -24, 24));
    }

    [Fact]
    public void Gives_equal_pictures_equal_bytes()
    {
        using var temp = new TempFolder();
        PixelImage picture = PixelConversion.ToRgb(DrawnSquares.Draw(40, 5));

        ImageCodec.WriteJpeg(temp["a.jpg"], picture);
        ImageCodec.WriteJpeg(temp["b.jpg"], picture);

        Assert.Equal(File.ReadAllBytes(temp["a.jpg"]), File.ReadAllBytes(temp["b.jpg"]));
    }
}
