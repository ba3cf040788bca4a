using AnoGan.Evaluation;
using AnoGan.Runtime;

namespace AnoGan.Tests.Evaluation;

public sealed class PrecisionRecallTests
{
    [Theory]
    [InlineData(new[] { 1.0, 2 }, new[] { 3.0, 4 }, 1)]
    [InlineData(new[] { 1.0, 3 }, new[] { 2.0, 4 }, (1 + 2.0 / 3) / 2)] // 4: 1 of 1; 3; 2: 2 of 3
    [InlineData(new[] { 3.0, 4 }, new[] { 1.0, 2 }, (1.0 / 3 + 2.0 / 4) / 2)]
    [InlineData(new[] { 1.0 }, new[] { 1.0 }, 0.5)]
    [InlineData(new[] { 1.0, 2 }, new[] { 2.0, 3 }, (1 + 2.0 / 3) / 2)] // the tie at 2 counts as 2 of 3
    public void Its_average_is_the_mean_precision_at_which_each_anomaly_is_found(
        double[] normal, double[] anomalous, double expected) =>
        Assert.Equal(expected, PrecisionRecall.Average(normal, anomalous), 1e-12);

    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(40, 30, 2)]
    [InlineData(50, 70, 10)]
    [InlineData(60, 60, 1_000_000)]
    public void Its_average_agrees_with_trying_every_threshold(int normals, int anomalies, int levels)
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

        Assert.Equal(expected, PrecisionRecall.Average(normal, anomalous), 1e-12);
    }

    [Fact]
    public void Its_curve_is_a_staircase_of_the_precision_at_each_anomaly()
    {
        // From above: anomaly, normal, anomaly: 1 of 1 right, then 2 of 3.
        IReadOnlyList<CurvePoint> curve = PrecisionRecall.Curve([3, 1], [4, 2]);

        Assert.Equal([new(0, 1), new(0.5, 1), new(0.5, 2.0 / 3), new(1, 2.0 / 3)], curve);
    }

    [Fact]
    public void Takes_images_of_one_score_together() =>
        Assert.Equal([new(0, 0.25), new(1, 0.25)], PrecisionRecall.Curve([1, 1, 1], [1]));

    [Theory]
    [InlineData(7, 5, 3)]
    [InlineData(40, 60, 10)]
    [InlineData(150, 90, 1000)]
    public void Bounds_the_area_that_is_the_average_precision(int normalImages, int anomalousImages, int levels)
    {
        (double[] normal, double[] anomalous) = DrawnScores.Of(normalImages, anomalousImages, levels);

        Assert.Equal(
            PrecisionRecall.Average(normal, anomalous), DrawnScores.Area(PrecisionRecall.Curve(normal, anomalous)),
            1e-12);
    }

    [Fact]
    public void Keeps_its_shape_in_500_points_where_there_are_thousands_of_images()
    {
        (double[] normal, double[] anomalous) = DrawnScores.Of(20_000, 10_000, int.MaxValue);

        IReadOnlyList<CurvePoint> curve = PrecisionRecall.Curve(normal, anomalous);

        Assert.InRange(curve.Count, 100, 501);
        Assert.Equal((0, 1), (curve[0].X, curve[^1].X));
        Assert.Equal(PrecisionRecall.Average(normal, anomalous), DrawnScores.Area(curve), 3e-3);
    }
}
