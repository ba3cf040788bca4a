using TorchSharp;

namespace AnoGan.Data;

/// <summary>A numbered set of training images that can be read in any order.</summary>
public interface IImageBatches
{
    /// <summary>Number of images, at least 1.</summary>
    int Count { get; }

    /// <summary>Reads images by their numbers.</summary>
    /// <param name="indices">Numbers from 0 to <see cref="Count"/> - 1; repeats are allowed.</param>
    /// <returns>float32 [N, C, H, W] in [-1,1] on the CPU.</returns>
    torch.Tensor Batch(ReadOnlySpan<int> indices);
}
