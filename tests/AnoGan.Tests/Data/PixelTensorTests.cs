using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Data;

public sealed class PixelTensorTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Brings_every_level_back(int bitDepth)
    {
        int levels = 1 << bitDepth;
        byte[] data = new byte[levels * bitDepth / 8];
        for (int i = 0; i < levels; i++)
        {
            if (bitDepth == 8)
                data[i] = (byte)i;
            else
                BitConverter.TryWriteBytes(data.AsSpan(2 * i), (ushort)i);
        }

        var image = new PixelImage(levels, 1, 1, bitDepth, data);
        float[] values = new float[levels];
        PixelTensor.Fill(image, 1, values);

        Assert.Equal((-1f, 1f), (values[0], values[^1]));
        Assert.Equal(data, PixelTensor.ToImage(values, levels, 1, 1, bitDepth).Data);
    }

    [Fact]
    public void Clamps_what_lies_outside() =>
        Assert.Equal([0, 255], PixelTensor.ToImage([-1.5f, 3f], 2, 1, 1).Data);

    [Fact]
    public void Gives_grey_three_planes_and_colour_one()
    {
        float[] three = new float[6];
        float[] one = new float[1];

        PixelTensor.Fill(TinyImages.Grey8(2, 1, 0, 255), 3, three);
        PixelTensor.Fill(TinyImages.Rgb8(1, 1, 255, 255, 255), 1, one);

        Assert.Equal([-1, 1, -1, 1, -1, 1], three);
        Assert.Equal([1], one);
    }

    [Fact]
    public void Rejects_room_of_another_size() =>
        Assert.Throws<ArgumentException>(() => PixelTensor.Fill(TinyImages.Constant(2, 2, 0), 1, new float[3]));
}
