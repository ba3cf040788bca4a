using AnoGan.Images;
using AnoGan.Tests.Fuzzing;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Images;

public sealed class BmpBombTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(10, 0xFFFFFFFF, "it ends before its pixels")] // where the pixels are
    [InlineData(14, 0x7FFFFFFF, "it ends before its pixels")] // length of the information header
    [InlineData(18, 0x2000, "it ends too early")] // width
    [InlineData(22, 0xFFFFE000, "it ends too early")] // height, from top to bottom
    public void Is_refused_before_a_decoder_looks_for_what_is_not_there(int place, uint value, string found)
    {
        byte[] bmp = ImageSeeds.Of("bmp")[0];
        BitConverter.GetBytes(value).CopyTo(bmp, place);
        File.WriteAllBytes(_temp["bomb.bmp"], bmp);

        string message = Assert.Throws<AnoGanException>(() => ImageCodec.Read(_temp["bomb.bmp"])).Message;

        Assert.Contains(found, message, StringComparison.Ordinal);
        Assert.Throws<AnoGanException>(() => ImageCodec.ReadHeader(_temp["bomb.bmp"]));
    }

    [Fact]
    public void Files_of_one_pixel_less_are_refused_and_whole_ones_read()
    {
        byte[] bmp = ImageSeeds.Of("bmp")[0];
        File.WriteAllBytes(_temp["whole.bmp"], bmp);
        File.WriteAllBytes(_temp["cut.bmp"], bmp[..^1]);

        Assert.Equal((4, 6), (ImageCodec.Read(_temp["whole.bmp"]).Width, ImageCodec.Read(_temp["whole.bmp"]).Height));
        Assert.Throws<AnoGanException>(() => ImageCodec.Read(_temp["cut.bmp"]));
    }
}
