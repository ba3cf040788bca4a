using AnoGan.Sampling;

namespace AnoGan.Tests.Sampling;

public sealed class CopyFactsTests
{
    [Fact]
    public void Compares_medians_and_counts_what_is_closer_than_nearly_all_real_images()
    {
        // 5 % of the way from the first to the last of 21 values is the second: 1.
        double[] real = [.. Enumerable.Range(0, 21).Select(n => (double)n)];

        var facts = CopyFacts.Of([0.5, 20, 2, 0, 30], real, least: 0.01);

        Assert.Equal(new CopyFacts(2, 10, 0.2, 0.4), facts);
    }

    [Fact]
    public void The_median_of_two_lies_between_them()
    {
        Assert.Equal(new CopyFacts(2, 4, 0.5, 1), CopyFacts.Of([3, 1], [3.5, 4.5], least: 0.01));
    }

    [Fact]
    public void Gives_no_ratio_where_real_images_repeat_each_other_or_there_are_none()
    {
        Assert.Equal(new CopyFacts(1, 0.001, null, null), CopyFacts.Of([1], [0.001, 0.001, 5], least: 0.01));
        Assert.Equal(new CopyFacts(1, null, null, null), CopyFacts.Of([1], [], least: 0.01));
    }
}
