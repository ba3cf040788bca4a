using AnoGan.Images;
using AnoGan.Results;
using AnoGan.Runtime;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Results;

public sealed class PictureStripTests
{
    [Fact]
    public void Puts_pictures_side_by_side_as_RGB_of_8_bits()
    {
        var strip = new PictureStrip(new StripSize(10, 10_000));
        strip.Add(TinyImages.Grey8(2, 1, 7, 8));
        strip.Add(TinyImages.Grey16(2, 1, 0, ushort.MaxValue));
        strip.Add(TinyImages.Rgb8(2, 1, 1, 2, 3, 4, 5, 6));

        PixelImage picture = strip.Join();

        Assert.Equal((6, 1, 3, 8), (picture.Width, picture.Height, picture.Channels, picture.BitDepth));
        Assert.Equal([7, 7, 7, 8, 8, 8, 0, 0, 0, 255, 255, 255, 1, 2, 3, 4, 5, 6], picture.Data);
    }

    [Fact]
    public void Shrinks_to_the_side_and_never_enlarges()
    {
        var strip = new PictureStrip(new StripSize(10, 10_000));
        strip.Add(TinyImages.Constant(40, 20, 9));
        var small = new PictureStrip(new StripSize(10, 10_000));
        small.Add(TinyImages.Constant(4, 3, 9));
        var thin = new PictureStrip(new StripSize(10, 10_000));
        thin.Add(TinyImages.Constant(1000, 2, 9));

        Assert.Equal((10, 5), (strip.Join().Width, strip.Join().Height));
        Assert.Equal((4, 3), (small.Join().Width, small.Join().Height));
        Assert.Equal((10, 1), (thin.Join().Width, thin.Join().Height));
    }

    [Fact]
    public void Frames_defects_at_the_size_of_the_copy()
    {
        PixelImage picture = PixelConversion.ToRgb(TinyImages.Constant(10, 10, 0));

        PictureStrip.Frame(picture, [new DefectRegion(52, 52, 6, 6, 20, 1, 1)], 100, 100);

        string[] rows =
        [
            .. picture
                .Data.Chunk(3)
                .Select(pixel => pixel is [0, 255, 255] ? 'c' : '.')
                .Chunk(10)
                .Select(row => new string(row)),
        ];

        Assert.Equal(["....ccc...", "....c.c...", "....ccc..."], rows[4..7]);
        Assert.All(rows[..4].Concat(rows[7..]), row => Assert.Equal("..........", row));
    }

    [Fact]
    public void Keeps_every_pixel_of_small_pictures_and_saves_room_on_large_ones()
    {
        using var temp = new TempFolder();
        PixelImage small = DrawnSquares.Draw(28, 3), large = DrawnSquares.Draw(160, 3);
        var smallStrip = new PictureStrip(StripSize.For(1_000));
        smallStrip.Add(small);
        var largeStrip = new PictureStrip(StripSize.For(1_000));
        largeStrip.Add(large);

        smallStrip.Write(temp["small.webp"]);
        largeStrip.Write(temp["large.webp"]);

        Assert.Equal(PixelConversion.ToRgb(small).Data, ImageCodec.Read(temp["small.webp"]).Data);
        Assert.NotEqual(PixelConversion.ToRgb(large).Data, ImageCodec.Read(temp["large.webp"]).Data);
        Assert.True(new FileInfo(temp["large.webp"]).Length < 15_000);
    }

    [Theory]
    [InlineData(1, 160, 55_000)]
    [InlineData(1_000, 160, 55_000)]
    [InlineData(10_000, 96, 9_000)]
    [InlineData(10_001, 64, 8_999)]
    [InlineData(1_000_000, 64, 3_000)]
    public void Is_smaller_the_more_images_there_are(int images, int side, int bytes) =>
        Assert.Equal(new StripSize(side, bytes), StripSize.For(images));

    [Theory]
    [InlineData(1, 200)]
    [InlineData(10_000, 200)]
    [InlineData(10_000, 40)]
    [InlineData(100_000, 200)]
    [InlineData(100_000, 40)]
    public void Gives_noise_no_more_bytes_than_its_share(int images, int side)
    {
        using var temp = new TempFolder();
        StripSize size = StripSize.For(images);
        PictureStrip strip = Noise(size, side);

        strip.Write(temp["noise.webp"]);

        PixelImage written = ImageCodec.Read(temp["noise.webp"]);
        Assert.InRange(new FileInfo(temp["noise.webp"]).Length, 1, size.MostBytes);
        Assert.True(written.Width == 4 * written.Height && written.Height >= 24, $"{written.Width}×{written.Height}");
    }

    [Fact]
    public void Keeps_something_to_see_where_there_is_hardly_any_room()
    {
        using var temp = new TempFolder();

        Noise(new StripSize(96, 1), 96).Write(temp["noise.webp"]);

        Assert.InRange(ImageCodec.Read(temp["noise.webp"]).Height, 12, 16);
    }

    // Four pictures of colours at random.
    private static PictureStrip Noise(StripSize size, int side)
    {
        var random = new SeededRandom(7);
        var strip = new PictureStrip(size);
        for (int n = 0; n < 4; n++)
            strip.Add(
                new PixelImage(
                    side, side, 3, 8, [.. Enumerable.Range(0, 3 * side * side).Select(_ => (byte)random.NextInt32(256))]
                ));
        return strip;
    }
}
