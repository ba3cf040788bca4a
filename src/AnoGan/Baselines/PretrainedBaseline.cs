using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Scoring;
using static TorchSharp.torch;

namespace AnoGan.Baselines;

/// <summary>
/// The distance of local features from the nearest ones of training images, with the network that comes with the
/// program. It reconstructs nothing: every image stands for itself.
/// </summary>
internal sealed class PretrainedBaseline : Baseline
{
    private readonly PretrainedNeighbours _points;

    private PretrainedBaseline(PretrainedFeatures features, PretrainedNeighbours points) =>
        (Features, _points) = (features, points);

    /// <summary>Gives the features.</summary>
    public PretrainedFeatures Features { get; }

    /// <inheritdoc/>
    public override Func<PretrainedView, PretrainedMap> Compare => PretrainedComparison.With(Features, _points)!;

    /// <inheritdoc/>
    public override int? ViewSize => Features.Size;

    /// <inheritdoc/>
    public override double HalfDistance => _points.MeanLength;

    /// <summary>Takes the features of images.</summary>
    public static PretrainedBaseline Of(
        ImageSet training, ulong seed, Device device, Action<int, int>? progress, CancellationToken cancellation)
    {
        PretrainedFeatures features = PretrainedSetup.Find(PretrainedSetup.ResNet18, PretrainedSetup.UsualSize)
            .Load(device);
        try
        {
            return new PretrainedBaseline(
                features, PretrainedComparison.Fit(training, features, seed, progress, cancellation));
        }
        catch
        {
            features.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<float[]> Reconstruct(IReadOnlyList<float[]> images) => images;

    /// <inheritdoc/>
    public override IReadOnlyList<float[]> ReconstructTraining(IReadOnlyList<int> indices) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Dispose() => Features.Dispose();
}
