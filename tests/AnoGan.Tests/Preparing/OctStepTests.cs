using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Preparing;

public sealed class OctStepTests
{
    private const int Above = 16;
    private const int Below = 112;

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Finds_the_boundary_under_speckle_within_a_row(int bitDepth)
    {
        int[] boundary = DrawnScan.Boundary();
        PixelImage scan = DrawnScan.Picture(DrawnScan.Draw(boundary, noise: true), bitDepth);

        PreparedImage prepared = Preparation.Parse("oct").Apply(scan, "scan.png");

        Assert.Equal((DrawnScan.Width, Above + Below), (prepared.Picture.Width, prepared.Picture.Height));
        Assert.Equal(bitDepth, prepared.Picture.BitDepth);
        Assert.InRange(ShareWithin(prepared.Geometry, boundary, rows: 1), 0.99, 1.0);
    }

    [Fact]
    public void Makes_every_layer_level()
    {
        int[] boundary = DrawnScan.Boundary();
        PixelImage scan = DrawnScan.Picture(DrawnScan.Draw(boundary, noise: false), 8);

        PreparedImage prepared = Preparation.Parse("oct").Apply(scan, "scan.png");

        // Three rows inside each layer, all columns show that layer, however deep it lies in the scan.
        int top = 0;
        foreach ((int end, float level) in DrawnScan.Layers)
        {
            byte expected = (byte)MathF.Round(level * 255);
            Assert.All(Row(prepared.Picture, Above + top + 3), sample => Assert.Equal(expected, sample));
            top = end;
        }

        Assert.All(
            Row(prepared.Picture, Above - 3),
            sample => Assert.Equal((byte)MathF.Round(DrawnScan.Vitreous * 255), sample));
        Assert.Null(prepared.Foreground);
    }

    [Fact]
    public void Maps_a_spot_back_to_where_it_lies_in_the_scan()
    {
        int[] boundary = DrawnScan.Boundary();
        PixelImage scan = DrawnScan.Picture(DrawnScan.Draw(boundary, noise: true), 8);
        for (int i = 0; i < scan.Data.Length; i++)
            scan.Data[i] = Math.Min(scan.Data[i], (byte)254);
        float[] spot = new float[scan.Data.Length];
        for (int y = 92; y < 97; y++)
        {
            for (int x = 100; x < 106; x++)
            {
                scan.Data[y * DrawnScan.Width + x] = 255;
                spot[y * DrawnScan.Width + x] = 1;
            }
        }

        PreparedImage prepared = Preparation.Parse("oct").Apply(scan, "scan.png");
        float[] map = Array.ConvertAll(prepared.Picture.Data, level => level == 255 ? 1f : 0f);
        float[] restored = prepared.Geometry.Restore(map, outside: 0);

        Assert.Equal(spot, restored);
    }

    [Fact]
    public void Maps_a_spot_back_through_a_smaller_scale_too()
    {
        // The spot's middle is (103, 94.5) in the scan; 6 × 5 pixels are 3 × 2.5 of the resized one.
        float[] drawn = DrawnScan.Draw(DrawnScan.Boundary(), noise: false);
        for (int y = 92; y < 97; y++)
            Array.Fill(drawn, 1f, y * DrawnScan.Width + 100, 6);
        PixelImage scan = DrawnScan.Picture(drawn, 8);

        PreparedImage prepared = Preparation.Parse("oct:8:56", scale: 0.5).Apply(scan, "scan.png");
        float[] map = Array.ConvertAll(prepared.Picture.Data, level => level > 230 ? 1f : 0f); // the brightest layer has 204
        float[] restored = prepared.Geometry.Restore(map, outside: 0);

        double mass = restored.Sum();
        Assert.Equal(
            103, restored.Select((value, i) => value * (i % DrawnScan.Width + 0.5)).Sum() / mass, tolerance: 0.5);
        Assert.Equal(
            94.5, restored.Select((value, i) => value * (i / DrawnScan.Width + 0.5)).Sum() / mass, tolerance: 1);
    }

    [Fact]
    public void Follows_the_boundary_out_of_the_picture_at_the_top()
    {
        // The sides of the bowl lie up to 20 rows above the picture.
        int[] boundary = DrawnScan.Boundary(shift: -65);
        PixelImage scan = DrawnScan.Picture(DrawnScan.Draw(boundary, noise: true), 8);

        PreparedImage prepared = Preparation.Parse("oct").Apply(scan, "scan.png");

        Assert.InRange(boundary.Count(row => row < 0), 50, 250);
        Assert.InRange(
            ShareWithin(prepared.Geometry, Array.ConvertAll(boundary, row => Math.Max(row, 0)), rows: 1), 0.97, 1.0);
        AssertOutsideIsBlack(prepared);
        Assert.False(prepared.Foreground![0]); // rows above the scan
    }

    [Fact]
    public void Follows_the_boundary_out_of_the_picture_at_the_bottom()
    {
        int[] boundary = DrawnScan.Boundary(shift: 140);
        PixelImage scan = DrawnScan.Picture(DrawnScan.Draw(boundary, noise: true), 8);

        PreparedImage prepared = Preparation.Parse("oct").Apply(scan, "scan.png");

        const int Last = DrawnScan.Height - 1;
        Assert.InRange(boundary.Count(row => row > Last), 20, 200);
        Assert.InRange(
            ShareWithin(prepared.Geometry, Array.ConvertAll(boundary, row => Math.Min(row, Last)), rows: 2), 0.97, 1.0);
        AssertOutsideIsBlack(prepared);
    }

    [Fact]
    public void Cuts_all_channels_along_the_boundary_of_the_luma()
    {
        PixelImage grey = DrawnScan.Picture(DrawnScan.Draw(DrawnScan.Boundary(), noise: true), 8);

        PreparedImage one = Preparation.Parse("oct:4:30").Apply(grey, "scan.png");
        PreparedImage three = Preparation.Parse("oct:4:30").Apply(PixelConversion.ToRgb(grey), "scan.png");

        Assert.Equal(PixelConversion.ToRgb(one.Picture).Data, three.Picture.Data);
        Assert.Equal(one.Geometry.Tops, three.Geometry.Tops);
    }

    [Fact]
    public void Refuses_a_band_of_too_many_pixels()
    {
        PixelImage wide = TinyImages.Constant(40_000, 1, 9);

        var refusal = Assert.Throws<AnoGanException>(() => Preparation.Parse("oct:0:4096").Apply(wide, "wide.png"));

        Assert.Equal("wide.png: found a picture of 40000 columns, whose band of --prepare oct:0:4096 has 163840000 "
            + "pixels, "
            + "expected at most 134217728; choose a lower band or a smaller scale", refusal.Message);
    }

    private static double ShareWithin(PreparedGeometry geometry, int[] boundary, int rows) =>
        geometry.Tops.Zip(boundary, (top, row) => Math.Abs(top + Above - row) <= rows ? 1.0 : 0.0).Average();

    private static byte[] Row(PixelImage picture, int y) =>
        picture.Data[(y * picture.Width)..((y + 1) * picture.Width)];

    private static void AssertOutsideIsBlack(PreparedImage prepared)
    {
        Assert.NotNull(prepared.Foreground);
        for (int i = 0; i < prepared.Foreground.Length; i++)
        {
            int row = prepared.Geometry.Tops[i % prepared.Picture.Width] + i / prepared.Picture.Width;
            Assert.Equal(row is >= 0 and < DrawnScan.Height, prepared.Foreground[i]);
            if (!prepared.Foreground[i])
                Assert.Equal(0, prepared.Picture.Data[i]);
        }
    }
}
