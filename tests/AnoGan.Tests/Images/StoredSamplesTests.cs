using System.Runtime.InteropServices;
using AnoGan.Images;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Images;

public sealed class StoredSamplesTests
{
    // EXIF 2.32, tag 0x0112: where row 0 and column 0 of the stored picture lie when it is shown. Stored here:
    // abc / def.
    [Theory]
    [InlineData(0, "abc/def")]
    [InlineData(1, "abc/def")]
    [InlineData(2, "cba/fed")]
    [InlineData(3, "fed/cba")]
    [InlineData(4, "def/abc")]
    [InlineData(5, "ad/be/cf")]
    [InlineData(6, "da/eb/fc")]
    [InlineData(7, "fc/eb/da")]
    [InlineData(8, "cf/be/ad")]
    [InlineData(9, "abc/def")]
    public void Turns_the_stored_picture_upright(int orientation, string expected)
    {
        PixelImage stored = TinyImages.Grey8(3, 2, "abcdef"u8.ToArray());

        PixelImage upright = StoredSamples.Upright(stored, orientation);

        string[] rows = expected.Split('/');
        Assert.Equal((rows[0].Length, rows.Length), (upright.Width, upright.Height));
        Assert.Equal(System.Text.Encoding.ASCII.GetBytes(string.Concat(rows)), upright.Data);
    }

    [Fact]
    public void Moves_whole_pixels_of_several_bytes()
    {
        PixelImage upright = StoredSamples.Upright(TinyImages.Rgb8(2, 1, 1, 2, 3, 4, 5, 6), 6);

        Assert.Equal((1, 2), (upright.Width, upright.Height));
        Assert.Equal([1, 2, 3, 4, 5, 6], upright.Data);
        Assert.Equal([4, 5, 6, 1, 2, 3], StoredSamples.Upright(TinyImages.Rgb8(2, 1, 1, 2, 3, 4, 5, 6), 2).Data);
    }

    [Fact]
    public void Multiplies_what_ink_and_black_let_through()
    {
        // No ink is white; 60 % cyan leaves 102 of red; black ink dims every channel: 102 × 128 / 255 = 51.2.
        byte[] rgb = StoredSamples.RgbOfCmyk([0, 0, 0, 0, 153, 0, 0, 0, 153, 0, 255, 127], bitDepth: 8);

        Assert.Equal([255, 255, 255, 102, 255, 255, 51, 128, 0], rgb);
    }

    [Fact]
    public void Takes_floats_from_0_to_1_as_the_whole_range() => Assert.Equal([0, 32768, 65535], Words(0f, 0.5f, 1f));

    [Fact]
    public void Takes_floats_up_to_255_as_8_bit_levels() => Assert.Equal([0, 386, 65535], Words(0f, 1.5f, 255f)); // 385.5

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(255.5f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Refuses_any_other_float(float value)
    {
        var refusal = Assert.Throws<AnoGanException>(() => Words(0.5f, value));

        Assert.StartsWith("x.tif: found a TIFF file with the float sample", refusal.Message, StringComparison.Ordinal);
    }

    private static ushort[] Words(params float[] values)
    {
        byte[] samples = MemoryMarshal.AsBytes<float>(values).ToArray();
        byte[] words = StoredSamples.WordsOfFloats("x.tif", ImageFormat.Tiff, samples);
        return MemoryMarshal.Cast<byte, ushort>(words).ToArray();
    }
}
