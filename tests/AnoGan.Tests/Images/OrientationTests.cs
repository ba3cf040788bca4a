using AnoGan.Images;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Images;

public sealed class OrientationTests
{
    // EXIF 2.32, tag 0x0112: where row 0 and column 0 of the stored picture lie when it is shown. Stored here: abc /
    // def.
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

        PixelImage upright = Orientation.Apply(stored, orientation);

        string[] rows = expected.Split('/');
        Assert.Equal((rows[0].Length, rows.Length), (upright.Width, upright.Height));
        Assert.Equal(System.Text.Encoding.ASCII.GetBytes(string.Concat(rows)), upright.Data);
    }

    [Fact]
    public void Moves_whole_pixels_of_several_bytes()
    {
        PixelImage upright = Orientation.Apply(TinyImages.Rgb8(2, 1, 1, 2, 3, 4, 5, 6), 6);

        Assert.Equal((1, 2), (upright.Width, upright.Height));
        Assert.Equal([1, 2, 3, 4, 5, 6], upright.Data);
        Assert.Equal([4, 5, 6, 1, 2, 3], Orientation.Apply(TinyImages.Rgb8(2, 1, 1, 2, 3, 4, 5, 6), 2).Data);
    }
}
