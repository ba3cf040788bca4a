using AnoGan.Data;
using AnoGan.Runtime;
using AnoGan.Scoring;
using static TorchSharp.torch;

namespace AnoGan.Baselines;

/// <summary>Normal images that a baseline sees in patches.</summary>
/// <param name="pictures">The pictures.</param>
/// <param name="request">What the run is asked to do.</param>
/// <param name="stride">Pixels from one tile to the next.</param>
internal sealed class PatchBaseline(PatchSet pictures, BaselineRequest request, int stride) : BaselineImages
{
    // More patches change components little; each of them costs a comparison with every tile of the nearest image.
    private const int PcaPatches = 20_000, NearestPatches = 4000;

    // 2^26 values are 256 MiB in float32, and keep principal components of larger patches a matter of minutes.
    private const int MaximumValues = 1 << 26;

    /// <inheritdoc/>
    public override IFileImages All => pictures;

    /// <inheritdoc/>
    public override string Unit => "patches";

    /// <inheritdoc/>
    public override ImageRows Rows(IReadOnlyList<int> training, Device device, CancellationToken cancellation)
    {
        int wished = request.Method == BaselineMethod.Pca ? PcaPatches : NearestPatches;
        int count = Math.Min(wished, MaximumValues / (pictures.Channels * pictures.Patch * pictures.Patch));
        return new ImageRows(
            pictures
                .Subset(training)
                .Sample(count, stride, SeededRandom.Derive(request.Seed, "baseline-patches"), cancellation),
            device);
    }

    /// <inheritdoc/>
    public override BaselineCalibration Calibrate(
        IBaseline baseline, HeldOutSplit split, CancellationToken cancellation) =>
        BaselineCalibration.Run(
            Reconstructor(baseline), pictures, split.Training, split.HeldOut, request.FalsePositiveRate,
            HeldOutSplit.MaxHeldOut, request.Train, cancellation);

    /// <inheritdoc/>
    public override IImageScorer Scorer(IBaseline baseline, BaselineCalibration calibration)
    {
        var reader = new PictureReader
        {
            Channels = pictures.Channels,
            Preparation = request.Preparation,
            IsTrainedOnGrey = pictures.ColourCount == 0,
        };
        return new TiledBaselineScorer(Reconstructor(baseline), reader, calibration);
    }

    private TileReconstructor Reconstructor(IBaseline baseline) =>
        new(baseline, pictures.Patch, stride, pictures.Channels);
}
