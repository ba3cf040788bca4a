using AnoGan.Evaluation;
using AnoGan.Runtime;

namespace AnoGan.Tests.Evaluation;

public sealed class AveragePrecisionTests
{
    [Theory]
    [InlineData(new[] { 1.0, 2 }, new[] { 3.0, 4 }, 1)]
    [InlineData(new[] { 1.0, 3 }, new[] { 2.0, 4 }, (1 + 2.0 / 3) / 2)] // 4: 1 of 1; 3; 2: 2 of 3
    [InlineData(new[] { 3.0, 4 }, new[] { 1.0, 2 }, (1.0 / 3 + 2.0 / 4) / 2)]
    [InlineData(new[] { 1.0 }, new[] { 1.0 }, 0.5)]
    [InlineData(new[] { 1.0, 2 }, new[] { 2.0, 3 }, (1 + 2.0 / 3) / 2)] // the tie at 2 counts as 2 of 3
    [InlineData(new double[0], new[] { 1.0, 2 }, 1)]
    public void Is_the_mean_precision_at_which_each_anomaly_is_found(
        double[] normal, double[] anomalous, double expected
    ) => Assert.Equal(expected, AveragePrecision.Compute(normal, anomalous), 1e-12);

    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(40, 30, 2)]
    [InlineData(50, 70, 10)]
    [InlineData(60, 60, 1_000_000)]
    public void Agrees_with_trying_every_threshold(int normals, int anomalies, int levels)
    {
        var random = new SeededRandom((ulong)(normals + anomalies + levels));
        double[] normal = [.. Enumerable.Range(0, normals).Select(_ => random.NextInt32(levels) / 7.0)];
        double[] anomalous = [.. Enumerable.Range(0, anomalies).Select(_ => (random.NextInt32(levels) + 1) / 7.0)];

        // An anomaly is found at the threshold of its own score.
        double expected = anomalous.Average(threshold =>
        {
            int found = anomalous.Count(a => a >= threshold), wrong = normal.Count(n => n >= threshold);
            return (double)found / (found + wrong);
        });

        Assert.Equal(expected, AveragePrecision.Compute(normal, anomalous), 1e-12);
    }

    [Theory]
    [InlineData(new[] { 1.0 }, new double[0])]
    [InlineData(new[] { double.NaN }, new[] { 1.0 })]
    [InlineData(new[] { 1.0 }, new[] { double.NaN })]
    public void Refuses_what_has_no_precision(double[] normal, double[] anomalous) =>
        Assert.Throws<ArgumentException>(() => AveragePrecision.Compute(normal, anomalous));
}
