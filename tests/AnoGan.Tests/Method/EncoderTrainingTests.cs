using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Runtime;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Method;

[Collection(TensorTests.Name)]
public sealed class EncoderTrainingTests : IDisposable
{
    private static readonly TrainOptions Options = new() { EncoderSteps = 5, Batch = 4, Seed = 11 };

    private readonly TrainedNetworks _networks = TinyNetworks.Frozen(TinyNetworks.Spec);

    public void Dispose() => _networks.Dispose();

    [Fact]
    public void Brings_reconstructions_closer_than_an_untrained_encoder_does()
    {
        // Pictures that the generator can draw.
        using var scope = NewDisposeScope();
        var images = new GeneratedBatches(_networks.Average, 8);
        using Encoder untrained = Untrained();

        using Encoder trained = Train(images, Options with { EncoderSteps = 300, Batch = 8 });

        (double Pixels, double Features) before = Distances(untrained, images), after = Distances(trained, images);
        Assert.True(after.Pixels < before.Pixels / 2, $"pixels {before.Pixels} to {after.Pixels}");
        Assert.True(after.Features < before.Features / 2, $"features {before.Features} to {after.Features}");
    }

    [Fact]
    public void Holds_its_answers_near_the_prior()
    {
        using var scope = NewDisposeScope();
        var images = new GeneratedBatches(_networks.Average, 8);

        using Encoder trained = Train(images, Options with { EncoderSteps = 300, Batch = 8 });

        Assert.InRange(TensorAssert.Values(trained.forward(images.Batch(All(8)))).Average(z => z * z), 0.1, 3);
    }

    [Fact]
    public void Repeats_itself_to_the_last_bit()
    {
        using Encoder one = Train(new DrawnBatches(10, 8), Options), same = Train(new DrawnBatches(10, 8), Options);
        using Encoder other = Train(new DrawnBatches(10, 8), Options with { Seed = 12 });

        Assert.Equal(TensorAssert.Weights(one), TensorAssert.Weights(same));
        Assert.NotEqual(TensorAssert.Weights(one), TensorAssert.Weights(other));
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(10, 64)]
    public void Moves_its_weights_however_few_images_there_are(int count, int batch)
    {
        using Encoder untrained = Untrained();

        using Encoder trained = Train(new DrawnBatches(count, 8), Options with { Batch = batch });

        float[] before = TensorAssert.Weights(untrained), after = TensorAssert.Weights(trained);
        Assert.All(after, weight => Assert.True(float.IsFinite(weight)));
        Assert.True(before.Zip(after).Count(w => w.First != w.Second) > before.Length / 2);
        Assert.DoesNotContain(trained.parameters(), p => p.requires_grad);
    }

    [Fact]
    public void Moves_by_the_learning_rate_in_the_first_step()
    {
        // Adam's first step is the rate times the sign of the gradient; the rate falls afterwards.
        using Encoder untrained = Untrained();

        using Encoder trained = Train(
            new DrawnBatches(10, 8),
            Options with
            {
                EncoderSteps = 1,
                EncoderLearningRate = 0.01,
            }
        );

        double[] moves =
        [
            .. TensorAssert.Weights(untrained).Zip(TensorAssert.Weights(trained), (a, b) => (double)Math.Abs(b - a)),
        ];
        Assert.Equal(0.01, moves.Max(), 1e-4);
        Assert.True(moves.Count(move => Math.Abs(move - 0.01) < 1e-3) > moves.Length / 2);
    }

    [Fact]
    public void Leaves_the_other_networks_as_they_were()
    {
        float[] generator = TensorAssert.Weights(_networks.Average), critic = TensorAssert.Weights(_networks.Critic);

        using Encoder trained = Train(new DrawnBatches(10, 8), Options);

        Assert.Equal(generator, TensorAssert.Weights(_networks.Average));
        Assert.Equal(critic, TensorAssert.Weights(_networks.Critic));
        Assert.All(
            _networks.Average.parameters().Concat(_networks.Critic.parameters()),
            p => Assert.True(p.grad is null && !p.requires_grad));
    }

    [Fact]
    public void Reads_a_batch_for_every_step()
    {
        var images = new DrawnBatches(10, 8);
        var steps = new List<int>();

        using Encoder trained = WholeTraining.OfEncoder(images, _networks, Options, steps.Add);

        Assert.Equal([1, 2, 3, 4, 5], steps);
        Assert.Equal(5 * 4 + 10, images.ImagesRead); // and once all of those that say when it has learned enough
    }

    [Fact]
    public void Names_the_step_at_which_it_diverged()
    {
        // The order of 4 images at batch 1 decides in which step the broken one comes.
        int broken = new EpochOrder(4, SeededRandom.Derive(Options.Seed, "encoder-order")).Next(4)[2];
        var images = new DrawnBatches(4, 8) { BrokenImage = broken };

        TensorAssert.LeavesNoTensors(() =>
        {
            var refusal = Assert.Throws<AnoGanException>(() => Train(images, Options with { Batch = 1 }));
            Assert.StartsWith(
                "training of the encoder diverged at step 3: loss NaN", refusal.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Refuses_weights_that_diverged_in_its_last_step()
    {
        // The loss of the only step is that of the weights before it.
        TensorAssert.LeavesNoTensors(() =>
        {
            var refusal = Assert.Throws<AnoGanException>(() =>
                Train(
                    new DrawnBatches(10, 8),
                    Options with
                    {
                        EncoderSteps = 1,
                        EncoderLearningRate = double.PositiveInfinity,
                    }
                ));
            Assert.StartsWith(
                "training of the encoder diverged in its last step: a weight is not finite", refusal.Message,
                StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Leaves_nothing_where_it_is_given_up_between_two_steps() => TensorAssert.LeavesNoTensors(() =>
    {
        using var training = EncoderTraining.Begin(
            new DrawnBatches(10, 8), heldOut: null, TinyNetworks.Spec, _networks, Options, CPU);
        training.Step();
    });

    [Fact]
    public void Leaves_nothing_but_the_encoder() => TensorAssert.LeavesNoTensors(() =>
    {
        using Encoder trained = Train(new DrawnBatches(10, 8), Options);
    });

    private Encoder Train(IImageBatches images, TrainOptions options) =>
        WholeTraining.OfEncoder(images, _networks, options);

    private static Encoder Untrained()
    {
        using var random = new Generator(SeededRandom.Derive(Options.Seed, "encoder-init"));
        return new Encoder(TinyNetworks.Spec, random);
    }

    // Mean squared differences of pixels and of normalised features.
    private (double Pixels, double Features) Distances(Encoder encoder, GeneratedBatches images)
    {
        Tensor real = images.Batch(All(images.Count)),
            generated = _networks.Average.forward(encoder.forward(real));
        return (
            MeanSquare(real, generated),
            MeanSquare(
                Critic.Normalise(_networks.Critic.Features(real)),
                Critic.Normalise(_networks.Critic.Features(generated))));
    }

    private static double MeanSquare(Tensor a, Tensor b) =>
        TensorAssert.Values(a).Zip(TensorAssert.Values(b)).Average(p => Math.Pow(p.First - p.Second, 2));

    private static int[] All(int count) => [.. Enumerable.Range(0, count)];

    private sealed class GeneratedBatches(ImageGenerator generator, int count) : IImageBatches
    {
        public int Count => count;

        public ITrainingDraws Draws(ulong seed) => new EpochDraws(count, seed, Batch);

        public Tensor Batch(int[] indices)
        {
            using var scope = NewDisposeScope();
            Tensor[] pictures = [.. indices.Select(Picture)];
            return cat(pictures).MoveToOuterDisposeScope();
        }

        private Tensor Picture(int index)
        {
            using var random = new Generator((ulong)index + 50);
            return generator.forward(randn(1, 4, generator: random));
        }
    }
}
