using AnoGan.Baselines;
using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Baselines;

[Collection(TensorTests.Name)]
public sealed class PcaModelTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(3)] // fewer images than values: by products between images
    [InlineData(5)] // more images than values: by products between values
    public void Finds_the_foot_of_the_perpendicular_on_a_line(int count)
    {
        // Pictures of 2×2 pixels on the line through (100, 100, 7, 7) along (3, 4, 0, 0).
        ImageSet images = SavedImages.Load(_temp, [.. Enumerable.Range(-count / 2, count).Select(k =>
            TinyImages.Grey8(2, 2, (byte)(100 + 3 * k), (byte)(100 + 4 * k), 7, 7))]);
        using PcaModel pca = Fit(images, components: 1);

        // One step along the line, then 10 levels off it along (4, -3) and 5 along the third pixel.
        float[] image = SavedImages.Values(100 + 3 + 8, 100 + 4 - 6, 7 + 5, 7);
        float[] found = Assert.Single(pca.Reconstruct([image]));

        Close([103, 104, 7, 7], SavedImages.Levels(found), 1e-3);
        Assert.Equal((100 + 25) / 4.0 / (255 * 255), BaselineRule.MeanSquare(image, found), 1e-7);
        Assert.Equal((8 + 6 + 5) / 4.0 / 255, BaselineRule.MeanAbsolute(image, found), 1e-6);
    }

    [Fact]
    public void Keeps_the_directions_of_largest_variance()
    {
        // The first pixel varies by ±30, the second by ±20, the third by ±10, each on its own.
        byte[][] levels =
        [
            [130, 100, 100, 0], [70, 100, 100, 0], [100, 120, 100, 0], [100, 80, 100, 0], [100, 100, 110, 0],
            [100, 100, 90, 0],
        ];
        ImageSet images = SavedImages.Load(_temp, Array.ConvertAll(levels, l => TinyImages.Grey8(2, 2, l)));
        using PcaModel pca = Fit(images, components: 2);

        float[] found = Assert.Single(pca.Reconstruct([SavedImages.Values(150, 60, 200, 9)]));

        Close([150, 60, 100, 0], SavedImages.Levels(found), 1e-3);
    }

    [Fact]
    public void Gives_every_image_back_when_it_has_all_components()
    {
        ImageSet images = SavedImages.Load(_temp, DrawnSquares.Draw(2, Enumerable.Range(0, 9)));
        using PcaModel pca = Fit(images, components: 32);

        float[] image = SavedImages.Values(0, 255, 3, 99);

        Assert.Equal(4, pca.Components);
        Close([0, 255, 3, 99], SavedImages.Levels(pca.Reconstruct([image])[0]), 1e-3);
    }

    [Fact]
    public void Gives_training_images_back_when_it_has_one_component_less_than_images()
    {
        PixelImage[] drawn = DrawnSquares.Draw(8, Enumerable.Range(0, 6));
        ImageSet images = SavedImages.Load(_temp, drawn);

        // Chunks of two images, so that blocks of products come together.
        using PcaModel pca = PcaModel.Fit(
            new ImageRows(images, CPU, valuesPerChunk: 128), components: 32, CPU, TestContext.Current.CancellationToken
        );

        Assert.Equal(5, pca.Components);
        Assert.All(
            pca.ReconstructTraining([0, 1, 2, 3, 4, 5]).Zip(drawn),
            pair => Close(Array.ConvertAll(pair.Second.Data, b => (double)b), SavedImages.Levels(pair.First), 1e-2));
    }

    [Fact]
    public void Knows_only_the_mean_where_all_images_are_equal()
    {
        ImageSet images = SavedImages.Load(_temp, TinyImages.Constant(2, 2, 50), TinyImages.Constant(2, 2, 50));
        using PcaModel pca = Fit(images, components: 1);

        Assert.Equal(0, pca.Components);
        Close([50, 50, 50, 50], SavedImages.Levels(pca.Reconstruct([SavedImages.Values(0, 99, 200, 255)])[0]), 1e-3);
    }

    [Fact]
    public void Gives_an_image_the_same_bits_in_any_company()
    {
        ImageSet images = SavedImages.Load(_temp, DrawnSquares.Draw(8, Enumerable.Range(0, 20)));
        using PcaModel pca = Fit(images, components: 7);
        float[][] tests = [.. Enumerable.Range(0, 20).Select(new ImageRows(images, CPU).Row)];

        IReadOnlyList<float[]> together = pca.Reconstruct(tests);

        for (int i = 0; i < tests.Length; i++)
            Assert.Equal(pca.Reconstruct([tests[i]])[0], together[i]);
    }

    [Fact]
    public void Leaves_no_tensor_alive()
    {
        ImageSet images = SavedImages.Load(_temp, DrawnSquares.Draw(4, Enumerable.Range(0, 5)));

        TensorAssert.LeavesNoTensors(() =>
        {
            using PcaModel pca = Fit(images, components: 2);
            pca.ReconstructTraining([0, 3]);
        });
    }

    private static PcaModel Fit(ImageSet images, int components) =>
        PcaModel.Fit(new ImageRows(images, CPU), components, CPU, TestContext.Current.CancellationToken);

    private static void Close(double[] expected, double[] actual, double tolerance) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
}
