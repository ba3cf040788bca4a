using System.Text.Json;
using System.Text.Json.Serialization;
using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Preparing;

public sealed partial class PreparationTests
{
    private const string Everything = "crop,foreground,percentiles,flatten-light,local-contrast:12,oct";

    public static TheoryData<string> EveryStep =>
        [
            "percentiles", "flatten-light", "local-contrast", "foreground", "foreground:bright", "foreground:2:dark",
            "crop", "crop:3", "oct", "oct:0:1", Everything,
        ];

    [Fact]
    public void Returns_the_source_itself_when_nothing_is_to_be_done()
    {
        PixelImage source = TinyImages.Grey8(2, 1, 3, 4);

        PreparedImage prepared = Preparation.None.Apply(source, "a.png");

        Assert.Same(source, prepared.Picture);
        Assert.Null(prepared.Foreground);
        Assert.Same(source, new Preparation { LongSide = 2 }.Apply(source, "a.png").Picture);
        Assert.Same(source, new Preparation { Scale = 1 }.Apply(source, "a.png").Picture);
    }

    [Theory]
    [InlineData("percentiles", "percentiles:1:99")]
    [InlineData("percentiles:0.5", "percentiles:0.5:99")]
    [InlineData("percentiles:-0:1e-7", "percentiles:0:1E-07")]
    [InlineData("flatten-light", "flatten-light:32:4")]
    [InlineData("flatten-light:12.5:3", "flatten-light:12.5:3")]
    [InlineData("local-contrast", "local-contrast:12")]
    [InlineData("foreground", "foreground:0:auto")]
    [InlineData("foreground:7", "foreground:7:auto")]
    [InlineData("foreground:dark", "foreground:0:dark")]
    [InlineData("foreground:7:bright", "foreground:7:bright")]
    [InlineData("crop", "crop:0")]
    [InlineData("oct", "oct:16:112")]
    [InlineData("oct:8", "oct:8:112")]
    [InlineData(" crop:2 , oct: 8 ", "crop:2,oct:8:112")]
    [InlineData(
        Everything, "crop:0,foreground:0:auto,percentiles:1:99,flatten-light:32:4,local-contrast:12,oct:16:112")]
    public void Writes_out_every_parameter_so_that_it_reads_back(string text, string canonical)
    {
        Preparation preparation = Preparation.Parse(text, scale: 0.5);

        Assert.Equal(canonical, preparation.ToString());
        Assert.Equal(canonical.Split(','), preparation.Steps);
        Assert.Equal(preparation, Preparation.Parse(preparation.ToString(), scale: 0.5));
    }

    [Theory]
    [InlineData("sharpen", "Preparation sharpen: found the unknown step \"sharpen\", expected a known one; ")]
    [InlineData("", "Preparation : found no name of a step, expected a known one; ")]
    [InlineData("crop,", "Preparation : found no name of a step, expected a known one; ")]
    [InlineData("Crop", "Preparation Crop: found the unknown step \"Crop\", expected a known one; ")]
    [InlineData("crop:-1", "Preparation crop:-1: found margin \"-1\", expected a whole number of pixels from 0 to "
        + "10000; ")]
    [InlineData("crop:1.5", "Preparation crop:1.5: found margin \"1.5\", expected a whole number of pixels from 0 to "
        + "10000; ")]
    [InlineData("crop:1:2", "Preparation crop:1:2: found 2 parameters, expected at most 1; ")]
    [InlineData("percentiles:5:101", "Preparation percentiles:5:101: found high \"101\", expected a number from 0 to "
        + "100; ")]
    [InlineData("percentiles:60:40", "Preparation percentiles:60:40: found low 60 and high 40, expected low below "
        + "high; ")]
    [InlineData("percentiles:NaN", "Preparation percentiles:NaN: found low \"NaN\", expected a number from 0 to 100; ")]
    [InlineData("percentiles:", "Preparation percentiles:: found low \"\", expected a number from 0 to 100; ")]
    [InlineData("flatten-light:0", "Preparation flatten-light:0: found radius \"0\", expected a number from 0.5 to "
        + "1000; ")]
    [InlineData("local-contrast:2000", "Preparation local-contrast:2000: found radius \"2000\", expected a number from "
        + "0.5 to 1000; ")]
    [InlineData("foreground:3:grey", "Preparation foreground:3:grey: found \"grey\" after the margin, expected bright, "
        + "dark or auto; ")]
    [InlineData("foreground:bright:3", "Preparation foreground:bright:3: found \"3\" after the margin, expected "
        + "bright, dark or auto; ")]
    [InlineData("oct:1:0", "Preparation oct:1:0: found rows below the boundary \"0\", expected a whole number of "
        + "pixels from 1 to 4096; ")]
    [InlineData("percentiles:0,5:99", "Preparation 5:99: found the number 5 where a step begins, expected a step's "
        + "name; a comma ends a step, so write 0.5 for 0,5, and colons between the numbers of a step; ")]
    [InlineData("crop,1.5", "Preparation 1.5: found the number 1.5 where a step begins, expected a step's name; a "
        + "comma ends a step, so write 0.5 for 0,5, and colons between the numbers of a step; ")]
    [InlineData("percentiles:1_0", "Preparation percentiles:1_0: found low \"1_0\", expected a number from 0 to 100; ")]
    [InlineData("a\nb", "Preparation a\\nb: found the unknown step \"a\\nb\", expected a known one; ")]
    public void Refuses_what_is_no_step(string text, string start)
    {
        var refusal = Assert.Throws<AnoGanException>(() => Preparation.Parse(text));

        Assert.Equal(
            start
                + "the steps are crop[:margin], flatten-light[:radius[:gain]], "
                + "foreground[:margin][:bright|:dark|:auto], "
                + "local-contrast[:radius], oct[:above[:below]], percentiles[:low[:high]], range:low:high",
            refusal.Message);
    }

    [Fact]
    public void Refuses_sizes_out_of_range_and_both_at_once()
    {
        Assert.Throws<AnoGanException>(() => Preparation.Parse("crop", scale: 0));
        Assert.Throws<AnoGanException>(() => Preparation.Parse("crop", scale: double.NaN));
        Assert.Throws<AnoGanException>(() => Preparation.Parse("crop", longSide: 0));
        Assert.Throws<AnoGanException>(() =>
            new Preparation { Steps = ["crop:x"] }.Apply(TinyImages.Constant(1, 1, 0), "a"));
        var refusal = Assert.Throws<AnoGanException>(() => Preparation.Parse("crop", scale: 0.5, longSide: 9));
        Assert.Equal(
            "Scale: found together with --long-side 9, expected one of them; leave one out", refusal.Message);
    }

    [Theory]
    [InlineData(0.5, null, 10, 5, 5, 3)] // 2.5 is rounded up
    [InlineData(0.01, null, 10, 5, 1, 1)]
    [InlineData(null, 4, 10, 5, 4, 2)]
    [InlineData(null, 4, 5, 10, 2, 4)]
    [InlineData(null, 4, 100, 1, 4, 1)]
    [InlineData(null, 10, 10, 5, 10, 5)]
    [InlineData(null, 4000, 10, 5, 10, 5)] // never enlarged
    public void Shrinks_both_sides_by_one_factor(
        double? scale, int? longSide, int width, int height, int newWidth, int newHeight)
    {
        var preparation = new Preparation { Scale = scale, LongSide = longSide };

        PreparedImage prepared = preparation.Apply(TinyImages.Constant(width, height, 77), "a.png");

        Assert.Equal((newWidth, newHeight), (prepared.Picture.Width, prepared.Picture.Height));
        Assert.Equal((newWidth, newHeight), (prepared.Geometry.ScaledWidth, prepared.Geometry.ScaledHeight));
        Assert.Equal((width, height), (prepared.Geometry.SourceWidth, prepared.Geometry.SourceHeight));
        Assert.Equal(width * height, prepared.Geometry.Restore(new float[newWidth * newHeight], outside: 1).Length);
    }

    [Fact]
    public void Resizes_first_and_takes_the_steps_in_their_order()
    {
        // A bright square of 24 × 16 pixels at (16, 24) on a dark ground; half the size gives 12 × 8 at (8, 12).
        byte[] samples = new byte[80 * 60];
        for (int y = 24; y < 40; y++)
            Array.Fill(samples, (byte)200, y * 80 + 16, 24);
        var source = new PixelImage(80, 60, 1, 8, samples);

        PreparedImage prepared = Preparation.Parse("crop:2,percentiles:0:100", scale: 0.5).Apply(source, "a.png");

        Assert.Equal((16, 12, 16), (prepared.Picture.Width, prepared.Picture.Height, prepared.Picture.BitDepth));
        Assert.Equal((6, 12 - 2), (prepared.Geometry.Left, prepared.Geometry.Tops[0]));
        ushort[] words = TinyImages.Words(prepared.Picture);
        Assert.Equal((0, 65535), (words[0], words[5 * 16 + 7]));
    }

    [Theory]
    [MemberData(nameof(EveryStep))]
    public void Takes_pictures_of_any_size(string steps)
    {
        foreach ((int width, int height) in new[] { (1, 1), (2, 3), (3, 1), (1, 9), (70, 3) })
        {
            byte[] grey = Enumerable.Range(0, width * height).Select(i => (byte)(i * 97 % 251)).ToArray();
            byte[] rgb = Enumerable.Range(0, width * height * 3).Select(i => (byte)(i * 61 % 241)).ToArray();

            AssertConsistent(Preparation.Parse(steps).Apply(TinyImages.Grey8(width, height, grey), "a.png"));
            AssertConsistent(Preparation.Parse(steps).Apply(TinyImages.Rgb8(width, height, rgb), "a.png"));
        }
    }

    [Theory]
    [MemberData(nameof(EveryStep))]
    public void Shows_no_structure_in_even_pictures(string steps)
    {
        foreach (byte level in new byte[] { 0, 113, 255 })
        {
            PreparedImage prepared = Preparation.Parse(steps).Apply(TinyImages.Constant(40, 30, level), "a.png");

            AssertConsistent(prepared);
            float[] values = new float[prepared.Picture.SampleCount];
            prepared.Picture.CopyToUnit(values);
            Assert.Single(values.Where((_, i) => prepared.Foreground?[i] ?? true).Distinct());
        }
    }

    [Theory]
    [InlineData("percentiles")]
    [InlineData("flatten-light")]
    [InlineData("local-contrast")]
    public void Makes_even_pictures_half_grey(string step)
    {
        PreparedImage prepared = Preparation.Parse(step).Apply(TinyImages.Constant(20, 10, 113), "a.png");

        Assert.All(TinyImages.Words(prepared.Picture), word => Assert.Equal(32768, word));
    }

    [Theory]
    [MemberData(nameof(EveryStep))]
    public void Gives_the_same_bits_again_and_leaves_the_source_as_it_was(string steps)
    {
        PixelImage source = DrawnScan.Picture(DrawnScan.Draw(DrawnScan.Boundary(), noise: true), 8);
        byte[] before = (byte[])source.Data.Clone();
        var preparation = Preparation.Parse(steps, longSide: 150);

        PreparedImage[] prepared = new PreparedImage[4];
        Parallel.For(0, prepared.Length, i => prepared[i] = preparation.Apply(source, "a.png"));

        Assert.Equal(before, source.Data);
        Assert.All(prepared, other =>
        {
            Assert.Equal(prepared[0].Picture.Data, other.Picture.Data);
            Assert.Equal(prepared[0].Foreground, other.Foreground);
            Assert.Equal(prepared[0].Geometry.Tops, other.Geometry.Tops);
        });
    }

    [Fact]
    public void Survives_json()
    {
        Preparation preparation = Preparation.Parse("oct,percentiles:2:98", longSide: 512);

        string json = JsonSerializer.Serialize(preparation, Json.Default.Preparation);
        Preparation? read = JsonSerializer.Deserialize(json, Json.Default.Preparation);

        Assert.Equal("""{"Scale":null,"LongSide":512,"Roi":null,"Steps":["oct:16:112","percentiles:2:98"]}""", json);
        Assert.Equal(preparation, read);
        Assert.Equal(preparation.GetHashCode(), read!.GetHashCode());
        Assert.NotEqual(preparation, Preparation.Parse("oct", longSide: 512));
    }

    private static void AssertConsistent(PreparedImage prepared)
    {
        PixelImage picture = prepared.Picture;
        Assert.Equal((picture.Width, picture.Height), (prepared.Geometry.Width, prepared.Geometry.Height));
        if (prepared.Foreground is not { } foreground)
            return;
        Assert.Equal(picture.Width * picture.Height, foreground.Length);
        int pixelBytes = picture.Channels * picture.BitDepth / 8;
        for (int i = 0; i < foreground.Length; i++)
            Assert.True(foreground[i] || picture.Data.AsSpan(i * pixelBytes, pixelBytes).IndexOfAnyExcept((byte)0) < 0);
    }

    [JsonSerializable(typeof(Preparation))]
    private sealed partial class Json : JsonSerializerContext;
}
