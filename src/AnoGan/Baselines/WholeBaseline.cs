using AnoGan.Data;
using AnoGan.Scoring;
using static TorchSharp.torch;

namespace AnoGan.Baselines;

/// <summary>Normal images that a baseline sees each as one square.</summary>
/// <param name="images">The squares.</param>
/// <param name="request">What the run is asked to do.</param>
internal sealed class WholeBaseline(ImageSet images, BaselineRequest request) : BaselineImages
{
    /// <inheritdoc/>
    public override IFileImages All => images;

    /// <inheritdoc/>
    public override string Unit => "images";

    /// <inheritdoc/>
    public override ImageRows Rows(IReadOnlyList<int> training, Device device, CancellationToken cancellation) =>
        new(images.Subset(training), device);

    /// <inheritdoc/>
    public override BaselineCalibration Calibrate(
        IBaseline baseline, HeldOutSplit split, CancellationToken cancellation) =>
        BaselineCalibration.Run(
            baseline, images, split.Training, split.HeldOut, request.FalsePositiveRate, HeldOutSplit.MaxHeldOut,
            cancellation);

    /// <inheritdoc/>
    public override IImageScorer Scorer(IBaseline baseline, BaselineCalibration calibration)
    {
        var reader = new SquareBatchReader
        {
            Size = request.Size,
            Channels = images.Channels,
            Fit = request.Fit,
            Preparation = request.Preparation,
            IsTrainedOnGrey = images.ColourCount == 0,
            Threads = request.UsedThreads,
        };
        return new BaselineScorer(baseline, reader, calibration);
    }
}
