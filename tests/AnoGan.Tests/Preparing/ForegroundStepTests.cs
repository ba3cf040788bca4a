using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Runtime;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Preparing;

public sealed class ForegroundStepTests
{
    private const int Width = 60;
    private const int Height = 50;

    [Theory]
    [InlineData(20, 200)]
    [InlineData(200, 20)]
    public void Finds_the_object_whether_bright_or_dark(byte ground, byte level)
    {
        // The object has a hole of the ground's level; a smaller crumb lies apart.
        PixelImage picture = Draw(ground, (10, 8, 30, 25, level), (20, 15, 8, 8, ground), (50, 40, 6, 6, level));

        PreparedImage prepared = Preparation.Parse("foreground").Apply(picture, "a.png");

        Assert.NotNull(prepared.Foreground);
        AssertRectangle(prepared.Foreground, 10, 8, 30, 25);
        Assert.Equal(level, prepared.Picture.Data[12 * Width + 14]);
        Assert.Equal(ground, prepared.Picture.Data[19 * Width + 24]); // in the hole
        Assert.Equal(0, prepared.Picture.Data[0]);
        Assert.Equal(0, prepared.Picture.Data[43 * Width + 53]); // the crumb
    }

    [Fact]
    public void Takes_the_side_it_is_told()
    {
        PixelImage picture = Draw(200, (10, 8, 30, 25, 20));

        bool[]? bright = Preparation.Parse("foreground:bright").Apply(picture, "a.png").Foreground;
        bool[]? dark = Preparation.Parse("foreground:dark").Apply(picture, "a.png").Foreground;

        // The dark object lies wholly inside the bright ground and is filled as a hole: nothing is left out.
        Assert.Null(bright);
        AssertRectangle(dark!, 10, 8, 30, 25);
    }

    [Fact]
    public void Joins_at_corners()
    {
        PixelImage picture = Draw(0, (10, 10, 20, 20, 250), (30, 30, 10, 10, 250));

        bool[]? foreground = Preparation.Parse("foreground").Apply(picture, "a.png").Foreground;

        Assert.True(foreground![35 * Width + 35]);
    }

    [Fact]
    public void Widens_by_the_margin_up_to_the_border()
    {
        PixelImage picture = Draw(20, (3, 20, 30, 10, 200));

        bool[]? foreground = Preparation.Parse("foreground:5").Apply(picture, "a.png").Foreground;

        // 3 - 5 is cut at 0; the corners of the object are a little rounder than drawn, so those of the margin are not
        // asked.
        Assert.True(foreground![25 * Width]);
        Assert.True(foreground[25 * Width + 37]);
        Assert.False(foreground[25 * Width + 38]);
        Assert.True(foreground[15 * Width + 15]);
        Assert.False(foreground[14 * Width + 15]);
        Assert.True(foreground[34 * Width + 15]);
        Assert.False(foreground[35 * Width + 15]);
    }

    [Theory]
    [InlineData("ramp")]
    [InlineData("noise")]
    [InlineData("faint")]
    public void Takes_everything_where_no_object_stands_out(string kind)
    {
        var random = new SeededRandom(1);
        byte[] samples = new byte[Width * Height];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = kind switch
            {
                "ramp" => (byte)(4 * (i % Width)),
                "noise" => (byte)Math.Clamp(128 + 40 * random.NextGaussian(), 0, 255),
                _ => (byte)(i % Width is > 20 and < 40 && i / Width is > 20 and < 40 ? 101 : 100),
            };
        }

        PixelImage picture = TinyImages.Grey8(Width, Height, samples);
        PreparedImage prepared = Preparation.Parse("foreground,crop").Apply(picture, "a.png");

        Assert.Null(prepared.Foreground);
        Assert.Same(picture, prepared.Picture);
    }

    [Fact]
    public void Looks_at_the_luma_of_colours_and_keeps_them()
    {
        PixelImage grey = Draw(20, (10, 8, 30, 25, 200));
        byte[] rgb = PixelConversion.ToRgb(grey).Data;
        for (int i = 0; i < rgb.Length; i += 3)
            rgb[i] = 255; // red, the same everywhere

        PreparedImage prepared = Preparation
            .Parse("foreground")
            .Apply(new PixelImage(Width, Height, 3, 8, rgb), "a.png");

        AssertRectangle(prepared.Foreground!, 10, 8, 30, 25);
        Assert.Equal([255, 200, 200], prepared.Picture.Data[((20 * Width + 20) * 3)..((20 * Width + 20) * 3 + 3)]);
        Assert.Equal([0, 0, 0], prepared.Picture.Data[..3]);
    }

    [Fact]
    public void Keeps_within_the_foreground_of_the_step_before()
    {
        PixelImage picture = Draw(20, (10, 8, 30, 25, 200));
        bool[] left = [.. Enumerable.Range(0, Width * Height).Select(i => i % Width < 25)];
        var image = new PreparedImage(picture, left, PreparedGeometry.Identity(Width, Height));

        PreparedImage prepared = StepCatalogue.Parse("foreground:2").Apply(image, "a.png");

        Assert.True(prepared.Foreground![20 * Width + 24]);
        Assert.False(prepared.Foreground[20 * Width + 25]);
    }

    [Fact]
    public void Crops_to_the_object_and_keeps_the_foreground_beside_it()
    {
        PixelImage picture = Draw(20, (10, 8, 30, 25, 200));

        PreparedImage crop = Preparation.Parse("crop").Apply(picture, "a.png");
        PreparedImage wide = Preparation.Parse("foreground,crop:3").Apply(picture, "a.png");
        PreparedImage tight = Preparation.Parse("crop,foreground").Apply(picture, "a.png");

        Assert.Equal((30, 25), (crop.Picture.Width, crop.Picture.Height));
        Assert.Equal((10, 8), (crop.Geometry.Left, crop.Geometry.Tops[29]));
        Assert.Null(crop.Foreground);
        Assert.Equal((36, 31), (wide.Picture.Width, wide.Picture.Height));
        Assert.False(wide.Foreground![2 * 36 + 20]);
        Assert.True(wide.Foreground[3 * 36 + 20]);
        Assert.Equal((30, 25), (tight.Picture.Width, tight.Picture.Height));
    }

    private static PixelImage Draw(
        byte ground, params (int Left, int Top, int Width, int Height, byte Level)[] rectangles)
    {
        byte[] samples = new byte[Width * Height];
        Array.Fill(samples, ground);
        foreach ((int left, int top, int width, int height, byte level) in rectangles)
        {
            for (int y = top; y < top + height; y++)
                Array.Fill(samples, level, y * Width + left, width);
        }

        return TinyImages.Grey8(Width, Height, samples);
    }

    // Smoothing rounds corners: within 2 pixels of one either answer is right.
    private static void AssertRectangle(bool[] mask, int left, int top, int width, int height)
    {
        for (int i = 0; i < mask.Length; i++)
        {
            int x = i % Width, y = i / Width;
            bool isAtCorner = (Math.Abs(x - left) <= 2 || Math.Abs(x - (left + width - 1)) <= 2)
                && (Math.Abs(y - top) <= 2 || Math.Abs(y - (top + height - 1)) <= 2);
            if (!isAtCorner)
                Assert.Equal(x >= left && x < left + width && y >= top && y < top + height, mask[i]);
        }
    }
}
