using AnoGan.Evaluation;
using AnoGan.Runtime;

namespace AnoGan.Tests.Evaluation;

public sealed class AurocBootstrapTests
{
    [Fact]
    public void Is_the_same_when_the_seed_is_and_another_when_it_is_not()
    {
        var random = new SeededRandom(5);
        double[] normal = Gaussian(random, 30, 0), anomalous = Gaussian(random, 20, 1);

        Interval first = Compute(normal, anomalous, 500, seed: 1);

        Assert.Equal(first, Compute(normal, anomalous, 500, seed: 1));
        Assert.NotEqual(first, Compute(normal, anomalous, 500, seed: 2));
        Assert.InRange(Auroc.Compute(normal, anomalous), first.Low, first.High);
    }

    [Fact]
    public void Reaches_over_what_resamples_can_give()
    {
        // Of -1 and 1 two are drawn: a quarter of the resamples has AUROC 0, a quarter 1.
        Assert.Equal(new Interval(0, 1), Compute([0], [-1, 1], 1000, seed: 3));
        Assert.Equal(new Interval(0.5, 0.5), Compute([7, 7], [7, 7, 7], 100, seed: 3));
    }

    [Fact]
    public void Is_one_where_no_pair_is_in_the_wrong_order() =>
        Assert.Equal(new Interval(1, 1), Compute([1, 2], [3, 4], 100, seed: 3));

    [Fact]
    public void Keeps_the_numbers_of_normal_and_anomalous_images_as_they_are()
    {
        // Drawn from all six together, a resample without a normal image would come up and have no AUROC.
        Interval interval = Compute([0], [1, 2, 3, 4, -1], 5000, seed: 4);

        Assert.True(interval is { Low: >= 0, High: 1 });
    }

    [Fact]
    public void Draws_the_same_images_whatever_they_score()
    {
        double[] normal = [1, 4, 2, 8], anomalous = [3, 9, 5];

        Interval interval = Compute(normal, anomalous, 200, seed: 6);

        // Only the order counts, and tripling does not change it.
        Assert.Equal(
            interval, Compute([.. normal.Select(s => 3 * s)], [.. anomalous.Select(s => 3 * s)], 200, seed: 6));
    }

    [Fact]
    public void Holds_the_true_value_about_as_often_as_it_says()
    {
        // Normal scores from N(0,1), anomalous from N(1,1): their difference is above 0 with Φ(1/√2) = 0.7602.
        const double Truth = 0.7602;
        const int Trials = 200;
        var random = new SeededRandom(7);
        int held = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            Interval interval = Compute(Gaussian(random, 40, 0), Gaussian(random, 40, 1), 200, (ulong)trial);
            held += interval.Low <= Truth && Truth <= interval.High ? 1 : 0;
        }

        // 95 % of 200 are 190 ± 3; a percentile interval is known to hold a little less often.
        Assert.InRange(held, 178, 199);
    }

    [Fact]
    public void Stops_when_asked() =>
        Assert.Throws<OperationCanceledException>(() =>
            AurocBootstrap.Compute([0], [1], 10, 0, new CancellationToken(canceled: true)));

    [Fact]
    public void Refuses_empty_lists_and_what_is_no_number()
    {
        Assert.Throws<ArgumentException>(() => Compute([], [1], 10, 0));
        Assert.Throws<ArgumentException>(() => Compute([1], [double.NaN], 10, 0));
    }

    private static Interval Compute(double[] normal, double[] anomalous, int resamples, ulong seed) =>
        AurocBootstrap.Compute(normal, anomalous, resamples, seed, TestContext.Current.CancellationToken);

    private static double[] Gaussian(SeededRandom random, int count, double mean) =>
        [.. Enumerable.Range(0, count).Select(_ => mean + random.NextGaussian())];
}
