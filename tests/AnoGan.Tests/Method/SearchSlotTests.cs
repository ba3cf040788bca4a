using AnoGan.Method;

namespace AnoGan.Tests.Method;

public sealed class SearchSlotTests
{
    [Theory]
    [InlineData(0.01, new float[] { 100, 99.5f, 98.9f }, false)] // 1.1 over two checks
    [InlineData(0.01, new float[] { 100, 99.5f, 99.1f }, true)] // 0.9
    [InlineData(0.01, new float[] { 100, 90, 95 }, false)] // what counts is the loss two checks before
    [InlineData(0.01, new float[] { 100, 90, 80, 79.9f, 79.8f }, true)]
    [InlineData(0.01, new float[] { 100, 90, 80, 79.9f }, false)]
    [InlineData(0.01, new float[] { 100, 100 }, false)] // too early to tell
    [InlineData(0.01, new float[] { 1, 1, 2 }, true)] // a loss that rises does not fall
    [InlineData(0, new float[] { 1, 1, 1 }, false)]
    [InlineData(0, new float[] { 1, 1, 2 }, false)]
    [InlineData(1, new float[] { 100, 50, 1 }, true)] // short of falling to nothing
    [InlineData(0.01, new float[] { 0, 0, 0 }, true)] // cannot fall
    [InlineData(0, new float[] { 0, 0, 0 }, false)]
    [InlineData(0.01, new float[] { 1, 1, float.NaN }, false)]
    public void Has_settled_once_the_loss_falls_by_less_than_the_share_over_two_checks(
        double plateau, float[] losses, bool expected)
    {
        SearchSlot slot = Slot();

        bool settled = losses.Select(loss => slot.HasSettled(loss, plateau)).ToArray()[^1];

        Assert.Equal(expected, settled);
    }

    [Fact]
    public void Is_looked_at_every_five_steps_and_at_the_last()
    {
        SearchSlot slot = Slot();
        var due = new List<int>();

        for (int step = 0; step <= 12; step++)
        {
            slot.Step = step;
            if (slot.IsDue(12))
                due.Add(step);
        }

        Assert.Equal([0, 5, 10, 12], due);
    }

    private static SearchSlot Slot() =>
        new(new SearchTask(0, [], []))
        {
            Start = [],
            Features = [],
            StartGenerated = [],
            StartDifference = [],
        };
}
