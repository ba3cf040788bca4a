using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Runtime;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Method;

[Collection(TensorTests.Name)]
public sealed class WganTrainingTests
{
    private static readonly TrainOptions Options = new() { Steps = 3, CriticSteps = 2, Batch = 4, Seed = 11 };

    [Theory]
    [InlineData(1, 4)]
    [InlineData(3, 4)]
    [InlineData(10, 4)]
    [InlineData(10, 64)]
    public void Moves_all_networks_however_few_images_there_are(int count, int batch)
    {
        using TrainedNetworks untrained = Untrained();

        using TrainedNetworks trained = Train(new DrawnBatches(count, 8), Options with { Batch = batch });

        Assert.All(Networks(untrained).Zip(Networks(trained)), pair =>
        {
            Assert.All(pair.Second, weight => Assert.True(float.IsFinite(weight)));
            Assert.True(pair.First.Zip(pair.Second).Count(w => w.First != w.Second) > pair.First.Length / 2);
        });
    }

    [Fact]
    public void Averages_the_generator()
    {
        using TrainedNetworks averaged = Train(new DrawnBatches(10, 8), Options with { AverageShare = 0.5 });
        using TrainedNetworks copied = Train(new DrawnBatches(10, 8), Options with { AverageShare = 0 });

        Assert.NotEqual(TensorAssert.Weights(averaged.Generator), TensorAssert.Weights(averaged.Average));
        Assert.Equal(TensorAssert.Weights(copied.Generator), TensorAssert.Weights(copied.Average));
        Assert.Equal(TensorAssert.Weights(averaged.Generator), TensorAssert.Weights(copied.Generator));
    }

    [Fact]
    public void Repeats_itself_to_the_last_bit()
    {
        using TrainedNetworks one = Train(new DrawnBatches(10, 8), Options),
            same = Train(new DrawnBatches(10, 8), Options);
        using TrainedNetworks other = Train(new DrawnBatches(10, 8), Options with { Seed = 12 });

        Assert.Equal(Networks(one), Networks(same));
        Assert.All(Networks(one).Zip(Networks(other)), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public void Gives_the_critic_its_steps()
    {
        var images = new DrawnBatches(10, 8);
        var progress = new List<TrainStep>();

        using TrainedNetworks networks = Train(
            images,
            Options with
            {
                CriticSteps = 7,
            },
            state => progress.Add(state.Last!));

        Assert.Equal([1, 2, 3], progress.Select(p => p.Step));
        Assert.Equal([7 * 4, 2 * 7 * 4, 3 * 7 * 4], progress.Select(p => p.RealImages));
        Assert.Equal(3 * 7 * 4, images.ImagesRead);
        Assert.All(
            progress,
            p => Assert.True(double.IsFinite(p.WassersteinEstimate + p.Penalty + p.GeneratorLoss) && p.Penalty >= 0));
    }

    [Fact]
    public void Takes_a_penalty_of_every_so_many_updates_with_that_much_more_weight()
    {
        TrainOptions one = Options with { Steps = 1, CriticSteps = 1, PenaltyWeight = 10 };

        using TrainedNetworks each = Train(new DrawnBatches(10, 8), one);
        using TrainedNetworks everyFourth = Train(
            new DrawnBatches(10, 8),
            one with
            {
                PenaltyEvery = 4,
                PenaltyWeight = 2.5,
            }
        );

        Assert.Equal(Networks(each), Networks(everyFourth)); // the first update has one, and 4 · 2.5 = 10
    }

    [Fact]
    public void Leaves_the_penalty_out_between()
    {
        TrainOptions four = Options with { Steps = 4, CriticSteps = 1, PenaltyEvery = 3 };
        var progress = new List<TrainStep>();

        using TrainedNetworks networks = Train(new DrawnBatches(10, 8), four, state => progress.Add(state.Last!));

        // Updates 1 and 4 have one; between them the last is shown.
        Assert.Equal(progress[0].Penalty, progress[1].Penalty);
        Assert.Equal(progress[0].Penalty, progress[2].Penalty);
        Assert.NotEqual(progress[0].Penalty, progress[3].Penalty);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Has_no_penalty_in_the_loss_between(int every, bool isEqual)
    {
        TrainOptions one = Options with { Steps = 1, CriticSteps = 1, PenaltyEvery = every },
            two = one with { Steps = 2 };
        TrainingSnapshot? first = null;
        WholeTraining.OfNetworks(new DrawnBatches(10, 8), one, state => first = state.Capture()).Dispose();

        // The second update, with a penalty of another weight if it has one.
        using TrainedNetworks light = Resume(two with { PenaltyWeight = 1 }, first!);
        using TrainedNetworks heavy = Resume(two with { PenaltyWeight = 500 }, first!);

        Assert.Equal(isEqual, TensorAssert.Weights(light.Critic).SequenceEqual(TensorAssert.Weights(heavy.Critic)));
    }

    [Fact]
    public void Resumes_to_the_last_bit()
    {
        TrainingSnapshot? second = null;
        using TrainedNetworks uninterrupted = Train(
            new DrawnBatches(10, 8), Options with { Steps = 4, PenaltyEvery = 3 }, state =>
            {
                if (state.Steps == 2)
                    second = state.Capture();
            });

        using TrainedNetworks resumed = Resume(Options with { Steps = 4, PenaltyEvery = 3 }, second!);

        Assert.Equal(Networks(uninterrupted), Networks(resumed));
    }

    [Fact]
    public void Trains_in_bfloat16_with_weights_in_fp32()
    {
        var spec = new NetworkSpec(16, 1, 4, 16); // of two levels, so that one is not at the image
        using TrainedNetworks exact = WholeTraining.OfNetworks(new DrawnBatches(10, 16), Options, spec: spec);
        using TrainedNetworks coarse = WholeTraining.OfNetworks(
            new DrawnBatches(10, 16), Options with { Precision = Precision.Bf16 }, spec: spec);

        Assert.All(
            coarse.Critic.parameters().Concat(coarse.Generator.parameters()),
            weights => Assert.Equal(ScalarType.Float32, weights.dtype));
        Assert.NotEqual(Networks(exact), Networks(coarse));

        // An update moves a weight by the learning rate at most, whatever the gradient's last bits.
        float most = Networks(exact)
            .Zip(Networks(coarse))
            .Max(pair => pair.First.Zip(pair.Second).Max(w => Math.Abs(w.First - w.Second)));
        Assert.InRange(most, 1e-6f, 2f * 6 * 1e-3f * 4);
    }

    [Fact]
    public void Separates_real_from_fake()
    {
        var progress = new List<TrainStep>();

        using TrainedNetworks networks = Train(
            new DrawnBatches(10, 8),
            Options with
            {
                Steps = 30,
                Batch = 16,
                GeneratorLearningRate = 1e-9,
                CriticLearningRate = 1e-3,
            },
            state => progress.Add(state.Last!));

        // Against a generator that stands still, the critic's estimate of the distance must grow.
        Assert.True(progress[^1].WassersteinEstimate > progress[0].WassersteinEstimate + 0.1);
    }

    [Fact]
    public void Is_the_same_whenever_garbage_is_collected()
    {
        using TrainedNetworks undisturbed = Train(new DrawnBatches(10, 8), Options);

        using TrainedNetworks collected = Train(new DrawnBatches(10, 8), Options, _ => TensorAssert.CollectGarbage());

        Assert.Equal(Networks(undisturbed), Networks(collected));
    }

    [Fact]
    public void Stops_after_its_minutes()
    {
        int steps = 0;

        using TrainedNetworks networks = Train(
            new DrawnBatches(10, 8), Options with { Steps = TrainOptions.MaxSteps, Minutes = 0.005 }, _ => steps++);

        Assert.InRange(steps, 1, 10_000);
    }

    [Fact]
    public void Makes_one_step_even_where_its_minutes_are_over_before()
    {
        // Drawing the weights of these networks takes longer than 0.001 minutes.
        var spec = new NetworkSpec(32, 1, 16, 128);
        int steps = 0;

        using TrainedNetworks networks = WholeTraining.OfNetworks(
            new DrawnBatches(2, 32), Options with { Batch = 1, CriticSteps = 1, Minutes = 0.001 }, _ => steps++, spec);

        Assert.Equal(1, steps);
    }

    [Fact]
    public void Leaves_nothing_where_it_is_given_up_between_two_steps() => TensorAssert.LeavesNoTensors(() =>
    {
        using var training = WganTraining.Begin(new DrawnBatches(10, 8), TinyNetworks.Spec, Options, CPU);
        training.Step();
    });

    [Fact]
    public void Names_the_step_at_which_it_diverged()
    {
        // The order of 4 images at batch 1 and one critic step decides in which step the broken one comes.
        int broken = new EpochOrder(4, SeededRandom.Derive(Options.Seed, "order")).Next(4)[2];
        var images = new DrawnBatches(4, 8) { BrokenImage = broken };

        TensorAssert.LeavesNoTensors(() =>
        {
            var refusal = Assert.Throws<AnoGanException>(() =>
                Train(images, Options with { Batch = 1, CriticSteps = 1, Steps = 10 }));
            Assert.StartsWith(
                "training diverged at step 3: Wasserstein estimate NaN", refusal.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Notices_a_critic_that_diverged_in_any_of_its_steps()
    {
        // Of 4 images in a round of 4 critic steps, the first is broken; the loss of the last critic step still tells.
        int broken = new EpochOrder(4, SeededRandom.Derive(Options.Seed, "order")).Next(1)[0];

        var refusal = Assert.Throws<AnoGanException>(() =>
            Train(new DrawnBatches(4, 8) { BrokenImage = broken }, Options with { Batch = 1, CriticSteps = 4 }));

        Assert.StartsWith("training diverged at step 1:", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_nothing_but_the_networks() => TensorAssert.LeavesNoTensors(() =>
    {
        using TrainedNetworks networks = Train(new DrawnBatches(10, 8), Options);
    });

    [Fact]
    [Trait("Category", "Slow")]
    public void Keeps_the_number_of_tensors_over_many_steps()
    {
        var live = new List<long>();

        using TrainedNetworks networks = Train(
            new DrawnBatches(10, 8),
            Options with
            {
                Steps = 200,
                Batch = 2,
                CriticSteps = 1,
            },
            _ => live.Add(TensorAssert.LiveTensors));

        // The first step makes the optimisers' state and the gradients.
        Assert.Equal(200, live.Count);
        Assert.Single(live.Skip(1).Distinct());
    }

    private static TrainedNetworks Train(
        DrawnBatches images, TrainOptions options, Action<WganTraining>? afterStep = null) =>
        WholeTraining.OfNetworks(images, options, afterStep);

    private static TrainedNetworks Resume(TrainOptions options, TrainingSnapshot from) =>
        WholeTraining.OfNetworks(new DrawnBatches(10, 8), options, from: from);

    private static TrainedNetworks Untrained()
    {
        using var random = new Generator(SeededRandom.Derive(Options.Seed, "init"));
        return TrainedNetworks.Create(TinyNetworks.Spec, random);
    }

    private static float[][] Networks(TrainedNetworks networks) =>
        [
            TensorAssert.Weights(networks.Generator),
            TensorAssert.Weights(networks.Average),
            TensorAssert.Weights(networks.Critic),
        ];
}
