using AnoGan.Method;

namespace AnoGan.Tests.Method;

public sealed class SearchOptionsTests
{
    [Fact]
    public void Let_the_rate_fall_along_half_a_cosine()
    {
        var options = new SearchOptions { Steps = 6, LearningRate = 0.2 };

        // 0.1·(1 + cos(k·30°))
        double[] expected = [0.2, 0.1 + 0.05 * Math.Sqrt(3), 0.15, 0.1, 0.05, 0.1 - 0.05 * Math.Sqrt(3)];
        Assert.All(expected, (rate, step) => Assert.Equal(rate, options.LearningRateAt(step), 1e-12));
    }

    [Fact]
    public void Keep_a_constant_rate()
    {
        var options = new SearchOptions { Steps = 6, LearningRate = 0.2, Schedule = LearningRateSchedule.Constant };

        Assert.All(Enumerable.Range(0, 6), step => Assert.Equal(0.2, options.LearningRateAt(step)));
    }

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void Are_refused_out_of_range(SearchOptions options, string message)
    {
        new SearchOptions().Validate();

        var refusal = Assert.Throws<AnoGanException>(options.Validate);

        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
    }

    public static TheoryData<SearchOptions, string> OutOfRange() => new()
    {
        { new SearchOptions { Steps = -1 }, "--steps -1: out of range, expected a value from 0 to 1000000" },
        { new SearchOptions { LearningRate = 0 }, "--lr 0: out of range" },
        { new SearchOptions { LearningRate = double.NaN }, "--lr NaN: out of range" },
        { new SearchOptions { Lambda = 1.01 }, "--lambda 1.01: out of range, expected a value from 0 to 1" },
        { new SearchOptions { Lambda = -0.01 }, "--lambda -0.01: out of range" },
        { new SearchOptions { PriorWeight = double.PositiveInfinity }, "--prior-weight" },
        { new SearchOptions { Plateau = 1.01 }, "--plateau 1.01: out of range, expected a value from 0 to 1" },
        { new SearchOptions { Plateau = -0.01 }, "--plateau -0.01: out of range" },
        { new SearchOptions { Restarts = 0 }, "--restarts 0: out of range" },
        { new SearchOptions { Batch = 5000 }, "--batch 5000: out of range" },
        { new SearchOptions { Schedule = (LearningRateSchedule)9 }, "--schedule 9: expected cosine or constant" },
    };
}
