using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Data;

public sealed class DarkPicturesTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(4095, "0 to 4095", "if they have 12 bits", "range:0:4095")]
    [InlineData(2049, "0 to 2049", "if they have 12 bits", "range:0:4095")]
    [InlineData(4096, "0 to 4096", "if they have 13 bits", "range:0:8191")]
    [InlineData(1000, "0 to 1000", "if they have 10 bits", "range:0:1023")]
    [InlineData(3, "0 to 3", "if they have 8 bits", "range:0:255")]
    public void Are_told_with_the_range_that_mends_them(int greatest, string range, string bits, string remedy)
    {
        string? warning = DarkPictures.Warning(greatest, Preparation.None);

        Assert.Contains(range, warning, StringComparison.Ordinal);
        Assert.Contains(bits, warning, StringComparison.Ordinal);
        Assert.Contains($"use --prepare {remedy} of `anogan train`", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "")] // no picture of 16 bits
    [InlineData(0, "")] // black
    [InlineData(8192, "")]
    [InlineData(4095, "range:0:4095")]
    [InlineData(4095, "crop,local-contrast")]
    public void Are_not_told_where_nothing_is_to_be_mended(int? greatest, string steps)
    {
        Assert.Null(DarkPictures.Warning(greatest, steps.Length == 0 ? Preparation.None : Preparation.Parse(steps)));
    }

    [Fact]
    public void Are_those_whose_whole_set_is_dark()
    {
        ImageCodec.WritePng(_temp["a.png"], TinyImages.Grey16(1, 1, 4000));
        ImageCodec.WritePng(_temp["b.png"], TinyImages.Grey16(1, 1, 90));
        ImageCodec.WritePng(_temp["c.png"], TinyImages.Grey8(1, 1, 255));
        Assert.Equal(4000, Load().GreatestWord);

        ImageCodec.WritePng(_temp["d.png"], TinyImages.Grey16(1, 1, 60000));
        Assert.Equal(60000, Load().GreatestWord);
    }

    private ImageSet Load() =>
        ImageSet.Load(
            ImageFolder.List(_temp.Path), new ImageSetOptions { Size = 8 }, ct: TestContext.Current.CancellationToken);
}
