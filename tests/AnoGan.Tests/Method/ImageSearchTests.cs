using System.Buffers.Binary;
using AnoGan.Method;
using AnoGan.Runtime;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Method;

[Collection(TensorTests.Name)]
public sealed class ImageSearchTests
{
    private static readonly SearchOptions Options = new() { Steps = 3, Batch = 4, Restarts = 1 };

    [Theory]
    [InlineData(28, 1, 16, 64, 1, true)]
    [InlineData(28, 1, 16, 64, 2, false)]
    [InlineData(28, 1, 32, 7, 1, true)]
    [InlineData(28, 1, 32, 50, 2, true)]
    [InlineData(36, 3, 16, 13, 2, true)]
    [InlineData(36, 3, 16, 13, 2, false)]
    [InlineData(64, 1, 16, 64, 1, true)]
    [InlineData(64, 3, 16, 33, 2, true)]
    [Trait("Category", "Slow")]
    public void Finds_the_same_bits_whatever_is_searched_beside_an_image(
        int size, int channels, int width, int batch, int threads, bool hasEncoder)
    {
        var spec = new NetworkSpec(size, channels, 64, width);
        using TrainedNetworks networks = TinyNetworks.Frozen(spec, hasEncoder: hasEncoder);
        var search = new ImageSearch(networks, spec, new SearchOptions { Steps = 3, Restarts = 2, Batch = batch }, CPU);

        AssertSameWhateverIsBeside(search, size, channels, batch, threads);
    }

    [Theory]
    [InlineData(8, 1, 16, 4, 1, true)]
    [InlineData(8, 1, 16, 16, 2, false)]
    [InlineData(28, 1, 16, 13, 2, true)]
    [InlineData(28, 1, 32, 8, 1, false)]
    [InlineData(36, 3, 16, 8, 2, true)]
    [Trait("Category", "Slow")]
    public void Finds_the_same_bits_where_searches_end_at_different_steps(
        int size, int channels, int width, int batch, int threads, bool hasEncoder)
    {
        var spec = new NetworkSpec(size, channels, 16, width);
        using TrainedNetworks networks = TinyNetworks.Frozen(spec, hasEncoder: hasEncoder);
        var options = new SearchOptions { Steps = 40, Plateau = 0.03, Restarts = 2, Batch = batch };
        var search = new ImageSearch(networks, spec, options, CPU);

        SearchResult[] results = AssertSameWhateverIsBeside(search, size, channels, batch, threads);

        Assert.True(
            results.Select(r => r.Steps).Distinct().Count() > 2, string.Join(", ", results.Select(r => r.Steps)));
        Assert.Contains(results, r => r.Converged);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Gives_results_in_the_order_of_the_images(int batch)
    {
        // Searches that end early, at different steps.
        using TrainedNetworks networks = TinyNetworks.Frozen(TinyNetworks.Spec);
        SearchInput[] images = DrawnSquares.Inputs(8, Enumerable.Range(0, 37));
        var options = new SearchOptions { Steps = 40, Plateau = 0.03, Batch = batch, PriorWeight = 0 };
        var search = new ImageSearch(networks, TinyNetworks.Spec, options, CPU);

        SearchResult[] results = Run(search, images);

        Assert.Equal(Enumerable.Range(0, 37), results.Select(r => r.Index));
        Assert.All(results, (result, i) => Assert.Equal(Start(images[i], 0), result.Start));
        Assert.True(results.Select(r => r.Steps).Distinct().Count() > 1);
    }

    [Fact]
    public void Starts_from_the_content_of_each_image_and_the_seed()
    {
        SearchInput[] images = DrawnSquares.Inputs(8, [1, 2, 1]);

        SearchResult[] found = Run(images, Options with { Steps = 0 }),
            reseeded = Run(images, Options with { Steps = 0, Seed = 2 });

        Assert.Equal(found[0].Z, found[2].Z);
        Assert.NotEqual(found[0].Z, found[1].Z);
        Assert.NotEqual(found[0].Z, reseeded[0].Z);
        Assert.All(found, result => Assert.Equal(result.Start, result.Z));
    }

    [Fact]
    public void Draws_starts_from_the_prior()
    {
        SearchResult[] found = Run(
            DrawnSquares.Inputs(8, Enumerable.Range(0, 500)), Options with { Steps = 0, Batch = 500 });

        // 2000 numbers: the mean has a standard deviation of 0.022, the mean square one of 0.032.
        float[] z = [.. found.SelectMany(result => result.Z)];
        Assert.Equal(2000, z.Length);
        Assert.Equal(0, z.Average(), 0.1);
        Assert.Equal(1, z.Average(value => (double)value * value), 0.15);
    }

    [Fact]
    public void Begins_with_the_answer_of_the_encoder()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(TinyNetworks.Spec, hasEncoder: true);
        SearchInput[] images = DrawnSquares.Inputs(8, Enumerable.Range(0, 6));
        using var scope = NewDisposeScope();
        float[] answers = TensorAssert.Values(
            networks.Encoder!.forward(tensor(images.SelectMany(i => i.Image).ToArray(), [6, 1, 8, 8])));
        var search = new ImageSearch(networks, TinyNetworks.Spec, Options with { Restarts = 3, Steps = 5 }, CPU);

        SearchResult[] found = Run(search, images), withoutSteps = Run(search.WithoutSteps(), images);

        Assert.True(search.HasEncoder);
        for (int i = 0; i < 6; i++)
        {
            TensorAssert.AllClose(answers.AsSpan(4 * i, 4), found[i].Start, 1e-5);
            Assert.Equal(found[i].Start, withoutSteps[i].Z);
            Assert.Equal(found[i].StartDifference, withoutSteps[i].Difference);
            Assert.Equal(found[i].StartGenerated, withoutSteps[i].Generated);
            Assert.Equal(0, withoutSteps[i].Steps);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0.1, 0.01)]
    [InlineData(0.5, 1000)]
    public void Keeps_the_restart_of_least_loss_for_each_image(double lambda, double priorWeight)
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(TinyNetworks.Spec);
        SearchInput[] images = DrawnSquares.Inputs(8, Enumerable.Range(0, 5));
        SearchOptions options = Options with { Steps = 2, Lambda = lambda, PriorWeight = priorWeight, Restarts = 3 };
        SearchResult[][] alone =
        [
            .. images.Select(image => Enumerable
                .Range(0, 3)
                .Select(restart => LatentSearch
                    .Run(
                        networks, TinyNetworks.Spec, options, [image.Image], [Start(image, restart)], CPU,
                        TestContext.Current.CancellationToken)
                    .Single())
                .ToArray()),
        ];

        SearchResult[] found = Run(new ImageSearch(networks, TinyNetworks.Spec, options, CPU), images);

        for (int n = 0; n < images.Length; n++)
        {
            // (1 - λ)·R + λ·F + w·mean z², mean z² being the square of the reported norm
            SearchResult best = alone[n]
                .MinBy(r => (1 - lambda) * r.Residual + lambda * r.FeatureDistance + priorWeight * r.ZNorm * r.ZNorm)!;
            Assert.Equal(best.Z, found[n].Z);
            Assert.Equal(best.Generated, found[n].Generated);
            Assert.Equal(
                (best.Residual, best.FeatureDistance, best.Loss),
                (found[n].Residual, found[n].FeatureDistance, found[n].Loss));
            Assert.Equal(best.Difference, found[n].Difference);
            Assert.Equal(alone[n][0].Start, found[n].Start);
            Assert.Equal(alone[n][0].StartDifference, found[n].StartDifference);
            Assert.Equal(alone[n][0].StartGenerated, found[n].StartGenerated);
            Assert.Equal(3 * 2, found[n].Steps);
        }
    }

    [Fact]
    public void Finds_no_greater_loss_with_more_restarts()
    {
        SearchInput[] images = DrawnSquares.Inputs(8, [1, 2, 3, 4]);
        SearchOptions options = Options with { Lambda = 0, PriorWeight = 0 };

        SearchResult[] once = Run(images, options), fourTimes = Run(images, options with { Restarts = 4 });

        Assert.All(once.Zip(fourTimes), pair => Assert.True(pair.Second.Residual <= pair.First.Residual));
        Assert.NotEqual(once.Select(r => r.Residual), fourTimes.Select(r => r.Residual));
    }

    [Fact]
    public void Takes_images_a_batch_at_a_time()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(TinyNetworks.Spec);
        int taken = 0;
        var search = new ImageSearch(networks, TinyNetworks.Spec, Options, CPU);

        // Sixteen rows, for a batch is rounded up: when the first result comes, no image beyond them was asked for.
        _ = search
            .Run(DrawnSquares.Inputs(8, Enumerable.Range(0, 40)).Select(Counted), TestContext.Current.CancellationToken)
            .First();

        Assert.Equal(16, taken);

        SearchInput Counted(SearchInput image)
        {
            taken++;
            return image;
        }
    }

    [Fact]
    public void Stops_in_the_middle_when_it_is_cancelled()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(TinyNetworks.Spec);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var search = new ImageSearch(networks, TinyNetworks.Spec, Options, CPU);
        int found = 0;

        TensorAssert.LeavesNoTensors(() => Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (SearchResult result in search.Run(DrawnSquares.Inputs(8, Enumerable.Range(0, 40)), source.Token))
            {
                found++;
                source.Cancel();
            }
        }));

        Assert.Equal(16, found);
    }

    [Fact]
    public void Has_nothing_to_say_of_no_images() => Assert.Empty(Run([], Options));

    [Fact]
    public void Refuses_options_out_of_range()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(TinyNetworks.Spec);

        Assert.Throws<AnoGanException>(() =>
            new ImageSearch(networks, TinyNetworks.Spec, Options with { Batch = 0 }, CPU));
    }

    [Fact]
    public void Leaves_no_tensors_behind()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(TinyNetworks.Spec, hasEncoder: true);
        var search = new ImageSearch(networks, TinyNetworks.Spec, Options with { Restarts = 2 }, CPU);
        SearchInput[] images = DrawnSquares.Inputs(8, Enumerable.Range(0, 7));

        TensorAssert.LeavesNoTensors(() => Run(search, images));
        TensorAssert.LeavesNoTensors(() => _ = search.Run(images, TestContext.Current.CancellationToken).First());
    }

    // More images than rows, then some of them in other places beside others, in reverse order, and alone.
    private static SearchResult[] AssertSameWhateverIsBeside(
        ImageSearch search, int size, int channels, int batch, int threads)
    {
        int count = batch + batch / 2,
            some = batch / 2;
        SearchInput[] images = DrawnSquares.Inputs(size, Enumerable.Range(0, count), channels),
            others = DrawnSquares.Inputs(size, Enumerable.Range(1000, some), channels);
        set_num_threads(threads);
        try
        {
            SearchResult[] full = Run(search, images);
            SearchResult[] elsewhere = Run(
                search, [.. others[..(some / 2)], .. images.Reverse().Take(some), .. others[(some / 2)..]]);
            SearchResult[] partly = Run(search, images[1..(1 + some)]);
            SearchResult alone = Run(search, [images[^1]]).Single();

            for (int n = 0; n < some; n++)
            {
                AssertSame(full[count - 1 - n], elsewhere[some / 2 + n]);
                AssertSame(full[1 + n], partly[n]);
            }

            AssertSame(full[^1], alone);
            return full;
        }
        finally
        {
            set_num_threads(1);
        }
    }

    private static void AssertSame(SearchResult expected, SearchResult actual)
    {
        Assert.Equal(expected.Start, actual.Start);
        Assert.Equal(expected.StartGenerated, actual.StartGenerated);
        Assert.Equal(expected.Z, actual.Z);
        Assert.Equal(expected.Generated, actual.Generated);
        Assert.Equal(
            (expected.Residual, expected.FeatureDistance, expected.Loss),
            (actual.Residual, actual.FeatureDistance, actual.Loss));
        Assert.Equal(expected.Features, actual.Features);
        Assert.Equal(expected.StartDifference, actual.StartDifference);
        Assert.Equal(expected.Difference, actual.Difference);
        Assert.Equal((expected.Steps, expected.Converged), (actual.Steps, actual.Converged));
    }

    private static SearchResult[] Run(SearchInput[] images, SearchOptions options)
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(TinyNetworks.Spec);
        return Run(new ImageSearch(networks, TinyNetworks.Spec, options, CPU), images);
    }

    private static SearchResult[] Run(ImageSearch search, SearchInput[] images) =>
        [.. search.Run(images, TestContext.Current.CancellationToken)];

    // What seed 1 and an image's content come to: four normal numbers.
    private static float[] Start(SearchInput image, int restart)
    {
        var random = new SeededRandom(
            SeededRandom.Derive(1 ^ BinaryPrimitives.ReadUInt64LittleEndian(image.Hash.Span), "start", (ulong)restart));
        return [.. Enumerable.Range(0, 4).Select(_ => (float)random.NextGaussian())];
    }
}
