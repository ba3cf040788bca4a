namespace AnoGan.Data;

/// <summary>Pictures that training can draw images from.</summary>
public interface IImageBatches
{
    /// <summary>Number of pictures, at least 1.</summary>
    int Count { get; }

    /// <summary>Starts an endless sequence of training images.</summary>
    /// <param name="seed">The same seed and pictures give the same sequence.</param>
    ITrainingDraws Draws(ulong seed);
}
