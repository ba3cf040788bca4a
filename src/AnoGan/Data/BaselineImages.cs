using AnoGan.Baselines;
using AnoGan.Scoring;
using static TorchSharp.torch;

namespace AnoGan.Data;

/// <summary>Normal images as a baseline uses them, seen whole or in patches.</summary>
internal abstract class BaselineImages
{
    /// <summary>All images that can be read.</summary>
    public abstract IFileImages All { get; }

    /// <summary>What <see cref="Rows"/> gives, in the plural, for messages.</summary>
    public abstract string Unit { get; }

    /// <summary>What a baseline is made from.</summary>
    /// <param name="training">Places of the images that it may know.</param>
    /// <param name="device">Where it will compute.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    public abstract ImageRows Rows(IReadOnlyList<int> training, Device device, CancellationToken cancellation);

    /// <summary>Scores the held-out images, or training images for the brightness alone where there are none.</summary>
    /// <param name="baseline">The baseline.</param>
    /// <param name="split">Which images were held out.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    public abstract BaselineCalibration Calibrate(
        IBaseline baseline, HeldOutSplit split, CancellationToken cancellation);

    /// <summary>What scores image files.</summary>
    /// <param name="baseline">The baseline; stays the caller's.</param>
    /// <param name="calibration">How normal images score.</param>
    public abstract IImageScorer Scorer(IBaseline baseline, BaselineCalibration calibration);
}
