using AnoGan.Images;
using AnoGan.Runtime;

namespace AnoGan.Tests.Images;

public sealed class SampleRanksTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.05)]
    [InlineData(0.5)]
    [InlineData(0.95)]
    [InlineData(1.0)]
    public void Finds_what_sorting_finds(double share)
    {
        var random = new SeededRandom(2);
        float[] one = [.. Enumerable.Range(0, 501).Select(_ => (float)random.NextGaussian())];
        float[] other =
        [
            .. Enumerable.Range(0, 501).Select(i => i % 3 == 0 ? -0.25f : (float)random.NextGaussian() * 1e-20f),
        ];
        bool[] foreground = [.. Enumerable.Range(0, 501).Select(i => i % 4 != 0)];

        float[] counted = [.. one.Where((_, i) => foreground[i]), .. other.Where((_, i) => foreground[i])];
        int rank = (int)(share * (counted.Length - 1));

        Assert.Equal(counted.Order().ElementAt(rank), SampleRanks.Quantile([one, other], foreground, share));
        Assert.Equal(
            counted.Select(v => MathF.Abs(v - 0.1f)).Order().ElementAt(rank),
            SampleRanks.Quantile([one, other], foreground, share, around: 0.1f));
    }

    [Fact]
    public void Is_zero_where_nothing_counts()
    {
        Assert.Equal(0, SampleRanks.Quantile([[5, 6]], [false, false], 0.5));
    }
}
