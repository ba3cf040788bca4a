using AnoGan.Images;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Images;

public sealed class BmpDecoderTests : IDisposable
{
    private static readonly byte[] Palette = TinyBmp.Greys(10, 20, 30, 40);

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Empty_rows_of_run_lengths_keep_their_place()
    {
        // From the lowest row: two pixels, a row of nothing but its end, two pixels.
        byte[] runs = [2, 1, 0, 0, 0, 0, 1, 2, 1, 3, 0, 1];

        Assert.Equal([30, 40, 0, 0, 20, 20], Reds(TinyBmp.Of(2, 3, 8, 1, Palette, runs)));
        Assert.Equal([20, 20, 0, 0, 30, 40], Reds(TinyBmp.Of(2, -3, 8, 1, Palette, runs)));
    }

    [Fact]
    public void Run_lengths_of_8_bits_alternate_with_single_pixels_skips_and_a_sudden_end()
    {
        byte[] runs = [0, 3, 1, 2, 3, 0xEE, 1, 0, 0, 0, 1, 1, 0, 2, 2, 1, 1, 2, 0, 1];

        Assert.Equal(
            [0, 0, 0, 0, 0, 0, 0, 30, 20, 0, 0, 0, 20, 30, 40, 10], Reds(TinyBmp.Of(4, 4, 8, 1, Palette, runs)));
    }

    [Fact]
    public void Run_lengths_of_4_bits_take_turns_between_two_colours()
    {
        byte[] runs = [5, 0x12, 0, 0, 0, 5, 0x01, 0x23, 0x10, 0xEE, 0, 1];

        Assert.Equal([10, 20, 30, 40, 20, 20, 30, 20, 30, 20], Reds(TinyBmp.Of(5, 2, 4, 2, Palette, runs)));
    }

    [Fact]
    public void A_whole_picture_of_runs_needs_no_end()
    {
        Assert.Equal([20, 20, 30, 30], Reds(TinyBmp.Of(2, 2, 8, 1, Palette, [2, 2, 0, 0, 2, 1])));
    }

    [Theory]
    [InlineData("it ends too early", 2, 2, 0, 0)]
    [InlineData("it ends too early", 2, 2, 0, 0, 0, 4, 1)]
    [InlineData("a run leaves its row", 3, 1, 0, 1)]
    [InlineData("a run leaves its row", 0, 2, 1, 0, 0, 3, 1, 1, 1, 0)]
    [InlineData("not in the palette", 2, 4, 0, 1)]
    public void Garbled_runs_are_refused(string found, params int[] runs)
    {
        string message = Refusal(TinyBmp.Of(2, 2, 8, 1, Palette, Array.ConvertAll(runs, run => (byte)run)));

        Assert.Contains("damaged BMP", message, StringComparison.Ordinal);
        Assert.Contains(found, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Colour_under_alpha_comes_as_stored()
    {
        Assert.Equal([3, 2, 1, 6, 5, 4], Read(TinyBmp.Of(2, 1, 32, 0, [], [1, 2, 3, 0, 4, 5, 6, 128])).Data);
    }

    [Fact]
    public void Five_and_six_bits_are_spread_over_the_range()
    {
        byte[] masks = TinyBmp.Masks(0xF800, 0x7E0, 0x1F);

        Assert.Equal(
            [255, 0, 0, 0, 255, 0, 0, 0, 255, 132, 130, 132],
            Read(TinyBmp.Of(4, 1, 16, 3, masks, [0, 0xF8, 0xE0, 7, 0x1F, 0, 0x10, 0x84])).Data);
    }

    [Theory]
    [InlineData(16, 0xF00u, 0xF0u, 0xFu)] // 4 bits a channel
    [InlineData(16, 0xF800u, 0x7E0u, 0x1Bu)] // a hole
    [InlineData(16, 0xF800u, 0xFC0u, 0x1Fu)] // two share a bit
    [InlineData(32, 0xFF0000u, 0xFD00u, 0xFFu)]
    [InlineData(32, 0xFF0000u, 0u, 0xFFu)]
    public void Masks_that_would_give_other_pixels_are_refused(int bits, uint red, uint green, uint blue)
    {
        string message = Refusal(TinyBmp.Of(1, 1, bits, 3, TinyBmp.Masks(red, green, blue), [1, 2, 3, 4]));

        Assert.Contains($"masks of {red:x8}, {green:x8} and {blue:x8}", message, StringComparison.Ordinal);
        Assert.Contains("convert it to PNG", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_the_decoder_throws_names_the_file()
    {
        // Pixel 3 of a palette of two colours.
        Assert.Contains(
            "damaged BMP", Refusal(TinyBmp.Of(1, 1, 4, 0, TinyBmp.Greys(1, 2), [0x30, 0, 0, 0])),
            StringComparison.Ordinal);
        Assert.Contains("compression 4", Refusal(TinyBmp.Of(1, 1, 24, 4, [], [1, 2, 3, 0])), StringComparison.Ordinal);
        Assert.Contains(
            "pixels of 2 bits", Refusal(TinyBmp.Of(1, 1, 2, 0, Palette, [0, 0, 0, 0])), StringComparison.Ordinal);
    }

    private PixelImage Read(byte[] bmp)
    {
        File.WriteAllBytes(_temp["picture.bmp"], bmp);
        PixelImage picture = ImageCodec.Read(_temp["picture.bmp"]);
        Assert.Equal(new ImageHeader(picture.Width, picture.Height, 3, 8), ImageCodec.ReadHeader(_temp["picture.bmp"]));
        return picture;
    }

    private int[] Reds(byte[] bmp) => [.. Read(bmp).Data.Where((_, i) => i % 3 == 0).Select(level => (int)level)];

    private string Refusal(byte[] bmp)
    {
        File.WriteAllBytes(_temp["picture.bmp"], bmp);
        string message = Assert.Throws<AnoGanException>(() => ImageCodec.Read(_temp["picture.bmp"])).Message;
        Assert.StartsWith(_temp["picture.bmp"], message, StringComparison.Ordinal);
        return message;
    }
}
