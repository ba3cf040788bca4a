using AnoGan.Images;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Images;

public sealed class PnmDecoderTests
{
    [Fact]
    public void Reads_plain_bits_with_and_without_blanks()
    {
        PixelImage image = Read("P1\n# a comment\n3 2\n101\n0 1 0\n"u8);

        Assert.Equal((3, 2, 1, 8), (image.Width, image.Height, image.Channels, image.BitDepth));
        Assert.Equal([0, 255, 0, 255, 0, 255], image.Data); // 1 is black
    }

    [Fact]
    public void Reads_raw_bits_row_by_row() =>
        Assert.Equal([0, 255, 0, 255, 0, 255], Read([.. "P4 3 2\n"u8, 0b10100000, 0b01000000]).Data);

    [Fact]
    public void Scales_plain_grey_by_its_maximum() =>
        Assert.Equal([0, 128, 255], Read("P2 3 1 # three\n 100\n0 50 100"u8).Data); // 127.5

    [Fact]
    public void Reads_plain_and_raw_colour()
    {
        Assert.Equal([1, 2, 3], Read("P3 1 1 255 1 2 3"u8).Data);
        Assert.Equal([1, 2, 3], Read([.. "P6 1 1 255 "u8, 1, 2, 3]).Data);
        Assert.Equal(3, Read("P3 1 1 255 1 2 3"u8).Channels);
    }

    [Fact]
    public void Keeps_16_bits()
    {
        Assert.Equal([0x1234, 0xFFFF], TinyImages.Words(Read([.. "P5 2 1 65535\n"u8, 0x12, 0x34, 0xFF, 0xFF])));
        Assert.Equal([0, 65535], TinyImages.Words(Read("P2 2 1 1000 0 1000"u8)));
    }

    [Theory]
    [InlineData("P5 2 2 255\nabc", "too early")]
    [InlineData("P2 2 1 255\n1", "too early")]
    [InlineData("P2 2 1 255\n1 x ", "a number is missing")]
    [InlineData("P2 1 1 9\n12", "above 9")]
    [InlineData("P5 1 1 9\nz", "above its maximum")]
    [InlineData("P5 1 1 0\nz", "greatest sample is 0")]
    [InlineData("P5 1 1 70000\nzz", "above 65535")]
    [InlineData("P5 0 1 255\n", "0×1 pixels")]
    [InlineData("P5 99999999999999999999 1 255\n", "damaged PNM")]
    [InlineData("P1 1 1\n2", "above 1")]
    [InlineData("P6 -1 1 255\n", "a number is missing")]
    public void Refuses_what_breaks_the_format(string content, string reason)
    {
        var refusal = Assert.Throws<AnoGanException>(() => Read(System.Text.Encoding.ASCII.GetBytes(content)));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    private static PixelImage Read(ReadOnlySpan<byte> content)
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder["x.pnm"], content);
        PixelImage image = ImageCodec.Read(folder["x.pnm"]);
        Assert.Equal(
            new ImageHeader(image.Width, image.Height, image.Channels, image.BitDepth),
            ImageCodec.ReadHeader(folder["x.pnm"]));
        return image;
    }
}
