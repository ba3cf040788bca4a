using AnoGan.Images;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Images;

public sealed class ImageCodecTests
{
    [Theory]
    [InlineData("a.png", true)]
    [InlineData("folder/B.JPEG", true)]
    [InlineData("c.TiF", true)]
    [InlineData("d.webp", true)]
    [InlineData("e.gif", true)]
    [InlineData("f.bmp", true)]
    [InlineData("g.pgm", true)]
    [InlineData("png", false)]
    [InlineData("h.png.txt", false)]
    [InlineData("i.svg", false)]
    [InlineData("", false)]
    public void Knows_image_names_by_extension(string name, bool expected) =>
        Assert.Equal(expected, ImageCodec.IsImageName(name));

    [Fact]
    public void Keeps_all_16_bits_of_a_png()
    {
        using var folder = new TempFolder();
        string path = folder["deep.png"];
        File.WriteAllBytes(
            path, TinyImages.Png(3, 1, bitDepth: 16, colourType: 0, [0x00, 0x01, 0x12, 0x34, 0xFF, 0xFE]));

        PixelImage image = ImageCodec.Read(path);

        Assert.Equal(new ImageHeader(3, 1, 1, 16), ImageCodec.ReadHeader(path));
        Assert.Equal(16, image.BitDepth);
        Assert.Equal([0x0001, 0x1234, 0xFFFE], TinyImages.Words(image));
    }

    [Fact]
    public void Widens_2_and_4_bits_to_8()
    {
        using var folder = new TempFolder();
        string two = folder["two.png"];
        string four = folder["four.png"];
        File.WriteAllBytes(two, TinyImages.Png(4, 1, bitDepth: 2, colourType: 0, [0b00_01_10_11]));
        File.WriteAllBytes(four, TinyImages.Png(2, 1, bitDepth: 4, colourType: 0, [0x3F]));

        Assert.Equal([0, 85, 170, 255], ImageCodec.Read(two).Data);
        Assert.Equal([51, 255], ImageCodec.Read(four).Data);
    }

    [Fact]
    public void Drops_alpha_and_keeps_the_colour_under_it()
    {
        using var folder = new TempFolder();
        string path = folder["clear.png"];
        File.WriteAllBytes(path, TinyImages.Png(2, 1, bitDepth: 8, colourType: 6, [10, 20, 30, 0, 40, 50, 60, 128]));

        PixelImage image = ImageCodec.Read(path);

        Assert.Equal((3, 8), (image.Channels, image.BitDepth));
        Assert.Equal([10, 20, 30, 40, 50, 60], image.Data);
    }

    [Theory]
    [InlineData(1, 8)]
    [InlineData(1, 16)]
    [InlineData(3, 8)]
    [InlineData(3, 16)]
    public void Reads_back_the_png_that_it_wrote(int channels, int bitDepth)
    {
        using var folder = new TempFolder();
        byte[] data = new byte[5 * 3 * channels * bitDepth / 8];
        for (int i = 0; i < data.Length; i++)
            data[i] = (byte)(i * 37 + 11);
        var image = new PixelImage(5, 3, channels, bitDepth, data);

        ImageCodec.WritePng(folder["new/sub/x.png"], image);
        PixelImage back = ImageCodec.Read(folder["new/sub/x.png"]);

        Assert.Equal((5, 3, channels, bitDepth), (back.Width, back.Height, back.Channels, back.BitDepth));
        Assert.Equal(data, back.Data);
        Assert.Single(Directory.GetFileSystemEntries(folder["new/sub/"]));
    }

    [Fact]
    public void Leaves_nothing_behind_when_a_png_cannot_be_written()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["taken.png/inside"]);

        var refusal = Assert.Throws<AnoGanException>(() =>
            ImageCodec.WritePng(folder["taken.png"], TinyImages.Constant(2, 2, 9)));

        Assert.StartsWith(folder["taken.png"], refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Equal([folder["taken.png"]], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Refuses_to_write_below_a_file()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["file"], "x");

        var refusal = Assert.Throws<AnoGanException>(() =>
            ImageCodec.WritePng(Path.Combine(folder.Path, "file", "x.png"), TinyImages.Constant(2, 2, 9)));

        Assert.Contains("cannot be written", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_what_it_found_in_place_of_an_image()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["page.png"], "<html></html>");
        File.WriteAllBytes(folder["phone.jpg"], [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0]);
        File.WriteAllText(folder["empty.png"], "");
        File.WriteAllText(folder["bm.bmp"], "BM is no header");

        Assert.Contains("found text", Refusal(folder["page.png"]), StringComparison.Ordinal);
        Assert.Contains("HEIC or AVIF", Refusal(folder["phone.jpg"]), StringComparison.Ordinal);
        Assert.Contains("an empty file", Refusal(folder["empty.png"]), StringComparison.Ordinal);
        Assert.Contains("damaged BMP", Refusal(folder["bm.bmp"]), StringComparison.Ordinal);
        Assert.Contains("found a folder", Refusal(folder.Path), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Refusal(folder["missing.png"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_names_that_libraries_take_for_options()
    {
        using var folder = new TempFolder();
        foreach (
            string name in (string[])["a[n=-1].png", "spa ce.png", "%s.png", "-x.png", "üñ 图.png", "two\nlines.png"])
        {
            ImageCodec.WritePng(folder[name], TinyImages.Grey8(2, 1, 5, 6));

            Assert.Equal([5, 6], ImageCodec.Read(folder[name]).Data);
        }

        File.WriteAllText(folder["bad\nname.png"], "text");
        Assert.DoesNotContain('\n', Refusal(folder["bad\nname.png"]));
    }

    [Fact]
    public void Does_not_open_pipes_and_devices()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "this system has no /dev/zero");
        using var folder = new TempFolder();
        File.CreateSymbolicLink(folder["endless.png"], "/dev/zero");

        Assert.Contains("an empty file", Refusal(folder["endless.png"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_header_of_more_pixels_than_the_limit()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder["wide.png"], TinyImages.Png(1 << 14, (1 << 13) + 1, bitDepth: 8, colourType: 0, [0]));
        File.WriteAllText(folder["wide.pgm"], "P5 16384 8193 255\n");

        Assert.Contains("16384×8193 pixels", Refusal(folder["wide.png"]), StringComparison.Ordinal);
        Assert.Contains("16384×8193 pixels", Refusal(folder["wide.pgm"]), StringComparison.Ordinal);
        Assert.Throws<AnoGanException>(() => ImageCodec.ReadHeader(folder["wide.png"]));
    }

    [Fact]
    public void Refuses_every_cut_of_a_png()
    {
        using var folder = new TempFolder();
        byte[] whole = TinyImages.Png(2, 2, bitDepth: 8, colourType: 0, [1, 2], [3, 4]);
        int endOfPixels = whole.Length - 12 - 4; // IEND is 12 bytes, the checksum of the pixels 4
        for (int length = 0; length < endOfPixels; length++)
        {
            File.WriteAllBytes(folder["cut.png"], whole[..length]);

            Assert.Throws<AnoGanException>(() => ImageCodec.Read(folder["cut.png"]));
        }
    }

    private static string Refusal(string path) => Assert.Throws<AnoGanException>(() => ImageCodec.Read(path)).Message;
}
