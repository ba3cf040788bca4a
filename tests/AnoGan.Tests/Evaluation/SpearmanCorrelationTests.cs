using AnoGan.Evaluation;

namespace AnoGan.Tests.Evaluation;

public sealed class SpearmanCorrelationTests
{
    [Theory]
    [InlineData(new[] { 1.0, 2, 3 }, new[] { 10.0, 20, 1000 }, 1)]
    [InlineData(new[] { 1.0, 2, 3 }, new[] { 3.0, 2, -1 }, -1)]
    [InlineData(new[] { 1.0, 2, 3, 4, 5 }, new[] { 2.0, 1, 4, 3, 5 }, 0.8)] // rank differences 1, 1, 1, 1, 0: 1 - 6·4 / (5·24)
    [InlineData(new[] { 1.0, 2 }, new[] { 7.0, 6 }, -1)]
    public void Is_that_of_the_ranks(double[] first, double[] second, double expected) =>
        Assert.Equal(expected, SpearmanCorrelation.Compute(first, second)!.Value, 1e-12);

    [Fact]
    public void Gives_ties_the_mean_of_their_ranks()
    {
        // Ranks 1, 2.5, 2.5, 4 and 2, 1, 3.5, 3.5; less their mean -1.5, 0, 0, 1.5 and -0.5, -1.5, 1, 1.
        // Products 0.75 + 1.5 = 2.25; squares 4.5 and 4.5.
        Assert.Equal(0.5, SpearmanCorrelation.Compute([5, 6, 6, 9], [2, 1, 3, 3])!.Value, 1e-12);
    }

    [Fact]
    public void Is_exactly_1_for_the_same_order()
    {
        double[] values = [.. Enumerable.Range(0, 1001).Select(i => i * 7919 % 1001 / 3.0)];

        Assert.Equal(1.0, SpearmanCorrelation.Compute(values, [.. values.Select(v => v * v)]));
    }

    [Theory]
    [InlineData(new double[0], new double[0])]
    [InlineData(new[] { 1.0 }, new[] { 1.0 })]
    [InlineData(new[] { 1.0, 1, 1 }, new[] { 1.0, 2, 3 })]
    [InlineData(new[] { 1.0, 2, 3 }, new[] { 4.0, 4, 4 })]
    public void Is_nothing_where_there_is_no_order(double[] first, double[] second) =>
        Assert.Null(SpearmanCorrelation.Compute(first, second));

    [Theory]
    [InlineData(new[] { 1.0 }, new[] { 1.0, 2 })]
    [InlineData(new[] { 1.0, double.NaN }, new[] { 1.0, 2 })]
    public void Refuses_what_cannot_be_ranked(double[] first, double[] second) =>
        Assert.Throws<ArgumentException>(() => SpearmanCorrelation.Compute(first, second));
}
