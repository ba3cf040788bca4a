using AnoGan.Method;
using AnoGan.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Tests.Method;

[Collection(TensorTests.Name)]
public sealed class LatentSearchTests : IDisposable
{
    private const int Count = 5, Latent = 4;

    private static readonly SearchOptions Options = new() { Batch = 8, Plateau = 0 };

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Generator _random = new(21);
    private readonly TrainedNetworks _networks = TinyNetworks.Frozen(TinyNetworks.Spec, hasEncoder: true);

    public LatentSearchTests()
    {
        // The average is what draws; the generator's last weights are others.
        using var noGrad = no_grad();
        foreach (Tensor weights in _networks.Generator.parameters())
            weights.fill_(0.01);
    }

    public void Dispose()
    {
        _networks.Dispose();
        _random.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Without_steps_compares_with_the_picture_of_the_start()
    {
        Tensor images = Images(), starts = Draw(Count, Latent);

        SearchResult[] found = Run(images, starts, Options with { Steps = 0 });

        Tensor expected = _networks.Average.forward(starts);
        Tensor features = _networks.Critic.Features(images), expectedFeatures = _networks.Critic.Features(expected);
        Assert.Equal(TensorAssert.Values(starts), found.SelectMany(r => r.Z));
        Assert.Equal(TensorAssert.Values(starts), found.SelectMany(r => r.Start));
        TensorAssert.AllClose(TensorAssert.Values(expected), All(found, r => r.Generated), 1e-6);
        TensorAssert.AllClose(MeanDifferences(images, expected, 0.5), All(found, r => [r.Residual]), 1e-6);
        TensorAssert.AllClose(
            MeanDifferences(features, expectedFeatures, 1), All(found, r => [r.FeatureDistance]), 1e-6);
        Assert.All(found, r => Assert.Equal((0, false), (r.Steps, r.Converged)));
    }

    [Fact]
    public void Steps_in_bfloat16_and_tells_in_fp32_where_it_ended()
    {
        var spec = new NetworkSpec(16, 1, Latent, 16);
        using TrainedNetworks networks = TinyNetworks.Frozen(spec);
        Tensor images = randn(Count, 1, 16, 16, generator: _random), starts = Draw(Count, Latent);
        SearchResult[] Search(Precision precision) =>
            [.. LatentSearch.Run(
                networks, spec, Options with { Steps = 10, Precision = precision }, Rows(images), Rows(starts), CPU)];

        SearchResult[] exact = Search(Precision.Fp32), coarse = Search(Precision.Bf16);

        float[] z = All(coarse, r => r.Z);
        Assert.NotEqual(All(exact, r => r.Z), z);
        TensorAssert.AllClose(All(exact, r => r.Z), z, 0.1);
        Tensor drawn = networks.Average.forward(tensor(z, [Count, Latent]));
        TensorAssert.AllClose(TensorAssert.Values(drawn), All(coarse, r => r.Generated), 1e-6);
        TensorAssert.AllClose(MeanDifferences(images, drawn, 0.5), All(coarse, r => [r.Residual]), 1e-6);
    }

    [Theory]
    [InlineData(1, 1, Precision.Fp32)]
    [InlineData(1, 2, Precision.Fp32)]
    [InlineData(3, 1, Precision.Fp32)]
    [InlineData(3, 2, Precision.Fp32)]
    [InlineData(1, 2, Precision.Bf16)]
    [InlineData(3, 1, Precision.Bf16)]
    public void Finds_the_same_bits_at_28_pixels_whatever_is_searched_beside_it(
        int channels, int threads, Precision precision)
    {
        int before = get_num_threads();
        set_num_threads(threads);
        try
        {
            var spec = new NetworkSpec(28, channels, Latent, 16);
            using TrainedNetworks networks = TinyNetworks.Frozen(spec, hasEncoder: true);
            float[][] images = Rows(randn([32, channels, 28, 28], generator: _random));
            float[][] Search(float[][] some) =>
            [
                .. LatentSearch
                    .Run(
                        networks, spec, Options with { Steps = 6, Batch = 32, Precision = precision }, some,
                        new float[some.Length][], CPU)
                    .Select(r => (float[])[.. r.Z, .. r.Generated, .. r.StartDifference, r.Loss]),
            ];

            float[][] forward = Search(images), backward = Search([.. images.Reverse()]);

            Assert.Equal(forward, backward.Reverse());
            foreach (int few in (int[])[1, 4, 5, 8, 11, 16, 17, 27])
                Assert.Equal(forward[^few..], Search(images[^few..]));
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void Keeps_the_normalised_features_of_the_image_and_their_differences_before_and_after()
    {
        Tensor images = Images(), starts = Draw(Count, Latent);

        SearchResult[] found = Run(images, starts, Options with { Steps = 4 });

        float[] features = Normalised(images), before = Normalised(_networks.Average.forward(starts));
        float[] after = Normalised(_networks.Average.forward(tensor(All(found, r => r.Z), [Count, Latent])));
        TensorAssert.AllClose(features, All(found, r => r.Features), 1e-5);
        TensorAssert.AllClose(
            TensorAssert.Values(_networks.Average.forward(starts)), All(found, r => r.StartGenerated), 1e-6);
        TensorAssert.AllClose([.. features.Zip(before, (a, b) => a - b)], All(found, r => r.StartDifference), 1e-5);
        TensorAssert.AllClose([.. features.Zip(after, (a, b) => a - b)], All(found, r => r.Difference), 1e-5);
    }

    [Fact]
    public void Minimises_residual_feature_distance_and_the_length_of_z_by_their_weights()
    {
        SearchResult[] found = Run(
            Images(), Draw(Count, Latent), Options with { Steps = 2, Lambda = 0.25, PriorWeight = 0.5 });

        Assert.All(found, r => Assert.Equal(
            0.75 * r.Residual + 0.25 * r.FeatureDistance + 0.5 * r.Z.Average(z => z * z), r.Loss, 1e-5));
    }

    [Fact]
    public void Finds_nothing_to_say_of_the_generators_own_picture()
    {
        // Drawn in a batch of the search's shape: another shape may change the last bits.
        Tensor starts = Draw(8, Latent);

        SearchResult[] found = Run(_networks.Average.forward(starts), starts, Options with { Steps = 0 });

        Assert.All(found, r => Assert.Equal((0f, 0f), (r.Residual, r.FeatureDistance)));
        Assert.All(found.SelectMany(r => r.Difference), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Measures_z_by_its_length_over_the_root_of_its_size()
    {
        Tensor starts = tensor([3f, 4, 0, 0, 1, 1, 1, 1]).reshape(2, 4);

        SearchResult[] found = Run(zeros(2, 1, 8, 8), starts, Options with { Steps = 0 });

        Assert.Equal([2.5, 1], found.Select(r => r.ZNorm));
    }

    [Fact]
    public void Comes_closer_to_a_picture_that_the_generator_can_draw()
    {
        // From a start beside the latent vector that made the picture, the way back is downhill.
        Tensor target = Draw(Count, Latent);
        Tensor images = _networks.Average.forward(target), starts = target + 0.3 * Draw(Count, Latent);
        SearchOptions options = Options with { Steps = 100, LearningRate = 0.05, PriorWeight = 0, Lambda = 0.1 };

        SearchResult[] before = Run(images, starts, options with { Steps = 0 }), after = Run(images, starts, options);

        Assert.All(before.Zip(after), pair => Assert.True(pair.Second.Residual < pair.First.Residual / 4));
        Assert.All(
            before.Zip(after), pair => Assert.True(pair.Second.FeatureDistance < pair.First.FeatureDistance / 4));
    }

    [Fact]
    public void Moves_z_by_the_learning_rate_in_adams_first_step()
    {
        // Adam's first step is the rate times the sign of the gradient, whatever the gradient's length.
        Tensor starts = Draw(Count, Latent);

        SearchOptions options = Options with
        {
            Steps = 1,
            LearningRate = 0.03,
            Schedule = LearningRateSchedule.Constant,
        };

        SearchResult[] found = Run(Images(), starts, options);

        Assert.All(
            TensorAssert.Values(starts).Zip(All(found, r => r.Z)),
            pair => Assert.Equal(0.03, Math.Abs(pair.Second - pair.First), 1e-4));
    }

    [Fact]
    public void Walks_as_adam_does()
    {
        Tensor images = Images(),
            starts = Draw(Count, Latent);
        SearchOptions options = Options with
        {
            Steps = 6,
            LearningRate = 0.1,
            Lambda = 0.3,
            PriorWeight = 0.2,
        };

        SearchResult[] found = Run(images, starts, options);

        for (int n = 0; n < Count; n++)
            TensorAssert.AllClose(WalkByHand(images[n], starts[n], options), found[n].Z, 1e-4);
    }

    [Fact]
    public void Is_held_near_the_prior_by_its_weight()
    {
        Tensor images = Images(), starts = 3 * Draw(Count, Latent);
        SearchOptions options = Options with { Steps = 60, LearningRate = 0.5 };

        SearchResult[] free = Run(images, starts, options with { PriorWeight = 0 }),
            held = Run(images, starts, options with { PriorWeight = 100 });

        Assert.All(held, r => Assert.InRange(r.ZNorm, 0, 0.3));
        Assert.All(held.Zip(free), pair => Assert.True(pair.First.ZNorm < pair.Second.ZNorm));
    }

    [Fact]
    public void Ends_after_ten_steps_where_the_loss_does_not_fall()
    {
        SearchResult[] found = Run(
            Images(), Draw(Count, Latent), Options with { Steps = 100, LearningRate = 1e-9, Plateau = 0.01 });

        Assert.All(found, r => Assert.Equal((10, true), (r.Steps, r.Converged)));
    }

    [Theory]
    [InlineData(1e-9)] // the loss stays
    [InlineData(10)] // steps so long that the loss rises and falls
    public void Makes_every_step_without_a_plateau(double learningRate)
    {
        SearchOptions options = Options with
        {
            Steps = 30,
            LearningRate = learningRate,
            Schedule = LearningRateSchedule.Constant,
            PriorWeight = 1,
        };

        SearchResult[] found = Run(Images(), Draw(Count, Latent), options);

        Assert.All(found, r => Assert.Equal((30, false), (r.Steps, r.Converged)));
    }

    [Fact]
    public void Has_not_converged_where_the_loss_still_falls_at_the_last_step()
    {
        // As in the search that comes closer, whose loss falls to less than a quarter.
        Tensor target = Draw(Count, Latent);
        SearchOptions options = Options with
        {
            Steps = 15,
            LearningRate = 0.02,
            PriorWeight = 0,
            Plateau = 0.01,
            Schedule = LearningRateSchedule.Constant,
        };

        SearchResult[] found = Run(
            _networks.Average.forward(target), target + Draw(Count, Latent).sign() * 0.5, options);

        Assert.All(found, r => Assert.Equal((15, false), (r.Steps, r.Converged)));
    }

    [Fact]
    public void Keeps_the_z_of_an_image_that_has_stopped_while_others_go_on()
    {
        // Every other image is the picture of its own start: without a prior, nothing moves there, and it ends at step
        // 10, as it began.
        Tensor starts = Draw(16, Latent), images = _networks.Average.forward(starts).clone();
        for (int n = 1; n < 16; n += 2)
            images[n].copy_(_networks.Average.forward(starts[n].unsqueeze(0) + 1)[0]);
        SearchOptions options = Options with { Steps = 20, PriorWeight = 0, Plateau = 1e-6, Batch = 16 };

        SearchResult[] found = Run(images, starts, options);

        Assert.Equal(Enumerable.Range(0, 16), found.Select(r => r.Index));
        Assert.All(found.Index(), result => Assert.Equal(
            result.Index % 2 == 0 ? (10, true) : (20, false), (result.Item.Steps, result.Item.Converged)));
        Assert.All(found.Where((_, n) => n % 2 == 0), r => Assert.Equal(r.Start, r.Z));
    }

    [Theory]
    [InlineData(0.01, 100, 98.9f, false)] // fallen by 1.1
    [InlineData(0.01, 100, 99.1f, true)] // by 0.9
    [InlineData(0.01, 1, 2, true)] // a loss that rises does not fall
    [InlineData(0, 1, 1, false)]
    [InlineData(0, 1, 2, false)]
    [InlineData(1, 100, 1, true)] // short of falling to nothing
    [InlineData(0.01, 0, 0, true)] // cannot fall
    [InlineData(0, 0, 0, false)]
    [InlineData(0.01, 1, float.NaN, false)]
    public void Has_converged_where_the_loss_falls_by_less_than_the_share(
        double share, float earlier, float now, bool expected) =>
        Assert.Equal(expected, LatentSearch.HasStoppedFalling(earlier, now, share));

    [Fact]
    public void Leaves_the_networks_and_the_starts_as_they_were()
    {
        Tensor images = Images();
        float[][] pictures = Rows(images), starts = Rows(Draw(Count, Latent));
        float[] before = Weights(), start = [.. starts.SelectMany(z => z)];

        _ = Run(pictures, starts, Options with { Steps = 5 });

        Assert.Equal(before, Weights());
        Assert.Equal(start, starts.SelectMany(z => z));
        Assert.Equal(TensorAssert.Values(images), pictures.SelectMany(x => x));
        Assert.All(
            _networks
                .Average.parameters()
                .Concat(_networks.Critic.parameters())
                .Concat(_networks.Encoder!.parameters()),
            p => Assert.True(p.grad is null && !p.requires_grad));

        float[] Weights() =>
            [
                .. TensorAssert.Weights(_networks.Generator), .. TensorAssert.Weights(_networks.Average),
                .. TensorAssert.Weights(_networks.Critic), .. TensorAssert.Weights(_networks.Encoder!),
            ];
    }

    [Fact]
    public void Needs_an_encoder_or_a_start()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(TinyNetworks.Spec);

        TensorAssert.LeavesNoTensors(() => Assert.Throws<InvalidOperationException>(() => LatentSearch.Run(
            networks, TinyNetworks.Spec, Options, [new float[64]], [null], CPU,
            TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void Refuses_more_images_than_the_batch_has_rows()
    {
        float[][] images = [.. Enumerable.Repeat(new float[64], 17)];

        Assert.Throws<ArgumentException>(() => Search(images, new float[17][], Options));
        Assert.Throws<ArgumentException>(() => Search(images[..4], new float[3][], Options));
        Assert.Throws<ArgumentException>(() => Search(images[..5], new float[5][], Options with { Steps = 0 }));
    }

    [Fact]
    public void Stops_when_it_is_cancelled()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        source.Cancel();
        float[][] images = Rows(Images()), starts = Rows(Draw(Count, Latent));

        TensorAssert.LeavesNoTensors(() => Assert.Throws<OperationCanceledException>(() =>
            LatentSearch.Run(_networks, TinyNetworks.Spec, Options, images, starts, CPU, source.Token)));
    }

    [Fact]
    public void Stops_between_two_steps_when_it_is_cancelled()
    {
        // More steps than a test could wait for.
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        source.CancelAfter(TimeSpan.FromMilliseconds(200));
        float[][] images = Rows(Images()), starts = Rows(Draw(Count, Latent));

        TensorAssert.LeavesNoTensors(() => Assert.Throws<OperationCanceledException>(() => LatentSearch.Run(
            _networks, TinyNetworks.Spec, Options with { Steps = 1_000_000 }, images, starts, CPU, source.Token)));
    }

    [Fact]
    public void Leaves_no_tensors_behind()
    {
        float[][] images = Rows(Images());
        float[]?[] starts = Rows(Draw(Count, Latent));
        starts[1] = null;

        TensorAssert.LeavesNoTensors(() => Run(images, starts, Options with { Steps = 3 }));
    }

    private SearchResult[] Run(Tensor images, Tensor starts, SearchOptions options) =>
        Run(Rows(images), Rows(starts), options);

    private SearchResult[] Run(float[][] images, float[]?[] starts, SearchOptions options) =>
    [
        .. images.Zip(starts).Chunk(LatentSearch.MostRows(options, CPU)).SelectMany(batch => Search(
            [.. batch.Select(pair => pair.First)], [.. batch.Select(pair => pair.Second)], options)),
    ];

    private IReadOnlyList<SearchResult> Search(float[][] images, float[]?[] starts, SearchOptions options) =>
        LatentSearch.Run(
            _networks, TinyNetworks.Spec, options, images, starts, CPU, TestContext.Current.CancellationToken);

    private static float[][] Rows(Tensor batch) =>
        [.. TensorAssert.Values(batch).Chunk((int)(batch.numel() / batch.shape[0]))];

    // Kingma and Ba 2015, algorithm 1, for one image alone, in double precision but for the gradient.
    private float[] WalkByHand(Tensor image, Tensor start, SearchOptions options)
    {
        double[] z = [.. TensorAssert.Values(start).Select(v => (double)v)],
            m = new double[Latent],
            v = new double[Latent];
        for (int t = 1; t <= options.Steps; t++)
        {
            double rate = options.LearningRate / 2 * (1 + Math.Cos(Math.PI * (t - 1) / options.Steps));
            float[] g = Gradient(image.unsqueeze(0), z, options);
            for (int i = 0; i < Latent; i++)
            {
                m[i] = 0.9 * m[i] + 0.1 * g[i];
                v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                z[i] -= rate * (m[i] / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, t))) + 1e-8);
            }
        }

        return [.. z.Select(value => (float)value)];
    }

    private float[] Gradient(Tensor image, double[] z, SearchOptions options)
    {
        using var scope = NewDisposeScope();
        Tensor at = tensor(Array.ConvertAll(z, value => (float)value), [1, Latent], requires_grad: true);
        Tensor generated = _networks.Average.forward(at);
        Tensor loss = (1 - options.Lambda) * (image - generated).abs().mean() / 2
            + options.Lambda * (_networks.Critic.Features(image) - _networks.Critic.Features(generated)).abs().mean()
            + options.PriorWeight * at.square().mean();
        return TensorAssert.Values(autograd.grad([loss], [at])[0]);
    }

    // Each place's features over their root mean square over the channels, number by number.
    private float[] Normalised(Tensor images)
    {
        using var scope = NewDisposeScope();
        Tensor features = _networks.Critic.Features(images);
        float[] values = TensorAssert.Values(features), normalised = new float[values.Length];
        int channels = (int)features.shape[1], plane = (int)(features.shape[2] * features.shape[3]);
        for (int i = 0; i < values.Length; i++)
        {
            int first = i / (channels * plane) * channels * plane + i % plane;
            double meanSquare = Enumerable.Range(0, channels).Average(c => Math.Pow(values[first + c * plane], 2));
            normalised[i] = (float)(values[i] / (Math.Sqrt(meanSquare) + 1e-3));
        }

        return normalised;
    }

    private static float[] All(SearchResult[] results, Func<SearchResult, float[]> part) =>
        [.. results.SelectMany(part)];

    private Tensor Images() => Draw(Count, 1, 8, 8).clamp(-1, 1);

    private Tensor Draw(params long[] shape) => randn(shape, generator: _random);

    // mean |a - b| of each row, times a factor, number by number
    private static float[] MeanDifferences(Tensor a, Tensor b, double factor)
    {
        float[] first = TensorAssert.Values(a), second = TensorAssert.Values(b);
        int length = first.Length / Count;
        return [.. Enumerable.Range(0, Count).Select(n => (float)(factor
            * Enumerable.Range(n * length, length).Average(i => Math.Abs((double)first[i] - second[i]))))];
    }
}
