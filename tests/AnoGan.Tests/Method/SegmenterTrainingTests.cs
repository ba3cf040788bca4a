using AnoGan.Method;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Method;

[Collection(TensorTests.Name)]
public sealed class SegmenterTrainingTests : IDisposable
{
    private static readonly TrainOptions Options = new() { DefectSteps = 5, Seed = 11 };

    private readonly TrainedNetworks _networks = TinyNetworks.Frozen(TinyNetworks.Spec, hasEncoder: true);

    public void Dispose() => _networks.Dispose();

    [Fact]
    public void Learns_to_say_where_defects_are()
    {
        using var scope = NewDisposeScope();
        var images = new DrawnBatches(40, 8);
        var losses = new List<double>();
        using (var training = SegmenterTraining.Begin(
            images, heldOut: null, isTexture: false, TinyNetworks.Spec, _networks,
            Options with { DefectSteps = 400, Enough = 0 }, CPU))
        {
            while (!training.IsDone)
                losses.Add(training.Step());
        }

        Assert.True(
            losses.TakeLast(50).Average() < 0.8 * losses.Take(10).Average(),
            $"{losses.Take(10).Average()} to {losses.TakeLast(50).Average()}");
    }

    [Fact]
    public void Repeats_itself_to_the_last_bit()
    {
        using Segmenter one = Train(Options), same = Train(Options), other = Train(Options with { Seed = 12 });

        Assert.Equal(TensorAssert.Weights(one), TensorAssert.Weights(same));
        Assert.NotEqual(TensorAssert.Weights(one), TensorAssert.Weights(other));
        Assert.DoesNotContain(one.parameters(), p => p.requires_grad);
    }

    [Fact]
    public void Leaves_the_other_networks_as_they_were()
    {
        nn.Module[] others = [_networks.Average, _networks.Critic, _networks.Encoder!];
        float[][] before = [.. others.Select(TensorAssert.Weights)];

        using Segmenter trained = Train(Options);

        Assert.Equal(before, others.Select(TensorAssert.Weights));
    }

    [Fact]
    public void Judges_each_image_by_itself_once_it_is_trained()
    {
        using var scope = NewDisposeScope();
        using Segmenter trained = Train(Options);
        Tensor images = new DrawnBatches(16, 8).Draws(1).Next(16), changed = images.clone();
        changed.narrow(0, 1, 15).neg_();

        float[] first = TensorAssert.Values(trained.Judge(images, images)[0]);
        float[] beside = TensorAssert.Values(trained.Judge(changed, changed)[0]);

        Assert.Equal(first, beside);
        Assert.Equal(16, first.Length);
    }

    [Fact]
    public void Goes_on_from_a_copy_as_if_it_had_not_stopped()
    {
        TrainingSnapshot? copy = null;
        var last = new TrainStep(1, 0, 0, 0, 0, 0);
        using Segmenter whole = WholeTraining.OfSegmenter(
            new DrawnBatches(10, 8), _networks, Options,
            training => copy = training.Steps == 2 ? training.Capture(last, Options.EncoderSteps) : copy);

        using Segmenter resumed = WholeTraining.OfSegmenter(
            new DrawnBatches(10, 8), _networks, Options, from: copy);

        Assert.Equal(TensorAssert.Weights(whole), TensorAssert.Weights(resumed));
    }

    [Fact]
    public void Leaves_nothing_behind_where_it_is_left_early() => TensorAssert.LeavesNoTensors(() =>
    {
        using var training = SegmenterTraining.Begin(
            new DrawnBatches(10, 8), heldOut: null, isTexture: true, TinyNetworks.Spec, _networks, Options, CPU);
        training.Step();
    });

    [Fact]
    public void Names_the_step_at_which_it_diverged()
    {
        var refusal = Assert.Throws<AnoGanException>(() => WholeTraining.OfSegmenter(
            new DrawnBatches(1, 8) { BrokenImage = 0 }, _networks, Options));

        Assert.StartsWith(
            "training of the segmenter diverged at step 1: loss NaN", refusal.Message, StringComparison.Ordinal);
    }

    private Segmenter Train(TrainOptions options) =>
        WholeTraining.OfSegmenter(new DrawnBatches(10, 8), _networks, options);
}
