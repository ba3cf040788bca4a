using System.Runtime.InteropServices;
using AnoGan.Images;

namespace AnoGan.Tests.Images;

public sealed class FloatSamplesTests
{
    [Fact]
    public void Takes_0_to_1_as_the_whole_range() => Assert.Equal([0, 32768, 65535], Words(0f, 0.5f, 1f));

    [Fact]
    public void Takes_values_up_to_255_as_8_bit_levels() => Assert.Equal([0, 386, 65535], Words(0f, 1.5f, 255f)); // 385.5

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(255.5f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Refuses_any_other_value(float value)
    {
        var refusal = Assert.Throws<AnoGanException>(() => Words(0.5f, value));

        Assert.StartsWith("x.tif: found a TIFF file with the float sample", refusal.Message, StringComparison.Ordinal);
    }

    private static ushort[] Words(params float[] values) =>
        MemoryMarshal
            .Cast<byte, ushort>(
                FloatSamples.ToWords("x.tif", ImageFormat.Tiff, MemoryMarshal.AsBytes<float>(values).ToArray()))
            .ToArray();
}
