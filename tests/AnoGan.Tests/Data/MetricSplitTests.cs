using AnoGan.Data;

namespace AnoGan.Tests.Data;

public sealed class MetricSplitTests
{
    [Theory]
    [InlineData(20, true, 16, 4)]
    [InlineData(99, true, 80, 19)]
    [InlineData(1000, true, 800, 200)]
    [InlineData(1000, false, 300, 200)] // each of the 300 has to be searched
    [InlineData(100_000, true, 2000, 200)]
    [InlineData(100_000, false, 300, 200)]
    public void Draws_a_fifth_for_the_scale_and_others_for_the_metric(int count, bool hasEncoder, int metric, int scale)
    {
        MetricSplit split = MetricSplit.Draw(Different(count), hasEncoder, 1);

        Assert.Equal((metric, scale), (split.Metric.Count, split.Scale.Count));
        Assert.Equal(metric + scale, split.Metric.Concat(split.Scale).Distinct().Count());
        Assert.All(split.Metric.Concat(split.Scale), index => Assert.InRange(index, 0, count - 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(19)]
    public void Lets_few_images_serve_for_both(int count)
    {
        MetricSplit split = MetricSplit.Draw(Different(count), true, 1);

        Assert.Equal(Enumerable.Range(0, count), split.Metric.Order());
        Assert.Equal(Enumerable.Range(0, count), split.Scale.Order());
    }

    [Fact]
    public void Follows_the_seed()
    {
        Assert.Equal(MetricSplit.Draw(Different(100), true, 7).Scale, MetricSplit.Draw(Different(100), true, 7).Scale);
        Assert.NotEqual(
            MetricSplit.Draw(Different(100), true, 7).Scale, MetricSplit.Draw(Different(100), true, 8).Scale);
    }

    [Fact]
    public void Copies_of_an_image_of_the_scale_do_not_take_part_in_the_metric()
    {
        int[] originals = [.. Enumerable.Range(0, 100).Select(i => i % 50)];

        MetricSplit split = MetricSplit.Draw(originals, true, 1);

        Assert.Equal((80, 10), (split.Metric.Count, split.Scale.Count));
        Assert.Empty(split.Scale.Select(i => originals[i]).Intersect(split.Metric.Select(i => originals[i])));
    }

    private static int[] Different(int count) => [.. Enumerable.Range(0, count)];
}
