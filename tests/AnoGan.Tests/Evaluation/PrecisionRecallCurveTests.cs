using AnoGan.Evaluation;

namespace AnoGan.Tests.Evaluation;

public sealed class PrecisionRecallCurveTests
{
    [Fact]
    public void Is_a_staircase_of_the_precision_at_each_anomaly()
    {
        // From above: anomaly, normal, anomaly: 1 of 1 right, then 2 of 3.
        IReadOnlyList<CurvePoint> curve = PrecisionRecallCurve.Compute([3, 1], [4, 2]);

        Assert.Equal([new(0, 1), new(0.5, 1), new(0.5, 2.0 / 3), new(1, 2.0 / 3)], curve);
    }

    [Fact]
    public void Takes_images_of_one_score_together()
    {
        Assert.Equal([new(0, 0.25), new(1, 0.25)], PrecisionRecallCurve.Compute([1, 1, 1], [1]));
    }

    [Theory]
    [InlineData(7, 5, 3)]
    [InlineData(40, 60, 10)]
    [InlineData(150, 90, 1000)]
    public void Bounds_the_area_that_is_the_average_precision(int normalImages, int anomalousImages, int levels)
    {
        (double[] normal, double[] anomalous) = DrawnScores.Of(normalImages, anomalousImages, levels);

        Assert.Equal(
            AveragePrecision.Compute(normal, anomalous),
            DrawnScores.Area(PrecisionRecallCurve.Compute(normal, anomalous)), 1e-12);
    }

    [Fact]
    public void Keeps_its_shape_in_500_points_where_there_are_thousands_of_images()
    {
        (double[] normal, double[] anomalous) = DrawnScores.Of(20_000, 10_000, int.MaxValue);

        IReadOnlyList<CurvePoint> curve = PrecisionRecallCurve.Compute(normal, anomalous);

        Assert.InRange(curve.Count, 100, 501);
        Assert.Equal((0, 1), (curve[0].X, curve[^1].X));
        Assert.Equal(AveragePrecision.Compute(normal, anomalous), DrawnScores.Area(curve), 3e-3);
    }
}
