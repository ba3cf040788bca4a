using AnoGan.Method;

namespace AnoGan.Tests.Method;

public sealed class LearningCurveTests
{
    [Theory]
    [InlineData(0.05, true)] // 0.78 is more than 0.95 · 0.8 = 0.76
    [InlineData(0.02, false)] // but not more than 0.98 · 0.8 = 0.784
    [InlineData(0, false)]
    public void Compares_the_best_with_the_best_of_the_first_two_thirds(double enough, bool hasSettled) =>
        Assert.Equal(
            hasSettled, LearningCurve.HasSettled([new(50, 1), new(100, 0.8), new(150, 0.78)], enough));

    [Fact]
    public void A_bad_measurement_at_the_end_hides_no_good_one()
    {
        LearningPoint[] points = [new(50, 1), new(100, 0.8), new(150, 0.5), new(200, 0.9)];
        Assert.False(LearningCurve.HasSettled(points, 0.1)); // 0.5 against 0.8, the best up to step 133
    }

    [Fact]
    public void Nothing_has_settled_before_there_is_something_to_compare_with()
    {
        Assert.False(LearningCurve.HasSettled([], 0.5));
        Assert.False(LearningCurve.HasSettled([new(100, 1)], 0.5));
        Assert.False(LearningCurve.HasSettled([new(100, 1), new(140, 1)], 0.5)); // two thirds of 140 are less than 100
    }

    [Fact]
    public void Without_a_measurement_the_last_third_of_the_most_steps_slows_down()
    {
        var plan = new PhasePlan(most: 90, warmUp: 0, enough: 0);
        Assert.Equal(90, plan.Total);
        Assert.Equal((1, 1), (plan.RateAfter(0), plan.RateAfter(60)));
        Assert.Equal(0.5, plan.RateAfter(75), 12); // halfway from 60 to 90
        Assert.InRange(plan.RateAfter(89), 0.0001, 0.01);
        Assert.False(plan.IsDue(25));
    }

    [Fact]
    public void Where_it_has_settled_half_as_many_steps_follow()
    {
        var plan = new PhasePlan(most: 900, warmUp: 0, enough: 0.05);
        Assert.False(plan.IsDue(50));
        for (int step = 75; step < 200; step += 25)
        {
            Assert.True(plan.IsDue(step));
            plan.Add(new LearningPoint(step, 100.0 / step));
            Assert.Equal(900, plan.Total);
        }

        plan.Add(new LearningPoint(200, 0.9)); // up to step 133 it was 100 / 125 = 0.8 at best: still 0.57 at 175
        Assert.Equal(900, plan.Total);
        plan.Add(new LearningPoint(400, 0.57)); // up to step 266 it was 0.57
        Assert.Equal(600, plan.Total);
        Assert.Equal(1, plan.RateAfter(400));
        Assert.Equal(0.5, plan.RateAfter(500), 12);
        Assert.False(plan.IsDue(425));
    }

    [Fact]
    public void The_most_steps_hold()
    {
        var plan = new PhasePlan(most: 450, warmUp: 0, enough: 0.05);
        plan.Add(new LearningPoint(200, 1));
        plan.Add(new LearningPoint(300, 1));
        Assert.Equal(450, plan.Total);
        Assert.True(new PhasePlan(most: 1, warmUp: 0, enough: 0.05).RateAfter(0) > 0);
    }

    [Fact]
    public void The_rate_rises_at_first() => Assert.Equal(
        [0.25, 0.5, 0.75, 1],
        Enumerable.Range(0, 4).Select(new PhasePlan(most: 100, warmUp: 4, enough: 0).RateAfter));
}
