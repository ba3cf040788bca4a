using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>Pictures that training can draw images from.</summary>
public interface IImageBatches
{
    /// <summary>Number of pictures, at least 1.</summary>
    int Count { get; }

    /// <summary>Starts an endless sequence of training images.</summary>
    /// <param name="seed">The same seed and pictures give the same sequence.</param>
    ITrainingDraws Draws(ulong seed);
}

/// <summary>An endless seeded sequence of training images, for one thread at a time.</summary>
public interface ITrainingDraws
{
    /// <summary>Takes the next images of the sequence; the caller disposes the tensor.</summary>
    /// <param name="count">How many, at least 1; how the sequence is cut into batches changes no image of it.</param>
    /// <returns>float32 [N, C, H, W] in [-1,1] on the CPU.</returns>
    /// <exception cref="AnoGanException">A file was to be read again and is gone, unreadable or changed.</exception>
    Tensor Next(int count);

    /// <summary>Passes over images of the sequence without reading them, as if they had been taken.</summary>
    /// <param name="count">How many, at least 0.</param>
    void Skip(long count);
}
