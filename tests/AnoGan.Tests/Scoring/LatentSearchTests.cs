using AnoGan.Models;
using AnoGan.Scoring;
using AnoGan.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Tests.Scoring;

[Collection(TensorTests.Name)]
public sealed class LatentSearchTests : IDisposable
{
    private const int Count = 5, Latent = 4;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Generator _random = new(21);
    private readonly TrainedNetworks _networks = TinyNetworks.Frozen(TinyNetworks.Spec);

    public void Dispose()
    {
        _networks.Dispose();
        _random.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Without_steps_compares_with_the_picture_of_the_start()
    {
        Tensor images = Images(), starts = Draw(1, Count, Latent);

        SearchResult found = Run(images, starts, new SearchOptions { Steps = 0 });

        Tensor expected = _networks.Generator.forward(starts[0]);
        Assert.Equal(TensorAssert.Values(starts), found.Z);
        Assert.Equal(TensorAssert.Values(expected), found.Generated);
        TensorAssert.AllClose(MeanDifferences(images, expected, 0.5), found.Residual, 1e-6);
        TensorAssert.AllClose(MeanDifferences(_networks.Critic.Features(images), _networks.Critic.Features(expected), 1), found.FeatureDistance, 1e-6);
    }

    [Fact]
    public void Finds_nothing_to_say_of_the_generators_own_picture()
    {
        Tensor starts = Draw(1, Count, Latent);

        SearchResult found = Run(_networks.Generator.forward(starts[0]), starts, new SearchOptions { Steps = 0 });

        Assert.All(found.Residual.Concat(found.FeatureDistance), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Measures_z_by_its_length_over_the_root_of_its_size()
    {
        Tensor starts = tensor([3f, 4, 0, 0, 1, 1, 1, 1]).reshape(1, 2, 4);

        SearchResult found = Run(zeros(2, 1, 8, 8), starts, new SearchOptions { Steps = 0 });

        TensorAssert.AllClose([2.5f, 1], found.ZNorm, 1e-6);
    }

    [Fact]
    public void Comes_closer_to_a_picture_that_the_generator_can_draw()
    {
        // From a start beside the latent vector that made the picture, the way back is downhill.
        Tensor target = Draw(Count, Latent);
        Tensor images = _networks.Generator.forward(target), starts = (target + 0.3 * Draw(Count, Latent)).unsqueeze(0);
        var options = new SearchOptions { Steps = 100, LearningRate = 0.05, PriorWeight = 0, Lambda = 0.1 };

        SearchResult before = Run(images, starts, options with { Steps = 0 }), after = Run(images, starts, options);

        Assert.All(before.Residual.Zip(after.Residual), pair => Assert.True(pair.Second < pair.First / 4));
        Assert.All(before.FeatureDistance.Zip(after.FeatureDistance), pair => Assert.True(pair.Second < pair.First / 4));
    }

    [Fact]
    public void Moves_z_by_the_learning_rate_in_adams_first_step()
    {
        // Adam's first step is the rate times the sign of the gradient, whatever the gradient's length.
        Tensor starts = Draw(1, Count, Latent);

        SearchResult found = Run(Images(), starts, new SearchOptions { Steps = 1, LearningRate = 0.03, Schedule = LearningRateSchedule.Constant });

        Assert.All(TensorAssert.Values(starts).Zip(found.Z), pair => Assert.Equal(0.03, Math.Abs(pair.Second - pair.First), 1e-4));
    }

    [Fact]
    public void Is_held_near_the_prior_by_its_weight()
    {
        Tensor images = Images(), starts = 3 * Draw(1, Count, Latent);
        var options = new SearchOptions { Steps = 60, LearningRate = 0.5 };

        SearchResult free = Run(images, starts, options with { PriorWeight = 0 }), held = Run(images, starts, options with { PriorWeight = 100 });

        Assert.All(held.ZNorm, norm => Assert.InRange(norm, 0, 0.3));
        Assert.All(held.ZNorm.Zip(free.ZNorm), pair => Assert.True(pair.First < pair.Second));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0.1, 0.01)]
    [InlineData(0.5, 1000)]
    public void Keeps_the_restart_of_least_loss_for_each_image(double lambda, double priorWeight)
    {
        Tensor images = Images(), starts = Draw(3, Count, Latent);
        var options = new SearchOptions { Steps = 0, Lambda = lambda, PriorWeight = priorWeight };

        SearchResult[] alone = [.. Enumerable.Range(0, 3).Select(r => Run(images, starts[r].unsqueeze(0), options))];
        SearchResult found = Run(images, starts, options with { Restarts = 3 });

        for (int n = 0; n < Count; n++)
        {
            // (1 - λ)·R + λ·F + w·mean z², mean z² being the square of the reported norm
            int best = Enumerable.Range(0, 3).MinBy(r => (1 - lambda) * alone[r].Residual[n] + lambda * alone[r].FeatureDistance[n]
                + priorWeight * alone[r].ZNorm[n] * alone[r].ZNorm[n]);
            Assert.Equal(alone[best].Z[(n * Latent)..((n + 1) * Latent)], found.Z[(n * Latent)..((n + 1) * Latent)]);
            Assert.Equal(alone[best].Residual[n], found.Residual[n]);
        }
    }

    [Fact]
    public void Leaves_the_networks_and_the_starts_as_they_were()
    {
        Tensor starts = Draw(1, Count, Latent);
        float[] generator = TensorAssert.Weights(_networks.Generator), critic = TensorAssert.Weights(_networks.Critic), start = TensorAssert.Values(starts);

        Run(Images(), starts, new SearchOptions { Steps = 5 });

        Assert.Equal(generator, TensorAssert.Weights(_networks.Generator));
        Assert.Equal(critic, TensorAssert.Weights(_networks.Critic));
        Assert.Equal(start, TensorAssert.Values(starts));
        Assert.All(_networks.Generator.parameters().Concat(_networks.Critic.parameters()), p => Assert.True(p.grad is null && !p.requires_grad));
    }

    [Fact]
    public void Stops_when_it_is_cancelled()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        source.Cancel();
        Tensor images = Images(), starts = Draw(1, Count, Latent);

        TensorAssert.LeavesNoTensors(() => Assert.Throws<OperationCanceledException>(() =>
            LatentSearch.Run(_networks.Generator, _networks.Critic, images, starts, new SearchOptions(), source.Token)));
    }

    [Fact]
    public void Leaves_no_tensors_behind()
    {
        Tensor images = Images(), starts = Draw(2, Count, Latent);

        TensorAssert.LeavesNoTensors(() => Run(images, starts, new SearchOptions { Steps = 3, Restarts = 2 }));
    }

    private SearchResult Run(Tensor images, Tensor starts, SearchOptions options) =>
        LatentSearch.Run(_networks.Generator, _networks.Critic, images, starts, options, TestContext.Current.CancellationToken);

    private Tensor Images() => Draw(Count, 1, 8, 8).clamp(-1, 1);

    private Tensor Draw(params long[] shape) => randn(shape, generator: _random);

    // mean |a - b| of each row, times a factor, number by number
    private static float[] MeanDifferences(Tensor a, Tensor b, double factor)
    {
        float[] first = TensorAssert.Values(a), second = TensorAssert.Values(b);
        int length = first.Length / Count;
        return [.. Enumerable.Range(0, Count).Select(n =>
            (float)(factor * Enumerable.Range(n * length, length).Average(i => Math.Abs((double)first[i] - second[i]))))];
    }
}
