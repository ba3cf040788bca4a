using AnoGan.Imaging;
using AnoGan.Models;
using AnoGan.Networks;
using AnoGan.Scoring;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Scoring;

[Collection(TensorTests.Name)]
public sealed class BatchSearchTests
{
    [Theory]
    [InlineData(28, 1, 16, 64, 1)]
    [InlineData(28, 1, 16, 64, 2)]
    [InlineData(28, 1, 32, 7, 1)]
    [InlineData(28, 1, 32, 50, 2)]
    [InlineData(36, 3, 16, 13, 2)]
    [InlineData(64, 1, 16, 64, 1)]
    [InlineData(64, 3, 16, 33, 2)]
    [Trait("Category", "Slow")]
    public void Finds_the_same_bits_whatever_is_searched_beside_an_image(int size, int channels, int width, int batch, int threads)
    {
        var spec = new NetworkSpec(size, channels, 64, width);
        var options = new SearchOptions { Steps = 3, Restarts = 2, Batch = batch };
        using TrainedNetworks networks = TinyNetworks.Frozen(spec);
        var search = new BatchSearch(spec, networks.Generator, networks.Critic, options, CPU);
        PixelImage[] pictures = DrawnSquares.Draw(size, Enumerable.Range(0, batch)), others = DrawnSquares.Draw(size, Enumerable.Range(100, batch));
        int quarter = batch / 4, half = batch / 2, third = batch / 3;
        set_num_threads(threads);
        try
        {
            SearchResult full = Run(search, pictures);

            // In other places beside other pictures, in a batch that is not full, and alone.
            SearchResult elsewhere = Run(search, [.. others[..quarter], .. pictures.Reverse().Take(half), .. others[(quarter + half)..]]);
            SearchResult partly = Run(search, pictures[third..(third + quarter)]);
            SearchResult alone = Run(search, [pictures[^1]]);

            for (int n = 0; n < half; n++)
                AssertSame(spec, full, batch - 1 - n, elsewhere, quarter + n);
            for (int n = 0; n < quarter; n++)
                AssertSame(spec, full, third + n, partly, n);
            AssertSame(spec, full, batch - 1, alone, 0);
        }
        finally
        {
            set_num_threads(1);
        }
    }

    [Fact]
    public void Starts_from_the_content_of_each_image_and_the_seed()
    {
        PixelImage[] pictures = DrawnSquares.Draw(8, [1, 2, 1]);

        float[] z = Run(pictures, new SearchOptions { Steps = 0, Batch = 4 }).Z, reseeded = Run(pictures, new SearchOptions { Steps = 0, Batch = 4, Seed = 2 }).Z;

        Assert.Equal(z[..4], z[8..12]);
        Assert.NotEqual(z[..4], z[4..8]);
        Assert.NotEqual(z[..4], reseeded[..4]);
    }

    [Fact]
    public void Draws_starts_from_the_prior()
    {
        SearchResult found = Run(DrawnSquares.Draw(8, Enumerable.Range(0, 500)), new SearchOptions { Steps = 0, Batch = 500, Restarts = 1 });

        // 2000 numbers: the mean has a standard deviation of 0.022, the mean square one of 0.032.
        Assert.Equal(0, found.Z.Average(), 0.1);
        Assert.Equal(1, found.Z.Average(z => (double)z * z), 0.15);
    }

    [Fact]
    public void Finds_no_greater_loss_with_more_restarts()
    {
        PixelImage[] pictures = DrawnSquares.Draw(8, [1, 2, 3, 4]);
        var options = new SearchOptions { Steps = 3, Batch = 4, Restarts = 1, Lambda = 0, PriorWeight = 0 };

        SearchResult once = Run(pictures, options), fourTimes = Run(pictures, options with { Restarts = 4 });

        Assert.All(once.Residual.Zip(fourTimes.Residual), pair => Assert.True(pair.Second <= pair.First));
        Assert.NotEqual(once.Residual, fourTimes.Residual);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 5)]
    [InlineData(2, 1)]
    public void Refuses_too_few_or_too_many(int pictures, int hashes)
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(TinyNetworks.Spec);
        var search = new BatchSearch(TinyNetworks.Spec, networks.Generator, networks.Critic, new SearchOptions { Batch = 4 }, CPU);
        PixelImage[] drawn = DrawnSquares.Draw(8, Enumerable.Range(0, 5));

        Assert.Throws<ArgumentException>(() => search.Run(drawn[..pictures], DrawnSquares.Hashes(drawn)[..hashes], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Leaves_no_tensors_behind()
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(TinyNetworks.Spec);
        var search = new BatchSearch(TinyNetworks.Spec, networks.Generator, networks.Critic, new SearchOptions { Steps = 2, Restarts = 2, Batch = 4 }, CPU);

        TensorAssert.LeavesNoTensors(() => Run(search, DrawnSquares.Draw(8, [1, 2])));
    }

    private static SearchResult Run(PixelImage[] pictures, SearchOptions options)
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(TinyNetworks.Spec);
        return Run(new BatchSearch(TinyNetworks.Spec, networks.Generator, networks.Critic, options, CPU), pictures);
    }

    private static SearchResult Run(BatchSearch search, PixelImage[] pictures) =>
        search.Run(pictures, DrawnSquares.Hashes(pictures), TestContext.Current.CancellationToken);

    private static void AssertSame(NetworkSpec spec, SearchResult expected, int expectedRow, SearchResult actual, int actualRow)
    {
        Assert.Equal(Row(expected.Z, expectedRow, spec.Latent), Row(actual.Z, actualRow, spec.Latent));
        int length = spec.Channels * spec.Size * spec.Size;
        Assert.Equal(Row(expected.Generated, expectedRow, length), Row(actual.Generated, actualRow, length));
        Assert.Equal(expected.Residual[expectedRow], actual.Residual[actualRow]);
        Assert.Equal(expected.FeatureDistance[expectedRow], actual.FeatureDistance[actualRow]);
        Assert.Equal(expected.ZNorm[expectedRow], actual.ZNorm[actualRow]);
    }

    private static float[] Row(float[] values, int row, int length) => values[(row * length)..((row + 1) * length)];
}
