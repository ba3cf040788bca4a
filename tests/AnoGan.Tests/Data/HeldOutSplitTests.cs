using AnoGan.Data;

namespace AnoGan.Tests.Data;

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
        HeldOutSplit split = HeldOutSplit.Draw(Different(count), share, 1);

        Assert.Equal(heldOut, split.HeldOut.Count);
        Assert.Equal(Enumerable.Range(0, count), split.Training.Concat(split.HeldOut).Order());
        Assert.Equal(split.Training.Order(), split.Training);
        Assert.Equal(split.HeldOut.Order(), split.HeldOut);
    }

    [Fact]
    public void Follows_the_seed()
    {
        Assert.Equal(
            HeldOutSplit.Draw(Different(400), 0.1, 7).HeldOut, HeldOutSplit.Draw(Different(400), 0.1, 7).HeldOut);
        Assert.NotEqual(
            HeldOutSplit.Draw(Different(400), 0.1, 7).HeldOut, HeldOutSplit.Draw(Different(400), 0.1, 8).HeldOut);
    }

    [Fact]
    public void Draws_from_the_whole_list()
    {
        IReadOnlyList<int> heldOut = HeldOutSplit.Draw(Different(10_000), 0.05, 3).HeldOut;

        // 500 of 10,000: 250 of each half are due, with a standard deviation of 11.
        Assert.InRange(heldOut.Count(i => i < 5000), 195, 305);
    }

    [Fact]
    public void Copies_never_stand_on_both_sides_and_none_is_held_out_twice()
    {
        // 100 pictures, each there twice.
        int[] originals = [.. Enumerable.Range(0, 200).Select(i => i / 2 * 2)];

        HeldOutSplit split = HeldOutSplit.Draw(originals, 0.3, 5);

        int[] heldOut = [.. split.HeldOut.Select(i => originals[i])];
        Assert.Equal(30, heldOut.Distinct().Count());
        Assert.Equal((30, 140), (split.HeldOut.Count, split.Training.Count));
        Assert.Empty(heldOut.Intersect(split.Training.Select(i => originals[i])));
    }

    [Fact]
    public void One_picture_many_times_vouches_for_nothing()
    {
        HeldOutSplit split = HeldOutSplit.Draw([.. Enumerable.Range(0, 200).Select(i => i < 59 ? i : 0)], 0.1, 5);

        Assert.Empty(split.HeldOut);
        Assert.Equal(200, split.Training.Count);
    }

    private static int[] Different(int count) => [.. Enumerable.Range(0, count)];
}
