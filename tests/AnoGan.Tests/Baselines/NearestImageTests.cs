using AnoGan.Baselines;
using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Baselines;

[Collection(TensorTests.Name)]
public sealed class NearestImageTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(1 << 24, true)] // one chunk
    [InlineData(64 * 7, true)] // chunks of seven images
    [InlineData(64 * 7, false)]
    public void Finds_what_comparing_with_every_image_finds(int valuesPerChunk, bool keepsRows)
    {
        PixelImage[] training = DrawnSquares.Draw(8, Enumerable.Range(0, 40)),
            tests = DrawnSquares.Draw(8, Enumerable.Range(100, 25));
        ImageSet images = SavedImages.Load(_temp, training);
        using NearestImage nearest = NearestImage.Of(
            new ImageRows(images, CPU, valuesPerChunk), keepsRows, CPU, TestContext.Current.CancellationToken);

        IReadOnlyList<float[]> found = nearest.Reconstruct([.. tests.Select(test => SavedImages.Values(test.Data))]);

        for (int i = 0; i < tests.Length; i++)
            Assert.Equal(SavedImages.Values(training.MinBy(other => SquaredLevels(tests[i], other))!.Data), found[i]);
    }

    [Fact]
    public void Measures_the_distance_difference_by_difference()
    {
        ImageSet images = SavedImages.Load(
            _temp, TinyImages.Grey8(2, 2, 0, 0, 0, 0), TinyImages.Grey8(2, 2, 200, 100, 50, 0));
        using NearestImage nearest = Of(images);
        float[] image = SavedImages.Values(203, 96, 50, 0);

        float[] found = Assert.Single(nearest.Reconstruct([image]));

        Assert.Equal(SavedImages.Values(200, 100, 50, 0), found);
        Assert.Equal((9 + 16) / 4.0 / (255 * 255), BaselineRule.MeanSquare(image, found), 1e-9);
    }

    [Fact]
    public void Gives_a_known_image_itself_and_a_training_image_the_nearest_other()
    {
        ImageSet images = SavedImages.Load(
            _temp, TinyImages.Constant(2, 2, 10), TinyImages.Constant(2, 2, 30), TinyImages.Constant(2, 2, 90));
        using NearestImage nearest = Of(images);

        Assert.Equal(SavedImages.Values(30, 30, 30, 30), nearest.Reconstruct([SavedImages.Values(30, 30, 30, 30)])[0]);
        Assert.Equal(
            [-1 + 30 / 127.5f, -1 + 10 / 127.5f, -1 + 30 / 127.5f],
            nearest.ReconstructTraining([0, 1, 2]).Select(found => found[0]));
    }

    [Fact]
    public void Gives_equal_distances_to_the_first_image()
    {
        // Both differ from black in one white pixel.
        ImageSet images = SavedImages.Load(
            _temp, TinyImages.Constant(2, 2, 255), TinyImages.Grey8(2, 2, 0, 0, 255, 0),
            TinyImages.Grey8(2, 2, 255, 0, 0, 0));
        using NearestImage nearest = Of(images);

        Assert.Equal(SavedImages.Values(0, 0, 255, 0), nearest.Reconstruct([SavedImages.Values(0, 0, 0, 0)])[0]);
    }

    [Fact]
    public void Gives_an_image_the_same_bits_in_any_company()
    {
        ImageSet images = SavedImages.Load(_temp, DrawnSquares.Draw(8, Enumerable.Range(0, 30)));
        using NearestImage nearest = Of(images);
        float[][] tests =
        [
            .. DrawnSquares.Draw(8, Enumerable.Range(50, 20)).Select(test => SavedImages.Values(test.Data)),
        ];

        IReadOnlyList<float[]> together = nearest.Reconstruct(tests);

        for (int i = 0; i < tests.Length; i++)
            Assert.Equal(nearest.Reconstruct([tests[i]])[0], together[i]);
    }

    [Fact]
    public void Gives_a_lone_training_image_itself()
    {
        ImageSet images = SavedImages.Load(_temp, TinyImages.Constant(2, 2, 10));
        using NearestImage nearest = Of(images);

        Assert.Equal(SavedImages.Values(10, 10, 10, 10), nearest.ReconstructTraining([0])[0]);
    }

    [Fact]
    public void Leaves_no_tensor_alive()
    {
        ImageSet images = SavedImages.Load(_temp, DrawnSquares.Draw(4, Enumerable.Range(0, 5)));

        TensorAssert.LeavesNoTensors(() =>
        {
            using NearestImage nearest = Of(images);
            nearest.ReconstructTraining([0, 3]);
        });
    }

    private static NearestImage Of(ImageSet images) =>
        NearestImage.Of(new ImageRows(images, CPU), CPU, TestContext.Current.CancellationToken);

    private static int SquaredLevels(PixelImage a, PixelImage b) =>
        a.Data.Zip(b.Data, (x, y) => (x - y) * (x - y)).Sum();
}
