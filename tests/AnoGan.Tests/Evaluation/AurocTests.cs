using AnoGan.Evaluation;
using AnoGan.Runtime;

namespace AnoGan.Tests.Evaluation;

public sealed class AurocTests
{
    [Theory]
    [InlineData(new[] { 1.0, 2 }, new[] { 3.0, 4 }, 1)]
    [InlineData(new[] { 3.0, 4 }, new[] { 1.0, 2 }, 0)]
    [InlineData(new[] { 1.0, 3 }, new[] { 2.0, 4 }, 0.75)] // 2 > 1, 4 > 1, 4 > 3, but 2 < 3
    [InlineData(new[] { 1.0 }, new[] { 1.0 }, 0.5)]
    [InlineData(new[] { 1.0, 1, 2 }, new[] { 1.0, 3 }, 4.0 / 6)] // 1: two ties; 3: three wins
    [InlineData(new[] { double.NegativeInfinity, 0 }, new[] { double.PositiveInfinity, 0 }, 3.5 / 4)]
    public void Is_the_share_of_pairs_in_the_right_order(double[] normal, double[] anomalous, double expected) =>
        Assert.Equal(expected, Auroc.Compute(normal, anomalous), 1e-12);

    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(1, 50, 5)]
    [InlineData(40, 30, 2)]
    [InlineData(100, 77, 10)]
    [InlineData(100, 100, 1_000_000)]
    public void Agrees_with_counting_all_pairs(int normals, int anomalies, int levels)
    {
        var random = new SeededRandom((ulong)(normals + anomalies + levels));
        for (int trial = 0; trial < 20; trial++)
        {
            // Few levels make many ties.
            double[] normal = [.. Enumerable.Range(0, normals).Select(_ => random.NextInt32(levels) / 7.0)];
            double[] anomalous =
            [
                .. Enumerable.Range(0, anomalies).Select(_ => (random.NextInt32(levels) + trial % 3) / 7.0),
            ];

            double wins = anomalous.Sum(a => normal.Sum(n => a > n ? 1 : a == n ? 0.5 : 0));

            Assert.Equal(wins / (normals * anomalies), Auroc.Compute(normal, anomalous), 1e-12);
        }
    }

    [Theory]
    [InlineData(new double[0], new[] { 1.0 })]
    [InlineData(new[] { 1.0 }, new double[0])]
    [InlineData(new[] { 1.0, double.NaN }, new[] { 1.0 })]
    [InlineData(new[] { 1.0 }, new[] { double.NaN })]
    public void Refuses_empty_lists_and_what_is_no_number(double[] normal, double[] anomalous) =>
        Assert.Throws<ArgumentException>(() => Auroc.Compute(normal, anomalous));
}
