using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using AnoGan.Images;
using AnoGan.Tests.Support;
using NetVips;

namespace AnoGan.Tests.Images;

public sealed class PngWritingTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    // The last size on either side of where another library writes.
    [Theory]
    [InlineData(28, 28, 1, 8)]
    [InlineData(31, 17, 3, 8)]
    [InlineData(31, 17, 1, 16)]
    [InlineData(31, 17, 3, 16)]
    [InlineData(256, 256, 1, 8)]
    [InlineData(257, 256, 1, 8)]
    [InlineData(128, 64, 3, 16)]
    [InlineData(200, 100, 3, 16)]
    public void Has_the_same_pixels_for_another_reader_and_the_same_bytes_each_time(
        int width, int height, int channels, int bitDepth)
    {
        byte[] data = new byte[width * height * channels * bitDepth / 8];
        new Random(3).NextBytes(data);
        var picture = new PixelImage(width, height, channels, bitDepth, data);

        byte[] png = ImageCodec.EncodePng(picture);

        using Image read = Image.PngloadBuffer(png);
        Assert.Equal((width, height, channels), (read.Width, read.Height, read.Bands));
        Assert.Equal(
            data,
            bitDepth == 8
                ? read.WriteToMemory<byte>()
                : MemoryMarshal.AsBytes<ushort>(read.WriteToMemory<ushort>()).ToArray());
        Assert.Equal(png, ImageCodec.EncodePng(picture));
        byte[][] all = new byte[8][];
        Parallel.For(0, all.Length, i => all[i] = ImageCodec.EncodePng(picture));
        Assert.All(all, bytes => Assert.Equal(png, bytes));
    }

    [Fact]
    public void Small_pictures_hold_nothing_but_the_pixels()
    {
        byte[] png = ImageCodec.EncodePng(TinyImages.Grey8(2, 1, 5, 6));

        var chunks = new List<string>();
        for (int at = 8; at < png.Length; at += 12 + BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at)))
            chunks.Add(Encoding.ASCII.GetString(png, at + 4, 4));
        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks);
    }
}
