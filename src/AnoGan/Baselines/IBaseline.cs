namespace AnoGan.Baselines;

/// <summary>
/// What stands where the generator's search stands in AnoGAN: it gives each image the nearest one that it takes for
/// normal. An image's result does not depend on the images that are given with it.
/// </summary>
internal interface IBaseline : IDisposable
{
    /// <summary>The most images of one call.</summary>
    int Capacity { get; }

    /// <summary>The nearest normal image of each image.</summary>
    /// <param name="images">One to <see cref="Capacity"/> images of [channels, size, size] values in [-1,1].</param>
    /// <returns>One reconstruction an image, of the same length; values may leave [-1,1].</returns>
    IReadOnlyList<float[]> Reconstruct(IReadOnlyList<float[]> images);

    /// <summary>
    /// The same for images that the baseline was made from, as if each were new where that can be had.
    /// </summary>
    /// <param name="indices">One to <see cref="Capacity"/> places in the set of training images.</param>
    /// <returns>One reconstruction an image.</returns>
    IReadOnlyList<float[]> ReconstructTraining(IReadOnlyList<int> indices);
}
