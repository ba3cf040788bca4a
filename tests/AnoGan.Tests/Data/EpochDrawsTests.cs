using AnoGan.Data;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Data;

[Collection(TensorTests.Name)]
public sealed class EpochDrawsTests
{
    [Fact]
    public void Reads_the_images_in_the_order_of_their_epochs()
    {
        int[] order = new EpochOrder(5, 3).Next(12);
        var asked = new List<int>();
        var draws = new EpochDraws(5, 3, indices =>
        {
            asked.AddRange(indices);
            return zeros(indices.Length, 1, 2, 2);
        });

        using Tensor first = draws.Next(4), second = draws.Next(8);

        Assert.Equal(order, asked);
        Assert.Equal([8, 1, 2, 2], second.shape);
    }

    [Fact]
    public void Gives_the_images_of_a_set()
    {
        using var folder = new TempFolder();
        ImageSet images = SavedImages.Load(
            folder, [.. Enumerable.Range(0, 4).Select(i => TinyImages.Constant(2, 2, (byte)i))]);
        int[] order = new EpochOrder(4, 9).Next(6);

        using Tensor drawn = images.Draws(9).Next(6);

        Assert.Equal([6, 1, 2, 2], drawn.shape);
        Assert.Equal(order.SelectMany(i => Enumerable.Repeat(i / 127.5f - 1f, 4)), TensorAssert.Values(drawn));
    }
}
