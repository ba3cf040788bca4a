using AnoGan.Data;

namespace AnoGan.Tests.Data;

public sealed class EpochOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    public void Visits_every_image_once_an_epoch(int count)
    {
        var order = new EpochOrder(count, 1);

        for (int epoch = 0; epoch < 20; epoch++)
            Assert.Equal(Enumerable.Range(0, count), order.Next(count).Order());
    }

    [Fact]
    public void Runs_batches_across_the_borders_of_epochs()
    {
        int[] whole = new EpochOrder(7, 1).Next(21);
        var order = new EpochOrder(7, 1);

        int[] inBatches = [.. order.Next(5), .. order.Next(5), .. order.Next(11)];

        Assert.Equal(whole, inBatches);
    }

    [Fact]
    public void Fills_a_batch_larger_than_the_set()
    {
        int[] batch = new EpochOrder(3, 1).Next(8);

        Assert.Equal([0, 1, 2], batch[..3].Order());
        Assert.Equal([0, 1, 2], batch[3..6].Order());
        Assert.Equal(2, batch[6..].Distinct().Count());
    }

    [Fact]
    public void Follows_the_seed()
    {
        Assert.Equal(new EpochOrder(50, 4).Next(200), new EpochOrder(50, 4).Next(200));
        Assert.NotEqual(new EpochOrder(50, 4).Next(50), new EpochOrder(50, 5).Next(50));
    }

    [Fact]
    public void Changes_from_epoch_to_epoch()
    {
        var order = new EpochOrder(50, 4);

        Assert.NotEqual(order.Next(50), order.Next(50));
    }

    [Fact]
    public void Puts_every_image_everywhere_alike()
    {
        int[,] counts = new int[4, 4];
        var order = new EpochOrder(4, 2);
        for (int epoch = 0; epoch < 8000; epoch++)
        {
            int[] indices = order.Next(4);
            for (int place = 0; place < 4; place++)
                counts[indices[place], place]++;
        }

        // 2000 of 8000 are due, with a standard deviation of 39.
        foreach (int count in counts)
            Assert.InRange(count, 1800, 2200);
    }
}
