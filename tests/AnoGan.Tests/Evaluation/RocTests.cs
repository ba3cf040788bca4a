using AnoGan.Evaluation;
using AnoGan.Runtime;

namespace AnoGan.Tests.Evaluation;

public sealed class RocTests
{
    [Theory]
    [InlineData(new[] { 1.0, 2 }, new[] { 3.0, 4 }, 1)]
    [InlineData(new[] { 3.0, 4 }, new[] { 1.0, 2 }, 0)]
    [InlineData(new[] { 1.0, 3 }, new[] { 2.0, 4 }, 0.75)] // 2 > 1, 4 > 1, 4 > 3, but 2 < 3
    [InlineData(new[] { 1.0 }, new[] { 1.0 }, 0.5)]
    [InlineData(new[] { 1.0, 1, 2 }, new[] { 1.0, 3 }, 4.0 / 6)] // 1: two ties; 3: three wins
    [InlineData(new[] { double.NegativeInfinity, 0 }, new[] { double.PositiveInfinity, 0 }, 3.5 / 4)]
    public void Its_area_is_the_share_of_pairs_in_the_right_order(
        double[] normal, double[] anomalous, double expected
    ) => Assert.Equal(expected, Roc.Area(normal, anomalous), 1e-12);

    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(1, 50, 5)]
    [InlineData(40, 30, 2)]
    [InlineData(100, 77, 10)]
    [InlineData(100, 100, 1_000_000)]
    public void Its_area_agrees_with_counting_all_pairs(int normals, int anomalies, int levels)
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

            Assert.Equal(wins / (normals * anomalies), Roc.Area(normal, anomalous), 1e-12);
        }
    }

    [Theory]
    [InlineData(new double[0], new[] { 1.0 })]
    [InlineData(new[] { 1.0 }, new double[0])]
    [InlineData(new[] { 1.0, double.NaN }, new[] { 1.0 })]
    [InlineData(new[] { 1.0 }, new[] { double.NaN })]
    public void Refuses_empty_lists_and_what_is_no_number(double[] normal, double[] anomalous)
    {
        Assert.Throws<ArgumentException>(() => Roc.Area(normal, anomalous));
        Assert.Throws<ArgumentException>(() => Interval(normal, anomalous, 10, 0));
        Assert.Throws<ArgumentException>(() => Roc.Curve(normal, anomalous));
        Assert.Throws<ArgumentException>(() => Roc.SensitivityAt(normal, anomalous, 0.95));
        Assert.Throws<ArgumentException>(() => PrecisionRecall.Average(normal, anomalous));
    }

    [Fact]
    public void Climbs_for_each_anomaly_and_goes_right_for_each_normal_image()
    {
        // From above: anomaly 4, normal 3, anomaly 2, normal 1.
        IReadOnlyList<CurvePoint> curve = Roc.Curve([1, 3], [2, 4]);

        Assert.Equal([new(0, 0), new(0, 0.5), new(0.5, 0.5), new(0.5, 1), new(1, 1)], curve);
    }

    [Fact]
    public void Goes_slantwise_where_scores_are_equal()
    {
        Assert.Equal([new(0, 0), new(1, 1)], Roc.Curve([1, 1], [1]));
        Assert.Equal([new(0, 0), new(0.5, 1), new(1, 1)], Roc.Curve([5, 1], [5, 5]));
    }

    [Theory]
    [InlineData(7, 5, 3)]
    [InlineData(40, 60, 10)]
    [InlineData(150, 90, 1000)]
    public void Bounds_the_area_that_is_the_AUROC(int normalImages, int anomalousImages, int levels)
    {
        (double[] normal, double[] anomalous) = DrawnScores.Of(normalImages, anomalousImages, levels);

        IReadOnlyList<CurvePoint> curve = Roc.Curve(normal, anomalous);

        Assert.Equal(Roc.Area(normal, anomalous), DrawnScores.Area(curve), 1e-12);
    }

    [Fact]
    public void Keeps_its_shape_in_500_points_where_there_are_thousands_of_images()
    {
        (double[] normal, double[] anomalous) = DrawnScores.Of(20_000, 10_000, int.MaxValue);

        IReadOnlyList<CurvePoint> curve = Roc.Curve(normal, anomalous);

        Assert.InRange(curve.Count, 200, 501);
        Assert.Equal((new CurvePoint(0, 0), new CurvePoint(1, 1)), (curve[0], curve[^1]));
        Assert.Equal(Roc.Area(normal, anomalous), DrawnScores.Area(curve), 1e-3);
        Assert.All(
            curve.Zip(curve.Skip(1)),
            pair => Assert.True(pair.Second.X >= pair.First.X && pair.Second.Y >= pair.First.Y));
    }

    [Fact]
    public void Its_interval_is_the_same_when_the_seed_is_and_another_when_it_is_not()
    {
        var random = new SeededRandom(5);
        double[] normal = Gaussian(random, 30, 0), anomalous = Gaussian(random, 20, 1);

        Interval first = Interval(normal, anomalous, 500, seed: 1);

        Assert.Equal(first, Interval(normal, anomalous, 500, seed: 1));
        Assert.NotEqual(first, Interval(normal, anomalous, 500, seed: 2));
        Assert.InRange(Roc.Area(normal, anomalous), first.Low, first.High);
    }

    [Fact]
    public void Its_interval_reaches_over_what_resamples_can_give()
    {
        // Of -1 and 1 two are drawn: a quarter of the resamples has AUROC 0, a quarter 1.
        Assert.Equal(new Interval(0, 1), Interval([0], [-1, 1], 1000, seed: 3));
        Assert.Equal(new Interval(0.5, 0.5), Interval([7, 7], [7, 7, 7], 100, seed: 3));
    }

    [Fact]
    public void Its_interval_is_one_where_no_pair_is_in_the_wrong_order() =>
        Assert.Equal(new Interval(1, 1), Interval([1, 2], [3, 4], 100, seed: 3));

    [Fact]
    public void Its_interval_keeps_the_numbers_of_normal_and_anomalous_images_as_they_are()
    {
        // Drawn from all six together, a resample without a normal image would come up and have no AUROC.
        Interval interval = Interval([0], [1, 2, 3, 4, -1], 5000, seed: 4);

        Assert.True(interval is { Low: >= 0, High: 1 });
    }

    [Fact]
    public void Its_interval_draws_the_same_images_whatever_they_score()
    {
        double[] normal = [1, 4, 2, 8], anomalous = [3, 9, 5];

        Interval interval = Interval(normal, anomalous, 200, seed: 6);

        // Only the order counts, and tripling does not change it.
        Assert.Equal(
            interval, Interval([.. normal.Select(s => 3 * s)], [.. anomalous.Select(s => 3 * s)], 200, seed: 6));
    }

    [Fact]
    public void Its_interval_contains_the_true_value_about_as_often_as_it_says()
    {
        // Normal scores from N(0,1), anomalous from N(1,1): their difference is above 0 with Φ(1/√2) = 0.7602.
        const double Truth = 0.7602;
        const int Trials = 200;
        var random = new SeededRandom(7);
        int contained = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            Interval interval = Interval(Gaussian(random, 40, 0), Gaussian(random, 40, 1), 200, (ulong)trial);
            contained += interval.Low <= Truth && Truth <= interval.High ? 1 : 0;
        }

        // 95 % of 200 are 190 ± 3; a percentile interval is known to contain it a little less often.
        Assert.InRange(contained, 178, 199);
    }

    [Fact]
    public void Its_interval_stops_when_asked() =>
        Assert.Throws<OperationCanceledException>(() =>
            Roc.AreaInterval([0], [1], 10, 0, new CancellationToken(canceled: true)));

    [Theory]
    [InlineData(0.95, 0.5)] // 19 of 20 normal ones are kept: above 19 are 19.5 and 25
    [InlineData(0.99, 0.25)] // all 20 are kept
    [InlineData(0.1, 1)]
    [InlineData(1, 0.25)]
    public void Its_sensitivity_counts_anomalies_above_the_normal_images_that_are_kept(
        double specificity, double expected)
    {
        double[] normal = [.. Enumerable.Range(1, 20).Reverse().Select(i => (double)i)];

        Assert.Equal(expected, Roc.SensitivityAt(normal, [19, 19.5, 25, 3], specificity));
    }

    [Fact]
    public void Its_sensitivity_takes_whole_shares_for_whole()
    {
        // 0.07 · 100 is 7.000000000000001 in floating point, but 7 of 100 normal images are enough.
        double[] normal = [.. Enumerable.Range(1, 100).Select(i => (double)i)];

        Assert.Equal(1, Roc.SensitivityAt(normal, [7.5], 0.07));
    }

    [Fact]
    public void Its_sensitivity_does_not_count_an_anomaly_that_ties_with_a_kept_image() =>
        Assert.Equal(0, Roc.SensitivityAt([1, 1], [1], 0.5));

    private static Interval Interval(double[] normal, double[] anomalous, int resamples, ulong seed) =>
        Roc.AreaInterval(normal, anomalous, resamples, seed, TestContext.Current.CancellationToken);

    private static double[] Gaussian(SeededRandom random, int count, double mean) =>
        [.. Enumerable.Range(0, count).Select(_ => mean + random.NextGaussian())];
}

/// <summary>Scores of two kinds that overlap, and the area under a curve of them.</summary>
internal static class DrawnScores
{
    public static (double[] Normal, double[] Anomalous) Of(int normal, int anomalous, int levels)
    {
        var random = new Random(7);
        double Level(double offset) => Math.Floor((random.NextDouble() + offset) * levels);
        return (
            [.. Enumerable.Range(0, normal).Select(_ => Level(0))],
            [.. Enumerable.Range(0, anomalous).Select(_ => Level(0.4))]);
    }

    public static double Area(IReadOnlyList<CurvePoint> curve) =>
        curve.Zip(curve.Skip(1), (a, b) => (b.X - a.X) * (a.Y + b.Y) / 2).Sum();
}
