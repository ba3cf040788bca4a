using AnoGan.Runs;

namespace AnoGan.Tests.Runs;

public sealed class HeldOutSplitTests
{
    [Theory]
    [InlineData(1, 0.1, 0)]
    [InlineData(59, 0.1, 0)] // fewer than three times 20
    [InlineData(59, 0.5, 0)]
    [InlineData(60, 0.1, 20)] // a tenth is raised to 20
    [InlineData(60, 0.5, 30)]
    [InlineData(200, 0.1, 20)]
    [InlineData(400, 0.1, 40)]
    [InlineData(10_000, 0.1, 500)] // a tenth is cut to 500
    [InlineData(10_000, 0.001, 20)]
    [InlineData(10_000, 0, 0)]
    public void Keeps_back_a_share_within_bounds(int count, double share, int heldOut)
    {
        HeldOutSplit split = HeldOutSplit.Draw(count, share, 1);

        Assert.Equal(heldOut, split.HeldOut.Count);
        Assert.Equal(Enumerable.Range(0, count), split.Training.Concat(split.HeldOut).Order());
        Assert.Equal(split.Training.Order(), split.Training);
        Assert.Equal(split.HeldOut.Order(), split.HeldOut);
    }

    [Fact]
    public void Follows_the_seed()
    {
        Assert.Equal(HeldOutSplit.Draw(400, 0.1, 7).HeldOut, HeldOutSplit.Draw(400, 0.1, 7).HeldOut);
        Assert.NotEqual(HeldOutSplit.Draw(400, 0.1, 7).HeldOut, HeldOutSplit.Draw(400, 0.1, 8).HeldOut);
    }

    [Fact]
    public void Draws_from_the_whole_list()
    {
        IReadOnlyList<int> heldOut = HeldOutSplit.Draw(10_000, 0.05, 3).HeldOut;

        // 500 of 10,000: 250 of each half are due, with a standard deviation of 11.
        Assert.InRange(heldOut.Count(i => i < 5000), 195, 305);
    }
}
