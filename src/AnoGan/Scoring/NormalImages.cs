using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;

namespace AnoGan.Scoring;

/// <summary>Normal images as a training or a calibration uses them, seen whole or in patches.</summary>
internal abstract class NormalImages
{
    /// <summary>All images that can be read.</summary>
    public abstract IFileImages All { get; }

    /// <summary>Some of them, to draw training images from.</summary>
    /// <param name="indices">Indices into the files; at least one.</param>
    public abstract IImageBatches Subset(IReadOnlyList<int> indices);

    /// <summary>Fits the metric of normal images' spread.</summary>
    /// <param name="indices">The images that it is fitted to.</param>
    /// <param name="search">The search that scoring will use.</param>
    /// <param name="seed">From which random patches are derived.</param>
    /// <param name="events">What to tell meanwhile.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    public abstract NormalMetric FitMetric(
        IReadOnlyList<int> indices, ImageSearch search, ulong seed, RunEvents events, CancellationToken cancellation);

    /// <summary>Scores normal images and keeps the distributions.</summary>
    /// <param name="scale">Images that say how the terms are distributed.</param>
    /// <param name="normal">Images whose scores are kept.</param>
    /// <param name="isHeldOut">Whether training saw neither the kept images nor their like.</param>
    /// <param name="folder">Name of the folder they came from.</param>
    /// <param name="search">The search that scoring will use.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="seed">From which random patches are derived.</param>
    /// <param name="events">What to tell meanwhile.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    public abstract Calibration Calibrate(
        IReadOnlyList<int> scale, IReadOnlyList<int> normal, bool isHeldOut, string folder, ImageSearch search,
        NormalMetric metric, ulong seed, RunEvents events, CancellationToken cancellation);
}
