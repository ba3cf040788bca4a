using AnoGan.Data;

namespace AnoGan.Tests.Data;

public sealed class TileOptionsTests
{
    [Theory]
    [InlineData(64, 32)]
    [InlineData(12, 6)]
    [InlineData(8, 4)]
    public void Have_a_stride_of_half_a_patch_where_none_is_asked_for(int patch, int stride) =>
        Assert.Equal(stride, TileOptions.DefaultStride(patch));

    [Theory]
    [InlineData(1, true)]
    [InlineData(12, true)]
    [InlineData(0, false)]
    [InlineData(-4, false)]
    [InlineData(13, false)]
    public void Leave_no_pixel_out(int stride, bool isValid)
    {
        Exception? refusal = Record.Exception(() => new TileOptions(stride, Augmentation.None).Validate(patch: 12));

        Assert.Equal(isValid, refusal is null);
        if (!isValid)
            Assert.StartsWith(
                $"Stride: found {stride}, expected ", Assert.IsType<AnoGanException>(refusal).Message,
                StringComparison.Ordinal);
    }
}
