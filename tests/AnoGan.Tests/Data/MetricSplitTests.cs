using AnoGan.Data;

namespace AnoGan.Tests.Data;

public sealed class MetricSplitTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(90)]
    [InlineData(999)]
    public void Of_few_all_serve_for_both_as_is_told_before(int count)
    {
        MetricSplit split = MetricSplit.Draw(Different(count), hasEncoder: true, 1);

        Assert.Equal((count, count), (split.Metric.Count, split.Folds.Sum(fold => fold.Count)));
        Assert.Equal((count, count), MetricSplit.CountsFor(count, hasEncoder: true));
    }

    [Theory]
    [InlineData(1000, true, 800, 200)]
    [InlineData(1000, false, 300, 200)] // each of the 300 has to be searched
    [InlineData(100_000, true, 2000, 200)]
    [InlineData(100_000, false, 300, 200)]
    public void Draws_200_of_many_for_the_scale_and_others_for_the_metric(
        int count, bool hasEncoder, int metric, int scale)
    {
        MetricSplit split = MetricSplit.Draw(Different(count), hasEncoder, 1);

        IReadOnlyList<int> fold = Assert.Single(split.Folds);
        AssertApart(split.Metric, fold, count);
        Assert.Equal((metric, scale), (split.Metric.Count, fold.Count));
        Assert.Equal((metric, scale), MetricSplit.CountsFor(count, hasEncoder));
    }

    [Theory]
    [InlineData(20, 16, 4)]
    [InlineData(99, 80, 19)]
    [InlineData(1000, 800, 200)]
    public void Draws_a_fifth_for_the_scale_where_fifths_take_no_turns(int count, int metric, int scale)
    {
        MetricSplit split = MetricSplit.Draw(Different(count), true, 1, inTurn: false);

        IReadOnlyList<int> fold = Assert.Single(split.Folds);
        AssertApart(split.Metric, fold, count);
        Assert.Equal((metric, scale), (split.Metric.Count, fold.Count));
    }

    [Theory]
    [InlineData(5, true, 5)]
    [InlineData(19, true, 19)]
    [InlineData(102, true, 102)]
    [InlineData(999, true, 999)]
    [InlineData(999, false, 300)] // each of the 300 has to be searched
    public void Lets_each_fifth_of_a_small_set_be_the_scale_in_its_turn(int count, bool hasEncoder, int metric)
    {
        MetricSplit split = MetricSplit.Draw(Different(count), hasEncoder, 1);

        // Five parts of the images of the metric, of the same size but for one image.
        Assert.Equal(5, split.Folds.Count);
        Assert.Equal(metric, split.Metric.Distinct().Count());
        Assert.Equal(split.Metric.Order(), split.Folds.SelectMany(fold => fold).Order());
        Assert.All(split.Folds, fold => Assert.InRange(fold.Count, metric / 5, (metric + 4) / 5));
        Assert.All(split.Metric, index => Assert.InRange(index, 0, count - 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Lets_few_images_serve_for_both(int count)
    {
        foreach (bool inTurn in (bool[])[true, false])
        {
            MetricSplit split = MetricSplit.Draw(Different(count), true, 1, inTurn);

            Assert.Equal(Enumerable.Range(0, count), split.Metric.Order());
            Assert.Equal(Enumerable.Range(0, count), Assert.Single(split.Folds).Order());
        }
    }

    [Fact]
    public void Lets_few_different_images_serve_for_both_with_their_copies()
    {
        MetricSplit split = MetricSplit.Draw([0, 0, 2, 0, 2, 5, 6, 6], true, 1);

        Assert.Equal(Enumerable.Range(0, 8), split.Metric.Order());
        Assert.Equal(Enumerable.Range(0, 8), Assert.Single(split.Folds).Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Follows_the_seed(bool inTurn)
    {
        IEnumerable<int> Draw(ulong seed) =>
            MetricSplit.Draw(Different(100), true, seed, inTurn).Folds.SelectMany(fold => fold.Append(-1));

        Assert.Equal(Draw(7), Draw(7));
        Assert.NotEqual(Draw(7), Draw(8));
    }

    [Fact]
    public void Copies_of_an_image_of_the_scale_do_not_take_part_in_the_metric()
    {
        int[] originals = [.. Enumerable.Range(0, 100).Select(i => i % 50)];

        MetricSplit split = MetricSplit.Draw(originals, true, 1, inTurn: false);

        IReadOnlyList<int> fold = Assert.Single(split.Folds);
        Assert.Equal((80, 10), (split.Metric.Count, fold.Count));
        Assert.Empty(fold.Select(i => originals[i]).Intersect(split.Metric.Select(i => originals[i])));
    }

    [Fact]
    public void Copies_of_an_image_of_one_fifth_are_in_no_other()
    {
        // 30 images, the first of which is there 71 times.
        int[] originals = [.. Enumerable.Range(0, 100).Select(i => i < 30 ? i : 0)];

        MetricSplit split = MetricSplit.Draw(originals, true, 1);

        Assert.Equal(30, split.Metric.Select(i => originals[i]).Distinct().Count());
        Assert.Equal([6, 6, 6, 6, 6], split.Folds.Select(fold => fold.Count));
        Assert.All(split.Folds, fold =>
            Assert.Empty(fold.Select(i => originals[i]).Intersect(
                split.Metric.Except(fold).Select(i => originals[i]))));
    }

    private static void AssertApart(IReadOnlyList<int> metric, IReadOnlyList<int> scale, int count)
    {
        Assert.Equal(metric.Count + scale.Count, metric.Concat(scale).Distinct().Count());
        Assert.All(metric.Concat(scale), index => Assert.InRange(index, 0, count - 1));
    }

    private static int[] Different(int count) => [.. Enumerable.Range(0, count)];
}
