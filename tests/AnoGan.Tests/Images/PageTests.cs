using AnoGan.Images;
using AnoGan.Tests.Fuzzing;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Images;

public sealed class PageTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Of_a_tiff_are_read_each_in_its_own_size_and_depth()
    {
        string path = Write(
            "scan.tif", TinyTiff.Of(new(2, 10, 20), new(3, 1, 2, 3, 4, 5, 6), new(1, 4000) { Bits = 16 }));

        Assert.Equal([1, 2, 3], ImageCodec.ReadPages(path));
        Assert.Equal([10, 20], ImageCodec.Read(path).Data);
        Assert.Equal([10, 20], ImageCodec.Read(path, 1).Data);
        Assert.Equal((3, 2), (ImageCodec.Read(path, 2).Width, ImageCodec.Read(path, 2).Height));
        Assert.Equal(new ImageHeader(1, 1, 1, 16), ImageCodec.ReadHeader(path, 3));
        Assert.Equal([4000], TinyImages.Words(ImageCodec.Read(path, 3)));
    }

    [Fact]
    public void Reduced_copies_and_masks_are_none()
    {
        string path = Write(
            "pyramid.tif",
            TinyTiff.Of(
                new(2, 10, 20), new(1, 15) { Subfile = 1 }, new(2, 30, 40) { Subfile = 2 },
                new(2, 0, 255) { Subfile = 4 }));
        string thumbnail = Write("camera.tif", TinyTiff.Of(new(2, 10, 20), new(1, 15) { Subfile = 1 }));

        Assert.Equal([1, 3], ImageCodec.ReadPages(path));
        Assert.Equal([30, 40], ImageCodec.Read(path, 3).Data);
        Assert.Equal([1], ImageCodec.ReadPages(thumbnail));
    }

    [Fact]
    public void A_thumbnail_before_the_picture_is_not_taken_for_it()
    {
        string path = Write("camera.tif", TinyTiff.Of(new(1, 15) { Subfile = 1 }, new(2, 10, 20)));

        Assert.Equal([2], ImageCodec.ReadPages(path));
        Assert.Equal([10, 20], ImageCodec.Read(path).Data);
        Assert.Equal((2, 1), (ImageCodec.ReadHeader(path).Width, ImageCodec.ReadHeader(path).Height));
    }

    [Fact]
    public void A_damaged_one_is_named_and_leaves_the_others()
    {
        string path = Write("scan.tif", TinyTiff.Of(new(2, 10, 20), new(2, 30, 40) { IsLost = true }, new(2, 50, 60)));

        string message = Assert.Throws<AnoGanException>(() => ImageCodec.Read(path, 2)).Message;

        Assert.StartsWith($"{path}#2: found a damaged TIFF file", message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], ImageCodec.ReadPages(path));
        Assert.Equal([50, 60], ImageCodec.Read(path, 3).Data);
    }

    [Theory]
    [InlineData(1 << 24)] // beyond the end
    [InlineData(9)] // in the middle of the first
    public void One_that_is_not_where_it_should_be_is_listed_to_be_refused(int place)
    {
        string path = Write("cut.tif", TinyTiff.EndingAt(place, new TinyTiff.Page(2, 10, 20)));

        Assert.Equal([1, 2], ImageCodec.ReadPages(path));
        Assert.StartsWith(
            $"{path}#2: ", Assert.Throws<AnoGanException>(() => ImageCodec.Read(path, 2)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_ring_of_them_has_an_end()
    {
        Assert.Equal([1], ImageCodec.ReadPages(Write("ring.tif", TinyTiff.EndingAt(8, new TinyTiff.Page(2, 10, 20)))));
    }

    [Theory]
    [InlineData("gif")]
    [InlineData("webp")]
    public void Of_an_animation_are_the_frames_as_they_are_seen(string format)
    {
        string path = Write($"film.{format}", ImageSeeds.Film(format));

        Assert.Equal([1, 2, 3], ImageCodec.ReadPages(path));
        for (int page = 1; page <= 3; page++)
        {
            PixelImage frame = ImageCodec.Read(path, page);
            Assert.Equal(new ImageHeader(4, 4, 3, 8), ImageCodec.ReadHeader(path, page));
            Assert.Equal((4, 4), (frame.Width, frame.Height));

            // Only the upper left corner differs from frame to frame.
            Assert.Equal(60 * page, frame.Data[0], 4.0);
            Assert.Equal(20, frame.Data[^1], 4.0);
        }
    }

    [Fact]
    public void Other_formats_have_one()
    {
        string path = Write("a.png", TinyImages.Png(1, 1, 8, 0, [7]));

        Assert.Equal([1], ImageCodec.ReadPages(path));
        Assert.Equal([7], ImageCodec.Read(path, 1).Data);
        Assert.StartsWith(
            $"{path}#2: found a file of one page",
            Assert.Throws<AnoGanException>(() => ImageCodec.Read(path, 2)).Message, StringComparison.Ordinal);
    }

    private string Write(string name, byte[] file)
    {
        File.WriteAllBytes(_temp[name], file);
        return _temp[name];
    }
}
