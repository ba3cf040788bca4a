using AnoGan.Method;
using AnoGan.Training;

namespace AnoGan.Tests.Training;

public sealed class HealthScheduleTests
{
    // A step of batch 10 with one critic step is 10 · (13 + 5) = 180 passes: 540 passes are 3 steps, 3 % of 100.
    private static readonly TrainOptions Options = new() { Batch = 10, CriticSteps = 1, Steps = 1_000_000 };

    [Theory]
    [InlineData(1, 50)]
    [InlineData(540, 100)]
    [InlineData(541, 110)]
    public void Keeps_the_cost_of_checks_to_three_percent(int passes, int interval) =>
        Assert.Equal(interval, new HealthSchedule(Options, passes).Interval);

    [Fact]
    public void Checks_every_interval_and_after_the_last_step()
    {
        var schedule = new HealthSchedule(Options with { Steps = 175 }, 1);

        Assert.Equal([50, 100, 150, 175], Enumerable.Range(1, 175).Where(schedule.IsDue));
    }

    [Fact]
    public void Checks_twice_as_rarely_whenever_the_steps_double()
    {
        var schedule = new HealthSchedule(Options, 1);

        int[] due = [.. Enumerable.Range(1, 9000).Where(schedule.IsDue)];

        Assert.Equal([1950, 2000, 2100, 2200], due.SkipWhile(step => step < 1950).Take(4));
        Assert.Equal([3900, 4000, 4200], due.SkipWhile(step => step < 3900).Take(3));
        Assert.Equal([7800, 8000, 8400], due.SkipWhile(step => step < 7800).Take(3));
    }
}
