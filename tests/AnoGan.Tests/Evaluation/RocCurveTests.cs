using AnoGan.Evaluation;

namespace AnoGan.Tests.Evaluation;

public sealed class RocCurveTests
{
    [Fact]
    public void Climbs_for_each_anomaly_and_goes_right_for_each_normal_image()
    {
        // From above: anomaly 4, normal 3, anomaly 2, normal 1.
        IReadOnlyList<CurvePoint> curve = RocCurve.Compute([1, 3], [2, 4]);

        Assert.Equal([new(0, 0), new(0, 0.5), new(0.5, 0.5), new(0.5, 1), new(1, 1)], curve);
    }

    [Fact]
    public void Goes_slantwise_where_scores_are_equal()
    {
        Assert.Equal([new(0, 0), new(1, 1)], RocCurve.Compute([1, 1], [1]));
        Assert.Equal([new(0, 0), new(0.5, 1), new(1, 1)], RocCurve.Compute([5, 1], [5, 5]));
    }

    [Theory]
    [InlineData(7, 5, 3)]
    [InlineData(40, 60, 10)]
    [InlineData(150, 90, 1000)]
    public void Bounds_the_area_that_is_the_AUROC(int normalImages, int anomalousImages, int levels)
    {
        (double[] normal, double[] anomalous) = DrawnScores.Of(normalImages, anomalousImages, levels);

        IReadOnlyList<CurvePoint> curve = RocCurve.Compute(normal, anomalous);

        Assert.Equal(Auroc.Compute(normal, anomalous), DrawnScores.Area(curve), 1e-12);
    }

    [Fact]
    public void Keeps_its_shape_in_500_points_where_there_are_thousands_of_images()
    {
        (double[] normal, double[] anomalous) = DrawnScores.Of(20_000, 10_000, int.MaxValue);

        IReadOnlyList<CurvePoint> curve = RocCurve.Compute(normal, anomalous);

        Assert.InRange(curve.Count, 200, 501);
        Assert.Equal((new CurvePoint(0, 0), new CurvePoint(1, 1)), (curve[0], curve[^1]));
        Assert.Equal(Auroc.Compute(normal, anomalous), DrawnScores.Area(curve), 1e-3);
        Assert.All(
            curve.Zip(curve.Skip(1)),
            pair => Assert.True(pair.Second.X >= pair.First.X && pair.Second.Y >= pair.First.Y));
    }

    [Fact]
    public void Refuses_what_it_cannot_rank()
    {
        Assert.Throws<ArgumentException>(() => RocCurve.Compute([], [1]));
        Assert.Throws<ArgumentException>(() => RocCurve.Compute([1], [double.NaN]));
    }
}
