using AnoGan.Method;
using AnoGan.Tests.Support;
using AnoGan.Training;
using static TorchSharp.torch;

namespace AnoGan.Tests.Training;

[Collection(TensorTests.Name)]
public sealed class TrainingWatchTests
{
    private static readonly NetworkSpec Spec = TinyNetworks.Spec;
    private static readonly TrainOptions Options = new() { Steps = 6, CriticSteps = 2, Batch = 4, Seed = 11 };

    [Fact]
    public void Does_not_change_the_training()
    {
        using TrainedNetworks unwatched = Train(_ => { });
        using TrainingWatch watch = Watch();
        var measured = new List<HealthMeasures>();

        using TrainedNetworks watched = Train(state => measured.Add(watch.Check(state.Networks).Measures));

        Assert.Equal(6, measured.Distinct().Count());
        Assert.Equal(Weights(unwatched), Weights(watched));
    }

    [Fact]
    public void Does_not_draw_from_the_global_random_source()
    {
        manual_seed(5);
        float[] undisturbed = Draw();
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec);

        manual_seed(5);
        using TrainingWatch watch = Watch();
        watch.Check(networks);
        watch.DrawSamples(networks);

        Assert.Equal(undisturbed, Draw());

        static float[] Draw()
        {
            using Tensor drawn = rand(8);
            return TensorAssert.Values(drawn);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Leaves_no_tensors_and_the_critic_as_it_was(bool isTrainable)
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec);
        networks.Critic.SetTrainable(isTrainable);

        TensorAssert.LeavesNoTensors(() =>
        {
            using TrainingWatch watch = Watch();
            watch.Check(networks);
            watch.DrawSamples(networks);
        });

        Assert.All(networks.Critic.parameters(), parameter => Assert.Equal(isTrainable, parameter.requires_grad));
        Assert.All(networks.Critic.parameters().Concat(networks.Average.parameters()), parameter =>
        {
            using Tensor? gradient = parameter.grad;
            Assert.Null(gradient);
        });
    }

    [Fact]
    public void Measures_the_same_again()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec);
        using TrainingWatch one = Watch(), other = Watch();

        WatchCheck first = one.Check(networks);

        foreach (WatchCheck again in (WatchCheck[])[one.Check(networks), other.Check(networks)])
        {
            Assert.Equal(first.Measures, again.Measures);
            Assert.Equal(first.Samples.Data, again.Samples.Data);
            Assert.Equal(first.Reconstructions!.Data, again.Reconstructions!.Data);
        }

        Assert.Equal(first.Samples.Data, one.DrawSamples(networks).Data);
    }

    [Fact]
    public void Finds_no_diversity_in_a_generator_whose_pictures_are_all_alike()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec);
        using (no_grad())
        {
            foreach (Tensor weights in networks.Average.parameters())
                weights.zero_();
        }

        using TrainingWatch watch = Watch();

        // The picture is 0 everywhere, and so is every gradient: the search finds no other.
        HealthMeasures measures = watch.Check(networks).Measures;
        Assert.Equal(0, measures.SampleDiversity);
        Assert.InRange(measures.HeldOutResidual!.Value, 0.01, 0.25);
    }

    [Fact]
    public void Compares_with_nothing_where_all_images_are_alike_or_none_is_held_out()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec);
        using var watch = new TrainingWatch(Spec, Options, new DrawnBatches(1, 8), null, CPU);

        Assert.Equal(new HealthMeasures(null, null, null), watch.Check(networks).Measures);
    }

    [Fact]
    public void Shows_each_training_image_once()
    {
        using var few = new TrainingWatch(Spec, Options, new DrawnBatches(5, 8), null, CPU);
        using TrainingWatch many = Watch();

        // Pictures of 8 pixels are drawn 8 times as large, with 2 pixels around and between them: 5 in one row, 30 in
        // four.
        Assert.Equal((5 * 66 + 2, 66 + 2), (few.TrainingImages.Width, few.TrainingImages.Height));
        Assert.Equal((8 * 66 + 2, 4 * 66 + 2), (many.TrainingImages.Width, many.TrainingImages.Height));
    }

    [Fact]
    public void Reconstructs_nothing_where_nothing_is_held_out()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec);
        using var watch = new TrainingWatch(Spec, Options, new DrawnBatches(30, 8), null, CPU);

        Assert.Null(watch.Check(networks).Reconstructions);
    }

    [Fact]
    public void Compares_a_residual_with_that_of_the_mean_image()
    {
        // One image to learn from is its own mean; the one held out is the same.
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec);
        using var watch = new TrainingWatch(Spec, Options, new DrawnBatches(1, 8), new DrawnBatches(1, 8), CPU);

        Assert.Equal(0, watch.Check(networks).Measures.MeanImageResidual!.Value, 1e-6);
    }

    [Fact]
    public void Leaves_out_what_is_not_finite()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec);
        using (no_grad())
        {
            foreach (Tensor weights in networks.Average.parameters())
                weights.div_(weights.new_zeros(1));
        }

        using TrainingWatch watch = Watch();
        HealthMeasures measures = watch.Check(networks).Measures;

        Assert.Equal((null, null), (measures.SampleDiversity, measures.HeldOutResidual));
    }

    private static TrainingWatch Watch() => new(Spec, Options, new DrawnBatches(30, 8), new DrawnBatches(20, 8), CPU);

    private static TrainedNetworks Train(Action<WganTraining> afterStep) =>
        WholeTraining.OfNetworks(new DrawnBatches(30, 8), Options, afterStep);

    private static float[][] Weights(TrainedNetworks networks) =>
        [
            TensorAssert.Weights(networks.Generator),
            TensorAssert.Weights(networks.Average),
            TensorAssert.Weights(networks.Critic),
        ];
}
