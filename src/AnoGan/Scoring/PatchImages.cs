using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;

namespace AnoGan.Scoring;

/// <summary>Normal images that the networks see in patches.</summary>
/// <param name="pictures">The pictures.</param>
/// <param name="stride">Pixels from one tile to the next when whole pictures are scored.</param>
internal sealed class PatchImages(PatchSet pictures, int stride) : NormalImages
{
    /// <inheritdoc/>
    public override IFileImages All => pictures;

    /// <inheritdoc/>
    public override IImageBatches Subset(IReadOnlyList<int> indices) => pictures.Subset(indices);

    /// <inheritdoc/>
    public override NormalMetric FitMetric(
        IReadOnlyList<int> indices, ImageSearch search, ulong seed, RunEvents events, CancellationToken cancellation) =>
        TileCalibrator.FitMetric(pictures.Subset(indices), search, stride, seed, events.Images, cancellation);

    /// <inheritdoc/>
    public override Calibration Calibrate(
        IReadOnlyList<int> scale, IReadOnlyList<int> normal, bool isHeldOut, string folder, ImageSearch search,
        NormalMetric metric, ulong seed, RunEvents events, CancellationToken cancellation) =>
        TileCalibrator.Run(
            pictures.Subset(scale), pictures.Subset(normal), search, metric, stride, isHeldOut, folder, seed,
            events.Images, cancellation);
}
