using AnoGan.Method;
using AnoGan.Runtime;

namespace AnoGan.Tests.Method;

/// <summary>P-values of a normal image among other normal images, many times over.</summary>
public sealed class ConformalHonestyTests
{
    private const int Trials = 20_000;

    [Theory]
    [InlineData(19, 0.05)] // the fewest images that can vouch for it
    [InlineData(20, 0.05)]
    [InlineData(99, 0.05)]
    [InlineData(99, 0.01)]
    [InlineData(199, 0.1)]
    public void Calls_the_wished_share_of_normal_images_anomalies(int normalImages, double rate)
    {
        var random = new SeededRandom(17);

        double share = ShareAtMost(
            rate, () => [.. Enumerable.Range(0, normalImages + 1).Select(_ => Math.Exp(3 * random.NextGaussian()))]);

        // floor(rate · (n + 1)) / (n + 1) is due; four standard deviations of the share of independent trials.
        double due = Math.Floor(rate * (normalImages + 1) + 1e-9) / (normalImages + 1);
        Assert.InRange(share, due - 4 * Math.Sqrt(due / Trials), due + 4 * Math.Sqrt(due / Trials));
    }

    [Fact]
    public void Calls_no_more_than_the_wished_share_anomalies_where_scores_tie()
    {
        var random = new SeededRandom(18);

        double share = ShareAtMost(0.05, () => [.. Enumerable.Range(0, 100).Select(_ => (double)random.NextInt32(10))]);

        Assert.InRange(share, 0, 0.05);
    }

    [Fact]
    public void Holds_for_scores_that_depend_on_each_other_alike()
    {
        var random = new SeededRandom(19);

        double share = ShareAtMost(0.05, () =>
        {
            double common = 10 * random.NextGaussian();
            return [.. Enumerable.Range(0, 100).Select(_ => common + random.NextGaussian())];
        });

        Assert.InRange(share, 0.05 - 0.0064, 0.05 + 0.0064);
    }

    // The last score is the new image's, the others those of the images held out.
    private static double ShareAtMost(double rate, Func<double[]> draw)
    {
        int atMost = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            double[] scores = draw(), normal = [.. scores[..^1].Order()];
            bool isSmall = Conformal.PValue(normal, scores[^1]) <= rate + 1e-12;
            Assert.Equal(isSmall, scores[^1] > Conformal.Threshold(normal, rate));
            atMost += isSmall ? 1 : 0;
        }

        return atMost / (double)Trials;
    }
}
