using AnoGan.Import;

namespace AnoGan.Tests.Import;

public sealed class IdxSelectionTests
{
    //                                     place:  0  1  2  3  4  5  6  7  8  9
    private static readonly byte[] Labels = [2, 1, 1, 7, 1, 2, 1, 2, 1, 2];

    [Fact]
    public void Takes_all_where_nothing_is_asked()
    {
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], IdxSelection.Choose(Labels, null, null));
    }

    [Fact]
    public void Takes_only_the_labels_asked_for()
    {
        Assert.Equal([0, 3, 5, 7, 9], IdxSelection.Choose(Labels, [7, 2], null));
    }

    [Theory]

    // Five of 1, four of 2, one of 7. Two of five: the 1st and 4th; three of five: the 1st, 3rd and 5th; two of four:
    // the 1st and 3rd; three of four: the 1st, 3rd and 4th.
    [InlineData(3, 0, 1, 3)]
    [InlineData(2, 0, 1)]
    [InlineData(1, 1)]
    [InlineData(4, 0, 1, 3, 6)]
    [InlineData(7, 0, 1, 3, 4, 7, 8, 9)]
    [InlineData(99, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)]
    public void Takes_as_many_of_each_class_as_evenly_possible_spread_over_the_file(int limit, params int[] expected)
    {
        Assert.Equal(expected, IdxSelection.Choose(Labels, null, limit));
    }

    [Fact]
    public void Spreads_the_limit_over_the_labels_asked_for()
    {
        Assert.Equal([0, 1, 4, 7, 8], IdxSelection.Choose(Labels, [1, 2], 5));
    }
}
