using AnoGan.Baselines;
using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Models;
using AnoGan.Sampling;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Sampling;

[Collection(TensorTests.Name)]
public sealed class SampleComparerTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly TrainedModel _model;
    private readonly ImageSet _images;

    public SampleComparerTests()
    {
        TinyModel.Save(_temp["model"], TinyNetworks.Spec);
        _model = ModelDirectory.Load(_temp["model"]);
        _images = SavedImages.Load(_temp, DrawnSquares.Draw(8, Enumerable.Range(0, 40)));
    }

    public void Dispose()
    {
        _model.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public void Pictures_that_are_training_images_are_copies()
    {
        long before = TensorAssert.LiveTensors;

        SampleComparison comparison = Compare(Rows(0, 3, 7), chunkValues: 1 << 20);

        Assert.Equal([0, 3, 7], comparison.ByPixels.Select(neighbours => neighbours[0].Index));
        Assert.Equal([0, 3, 7], comparison.ByFeatures.Select(neighbours => neighbours[0].Index));
        Assert.Equal(
            (0, 0, 1), (comparison.Pixels.MedianGenerated, comparison.Pixels.Ratio, comparison.Pixels.CloserShare));
        Assert.Equal((0, 0), (comparison.Features!.MedianGenerated, comparison.Features.Ratio));
        Assert.Equal(before, TensorAssert.LiveTensors);
    }

    [Fact]
    public void Pictures_like_the_training_images_are_as_far_from_them_as_these_are()
    {
        SampleComparison comparison = Compare(
            [.. DrawnSquares.Draw(8, Enumerable.Range(100, 60)).Select(Values)], chunkValues: 1 << 20);

        Assert.InRange(comparison.Pixels.Ratio!.Value, 0.8, 1.2);
        Assert.InRange(comparison.Features!.Ratio!.Value, 0.8, 1.2);
        Assert.InRange(comparison.Pixels.CloserShare!.Value, 0, 0.2);
    }

    [Fact]
    public void The_distance_of_pixels_is_their_mean_absolute_difference()
    {
        float[] picture = Values(DrawnSquares.Draw(8, 100));

        SampleComparison comparison = Compare([picture], chunkValues: 1 << 20);

        double[] expected =
        [
            .. Enumerable
                .Range(0, 40)
                .Select(i => Rows(i)[0].Zip(picture, (a, b) => Math.Abs(a - b) / 2.0).Average())
                .Order(),
        ];
        Assert.Equal(
            expected[..3], comparison.ByPixels[0].Select(neighbour => neighbour.Distance),
            (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Chunks_change_nothing()
    {
        float[][] pictures = [.. DrawnSquares.Draw(8, Enumerable.Range(100, 5)).Select(Values)];

        SampleComparison whole = Compare(pictures, chunkValues: 1 << 20),
            inChunks = Compare(pictures, chunkValues: 7 * 64);

        Assert.Equal(
            whole.ByPixels.SelectMany(neighbours => neighbours), inChunks.ByPixels.SelectMany(neighbours => neighbours)
        );
        Assert.Equal(whole.Pixels, inChunks.Pixels);
        Assert.Equal(
            whole.ByFeatures.SelectMany(neighbours => neighbours).Select(neighbour => neighbour.Index),
            inChunks.ByFeatures.SelectMany(neighbours => neighbours).Select(neighbour => neighbour.Index));
    }

    private static float[] Values(PixelImage picture)
    {
        float[] values = new float[picture.SampleCount];
        PixelTensor.Fill(picture, 1, values);
        return values;
    }

    private float[][] Rows(params int[] indices) => [.. indices.Select(index => Values(_images.Square(index)))];

    private SampleComparison Compare(IReadOnlyList<float[]> generated, int chunkValues)
    {
        var rows = new ImageRows(_images, CPU, chunkValues);
        int[] all = [.. Enumerable.Range(0, _images.Count)];
        var references = new SampleReferences(rows, all, _images.Files, Rows(all), all, IsHeldOut: false);
        return new SampleComparer(_model, CPU, threads: 1).Compare(
            generated, references, new RunEvents(), TestContext.Current.CancellationToken);
    }
}
