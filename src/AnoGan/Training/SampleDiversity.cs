using static TorchSharp.torch;

namespace AnoGan.Training;

/// <summary>How much pictures differ from each other, as a pure function.</summary>
internal static class SampleDiversity
{
    /// <summary>The mean over all pairs of pictures of their mean absolute difference, in [0,1] units.</summary>
    /// <param name="images">[N, C, H, W] in [-1,1].</param>
    /// <returns>0 for one picture, and for pictures that are all equal.</returns>
    public static double MeanDistance(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        int count = (int)images.shape[0];
        Tensor pixels = images.flatten(1); // [N, C·H·W]
        double sum = 0;
        for (int i = 0; i + 1 < count; i++)
        {
            using var pairs = NewDisposeScope();
            Tensor distances = (pixels[(i + 1)..] - pixels[i]).abs().mean([1]); // [N - 1 - i]
            sum += distances.sum().item<float>();
        }

        return count < 2 ? 0 : 0.5 * sum / (count * (count - 1.0) / 2); // [-1,1] is twice as wide as [0,1]
    }
}
