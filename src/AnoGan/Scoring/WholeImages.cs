using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;

namespace AnoGan.Scoring;

/// <summary>Normal images that are each fitted to one square.</summary>
/// <param name="images">The squares.</param>
internal sealed class WholeImages(ImageSet images) : NormalImages
{
    /// <inheritdoc/>
    public override IFileImages All => images;

    /// <inheritdoc/>
    public override IImageBatches Subset(IReadOnlyList<int> indices) => images.Subset(indices);

    /// <inheritdoc/>
    public override NormalMetric FitMetric(
        IReadOnlyList<int> indices, ImageSearch search, ulong seed, RunEvents events, CancellationToken cancellation) =>
        Calibrator.FitMetric(images.Subset(indices), search, events.Images, cancellation);

    /// <inheritdoc/>
    public override Calibration Calibrate(
        IReadOnlyList<int> scale, IReadOnlyList<int> normal, bool isHeldOut, string folder, ImageSearch search,
        NormalMetric metric, ulong seed, RunEvents events, CancellationToken cancellation) =>
        Calibrator.Run(
            images.Subset(scale), images.Subset(normal), search, metric, isHeldOut, folder, events.Images, cancellation
        );
}
