using AnoGan.Tests.Support;
using AnoGan.Training;
using static TorchSharp.torch;

namespace AnoGan.Tests.Training;

[Collection(TensorTests.Name)]
public sealed class SampleDiversityTests
{
    [Fact]
    public void Is_zero_for_pictures_that_are_all_equal()
    {
        Assert.Equal(0, Of(0.3f, 0.3f, 0.3f, 0.3f));
        Assert.Equal(0, Of(0.3f));
    }

    [Fact]
    public void Is_the_distance_of_two_pictures_in_units_of_black_to_white()
    {
        Assert.Equal(1, Of(-1, 1));
        Assert.Equal(0.25, Of(0, 0.5f));
    }

    [Fact]
    public void Is_the_mean_over_all_pairs()
    {
        // Half the differences of -1, 0 and 1: 0.5, 1 and 0.5.
        Assert.Equal(2.0 / 3, Of(-1, 0, 1), 1e-6);

        // Two of each: 2 of 6 pairs are equal.
        Assert.Equal(4.0 / 6, Of(-1, 1, -1, 1), 1e-6);
    }

    [Fact]
    public void Counts_every_pixel_alike()
    {
        // Two pictures of two channels of 1×2: half of |0-1|, |0+1|, |0-0|, |0-0.5| is 0.5, 0.5, 0, 0.25.
        using Tensor images = tensor((float[])[0, 0, 0, 0, 1, -1, 0, 0.5f], [2, 2, 1, 2]);

        Assert.Equal(1.25 / 4, SampleDiversity.MeanDistance(images), 1e-6);
    }

    [Fact]
    public void Leaves_no_tensors() => TensorAssert.LeavesNoTensors(() => Of(-1, 0, 1));

    // Pictures of 2×2 pixels of one level each.
    private static double Of(params float[] levels)
    {
        using Tensor images = tensor(
            [.. levels.SelectMany(level => Enumerable.Repeat(level, 4))], [levels.Length, 1, 2, 2]);
        return SampleDiversity.MeanDistance(images);
    }
}
