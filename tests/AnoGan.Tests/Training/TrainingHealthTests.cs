using System.Text.Json;
using AnoGan.Method;
using AnoGan.Training;

namespace AnoGan.Tests.Training;

/// <summary>What the judge says of numbers that stand for checks every 50 steps.</summary>
public sealed class TrainingHealthTests
{
    private static readonly TrainOptions Options = new() { Steps = 800 };

    [Fact]
    public void Warns_of_nothing_in_a_healthy_training()
    {
        // As measured: MNIST zeros at width 16, batch 64.
        double[] estimates = [19.0, 7.8, 5.1, 3.7, 3.0, 2.5, 2.1, 1.9],
            penalties = [0.39, 0.07, 0.04, 0.03, 0.02, 0.02, 0.02, 0.01];
        double[] diversities = [1.09, 0.95, 0.95, 0.98, 0.99, 1.00, 1.00, 1.01],
            residuals = [0.118, 0.082, 0.076, 0.072, 0.068, 0.063, 0.060, 0.060];

        Assert.Empty(
            Judge(
                Options with
                {
                    Steps = 400,
                },
                [
                    .. Enumerable
                        .Range(0, 8)
                        .Select(i => new Seen(estimates[i], penalties[i], diversities[i], residuals[i])),
                ]));
    }

    [Fact]
    public void Warns_of_nothing_when_a_good_training_has_reached_its_end()
    {
        // Nothing falls any more; the residual wavers below that of the mean image.
        Seen[] checks =
        [
            new(20, 0.4),
            .. Enumerable.Range(0, 30).Select(i => new Seen(1.5, 0.01, 1, i % 2 == 0 ? 0.05 : 0.055)),
        ];

        Assert.Empty(Judge(Options, checks));
    }

    [Fact]
    public void Warns_of_a_penalty_out_of_range_at_the_second_check_after_the_warm_up()
    {
        (int Step, string Text)[] warnings = Judge(Options, [new(10, 50), new(10, 50), new(10, 50), new(10, 50)]);

        // The check at 50 lies before the warm-up.
        (int step, string text) = Assert.Single(warnings);
        Assert.Equal(150, step);
        Assert.Equal("at step 150 the gradient penalty is 50 on average since step 100, above 9: the critic's slope "
            + "is not held near 1, and what it says means nothing; lower --critic-lr", text);
    }

    [Fact]
    public void Names_the_remedy_that_fits_a_penalty_of_no_weight()
    {
        (_, string text) = Assert.Single(
            Judge(Options with { PenaltyWeight = 0 }, [new(10, 50), new(10, 50), new(10, 50)]));

        Assert.EndsWith("; raise --penalty-weight (10 is usual)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_no_single_penalty_for_a_sign() =>
        Assert.Empty(Judge(Options, [new(20, 1), new(10, 1), new(10, 50), new(10, 1), new(10, 50), new(10, 1)]));

    [Fact]
    public void Knows_the_penalty_at_which_a_critic_rests()
    {
        // The slope s that maximises s·W - 10 (s - 1)² is 1 + W/20: of W = 20, 2, an estimate of 40 and a penalty of 1.
        Assert.Equal(1, HealthSigns.RestingPenalty(40, 10), 1e-12);
        Assert.Equal(25, HealthSigns.RestingPenalty(600, 10), 1e-12);
        Assert.Equal(0, HealthSigns.RestingPenalty(-5, 10));
        Assert.Equal(HealthSigns.RestingPenalty(40, 1), HealthSigns.RestingPenalty(40, 0));
    }

    [Fact]
    public void Lets_large_pictures_begin_with_a_large_penalty()
    {
        Seen[] checks = [new(600, 25), new(600, 25), new(600, 25), new(300, 10), new(50, 0.2), new(50, 0.2)];

        Assert.Empty(Judge(Options, checks));
    }

    [Fact]
    public void Warns_of_a_critic_that_has_lost()
    {
        (int step, string text) = Assert.Single(
            Judge(Options, [new(-4, 0.1), new(-8, 0.1), new(-8, 0.1), new(-8, 0.1)]));

        Assert.Equal(150, step);
        Assert.StartsWith(
            "at step 150 the Wasserstein estimate is -8 on average since step 100, below 0: ", text,
            StringComparison.Ordinal);
        Assert.EndsWith("raise --critic-steps or --critic-lr, or lower --generator-lr", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_an_estimate_that_chance_puts_below_zero_for_no_sign() =>
        Assert.Empty(Judge(Options, [new(20, 0.4), new(5, 0.1), .. Enumerable.Repeat(new Seen(-0.9, 0.01), 10)]));

    [Theory]
    [InlineData(1e-6, "raise --generator-lr")]
    [InlineData(0.02, "lower --generator-lr")]
    [InlineData(1e-3, "lower --critic-lr and --generator-lr, or raise --width")]
    public void Warns_of_a_critic_that_has_won_once_half_of_the_training_is_over(double generatorRate, string remedy)
    {
        // At 400, half of 800, for the first time, and at 450 again; 58 of 80 is above 0.7.
        Seen[] checks = [new(30, 1), new(80, 2), .. Enumerable.Repeat(new Seen(58, 2), 10)];

        (int step, string text) = Assert.Single(Judge(Options with { GeneratorLearningRate = generatorRate }, checks));

        Assert.Equal(450, step);
        Assert.Equal("at step 450 the Wasserstein estimate is 58 on average since step 400 and has not fallen from "
            + $"its peak of 80: the generator does not come closer to the images; {remedy}", text);
    }

    [Fact]
    public void Waits_no_longer_than_a_thousand_steps_for_the_estimate_to_fall()
    {
        Assert.Equal(
            1050,
            Assert
                .Single(
                    Judge(Options with { Steps = TrainOptions.MaxSteps }, [.. Enumerable.Repeat(new Seen(58, 2), 30)]))
                .Step);
        Assert.Empty(
            Judge(
                Options with
                {
                    Steps = TrainOptions.MaxSteps,
                },
                [.. Enumerable.Repeat(new Seen(58, 2), 19), .. Enumerable.Repeat(new Seen(40, 2), 10)]));
    }

    [Fact]
    public void Warns_of_collapsed_samples_at_the_second_check_in_a_row()
    {
        // Not at 50 (warm-up), not at 100 and 150 (one at a time), but at 300.
        double[] diversities = [0.1, 0.1, 0.9, 0.15, 0.21, 0.19, 0.1];
        Seen[] checks = [.. diversities.Select((diversity, i) => new Seen(20 - 2 * i, 0.1, diversity))];

        Assert.Empty(Judge(Options, checks[..^1]));
        (int step, string text) = Assert.Single(Judge(Options, checks));

        Assert.Equal(350, step);
        Assert.Equal(
            "at step 350 generated pictures differ 0.10 times as much as training images do, below 0.2: the generator "
                + "draws nearly the same whatever the latent vector; lower --generator-lr, or raise --critic-steps",
            text);
    }

    [Fact]
    public void Asks_no_diversity_of_pictures_of_one_image() =>
        Assert.Empty(Judge(Options, [new(20, 0.4, null), .. Enumerable.Repeat(new Seen(2, 0.02, null), 10)]));

    [Fact]
    public void Warns_of_a_residual_that_rose()
    {
        // The best after the warm-up is 0.05 at step 150; 0.076 at 250 and 0.08 at 300 are above 0.075.
        double[] residuals = [0.02, 0.08, 0.05, 0.074, 0.076, 0.08];
        Seen[] checks = [.. residuals.Select((residual, i) => new Seen(20 - 3 * i, 0.1, 1, residual))];

        (int step, string text) = Assert.Single(Judge(Options, checks));

        Assert.Equal(300, step);
        Assert.StartsWith(
            "at step 300 the held-out residual is 0.0800, after 0.0500 at step 150: ", text, StringComparison.Ordinal);
        Assert.Contains("end with --steps 150", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Warns_of_a_residual_that_stays_above_that_of_the_mean_image()
    {
        // At 200 the last third is what follows step 133: 0.20 at 150 and 200 after 0.21 at 100 is a fall of less than
        // 5 %. So it is at 250.
        double[] residuals = [0.3, 0.21, 0.20, 0.20, 0.20, 0.20];
        Seen[] checks = [.. residuals.Select((residual, i) => new Seen(20 - 3 * i, 0.1, 1, residual))];

        (int step, string text) = Assert.Single(Judge(Options, checks));

        Assert.Equal(250, step);
        Assert.StartsWith("at step 250 the held-out residual is 0.2000, no better than 0.1000 with the mean training "
            + "image, and no longer falls: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Waits_while_a_bad_residual_still_falls()
    {
        Seen[] checks = [.. Enumerable.Range(0, 12).Select(i => new Seen(20 - i, 0.1, 1, 0.5 * Math.Pow(0.9, i)))];

        Assert.Empty(Judge(Options, checks));
    }

    [Fact]
    public void Asks_no_residual_where_nothing_is_held_out() =>
        Assert.Empty(Judge(Options, [new(20, 0.4, 1, null), .. Enumerable.Repeat(new Seen(2, 0.02, 1, null), 10)]));

    [Fact]
    public void Names_the_cause_and_not_what_follows_from_it()
    {
        Seen[] checks = [.. Enumerable.Repeat(new Seen(-20, 1000, 0.1, 0.5), 12)];

        Assert.Contains("the gradient penalty", Assert.Single(Judge(Options, checks)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Warns_again_only_when_the_sign_had_gone()
    {
        double[] diversities = [1, 0.1, 0.1, 0.1, 1, 0.1, 1, 1, 0.1, 0.1];
        Seen[] checks = [.. diversities.Select((diversity, i) => new Seen(20 - i, 0.1, diversity))];

        TrainingHealth health = Judged(Options, checks);

        Assert.Equal(
            [(150, 400), (500, null)], health.History.Warnings.Select(warning => (warning.Step, warning.GoneAt)));
        Assert.EndsWith(" (no longer seen at step 400)", health.Facts!.Warnings[0], StringComparison.Ordinal);
        Assert.EndsWith("--critic-steps", health.Facts.Warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Judges_by_the_mean_over_the_steps_since_the_last_check()
    {
        var health = new TrainingHealth(Options, HealthHistory.Empty);
        for (int step = 1; step <= 4; step++)
            health.Observe(new TrainStep(step, step, 10 * step, 0, 0, 0));

        health.Check(4, new HealthMeasures(0.5, 0.1, 0.2));
        health.Observe(new TrainStep(5, 7, 8, 0, 0, 0));
        health.Check(5, new HealthMeasures(0.6, 0.3, 0.2));

        Assert.Equal(
            [(4, 2.5, 25), (5, 7, 8)],
            health.History.Checks.Select(check => (check.Step, check.WassersteinEstimate, check.Penalty)));
        Assert.Equal(
            (5, 0.6, 0.3, 0.1, 4),
            (
                health.Facts!.Step,
                health.Facts.SampleDiversity,
                health.Facts.HeldOutResidual,
                health.Facts.BestHeldOutResidual,
                health.Facts.BestHeldOutStep));
    }

    [Fact]
    public void Has_no_facts_before_the_first_check() =>
        Assert.Null(new TrainingHealth(Options, HealthHistory.Empty).Facts);

    [Fact]
    public void Judges_on_from_a_history_that_was_written_and_read()
    {
        Seen[] checks =
        [
            new(20, 0.1, 1, 0.1), new(1.0 / 3, 1e-7, 0.1, null), new(10, 0.1, 0.15), new(-9, 30, 1), new(-9, 30, 0.9),
            new(-8, 31, 0.8), new(3, 0.1, 0.1), new(3, 0.1, 0.1),
        ];
        TrainingHealth unbroken = Judged(Options, checks);

        for (int stop = 0; stop < checks.Length; stop++)
        {
            TrainingHealth first = Judged(Options, checks[..stop]);
            first.Observe(new TrainStep(50 * stop + 1, checks[stop].Estimate, checks[stop].Penalty, 0, 0, 0));
            var second = new TrainingHealth(Options, Reread(first.History));
            for (int step = 50 * stop + 2; step <= 50 * checks.Length; step++)
                Advance(second, step, checks);

            Assert.Equal(Json(unbroken.History), Json(second.History));
        }
    }

    private static (int Step, string Text)[] Judge(TrainOptions options, Seen[] checks) =>
        [.. Judged(options, checks).History.Warnings.Select(warning => (warning.Step, warning.Text))];

    private static TrainingHealth Judged(TrainOptions options, Seen[] checks)
    {
        var health = new TrainingHealth(options, HealthHistory.Empty);
        for (int step = 1; step <= 50 * checks.Length; step++)
            Advance(health, step, checks);
        return health;
    }

    private static void Advance(TrainingHealth health, int step, Seen[] checks)
    {
        Seen seen = checks[(step - 1) / 50];
        health.Observe(new TrainStep(step, seen.Estimate, seen.Penalty, 0, 0, 0));
        if (step % 50 == 0)
            health.Check(step, new HealthMeasures(seen.Diversity, seen.Residual, seen.Residual is null ? null : 0.1));
    }

    private static HealthHistory Reread(HealthHistory history) =>
        JsonSerializer.Deserialize(Json(history), CheckpointJson.Default.HealthHistory)!;

    private static string Json(HealthHistory history) =>
        JsonSerializer.Serialize(history, CheckpointJson.Default.HealthHistory);

    // What 50 steps and the check after them see; the mean image's residual is 0.1.
    private sealed record Seen(double Estimate, double Penalty, double? Diversity = 1, double? Residual = 0.05);
}
