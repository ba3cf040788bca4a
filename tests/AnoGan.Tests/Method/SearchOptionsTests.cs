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
        { new SearchOptions { Steps = -1 }, "Steps: found -1, expected 0 to 1000000" },
        { new SearchOptions { LearningRate = 0 }, "LearningRate: found 0, expected " },
        { new SearchOptions { LearningRate = double.NaN }, "LearningRate: found NaN, expected " },
        { new SearchOptions { Lambda = 1.01 }, "Lambda: found 1.01, expected 0 to 1" },
        { new SearchOptions { Lambda = -0.01 }, "Lambda: found -0.01, expected " },
        { new SearchOptions { PriorWeight = double.PositiveInfinity }, "PriorWeight: " },
        { new SearchOptions { Plateau = 1.01 }, "Plateau: found 1.01, expected 0 to 1" },
        { new SearchOptions { Plateau = -0.01 }, "Plateau: found -0.01, expected " },
        { new SearchOptions { Restarts = 0 }, "Restarts: found 0, expected " },
        { new SearchOptions { Batch = 5000 }, "Batch: found 5000, expected " },
        { new SearchOptions { Schedule = (LearningRateSchedule)9 }, "Schedule: found 9, expected cosine or constant" },
    };
}
