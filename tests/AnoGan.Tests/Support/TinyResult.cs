using AnoGan.Method;
using static TorchSharp.torch;

namespace AnoGan.Tests.Support;

/// <summary>A search result of numbers written out.</summary>
internal static class TinyResult
{
    /// <summary>A result of 2 features, 2 latent numbers, a picture of 2×2 pixels and as many local features.</summary>
    public static SearchResult Of(float residual = 0.25f, float featureDistance = 4) => new()
    {
        Index = 0,
        Start = [3, 1],
        Z = [0, 1],
        Generated = [0, 0, 0, 2],
        StartGenerated = new float[4],
        Residual = residual,
        FeatureDistance = featureDistance,
        Loss = 1,
        Features = [6, 2],
        StartDifference = [-3, -1],
        Difference = [3, 0],
        LocalFeatures = [1, 2, 3, 4],
        StartLocal = [0.5f, -2, 0.25f, 1],
        Local = [0.25f, 0.125f, -0.5f, 0],
        Steps = 5,
        Converged = true,
    };

    /// <summary>
    /// A metric of such results: its variances are 36/7 along the first axis and 4/7 along the second, and its normal
    /// images lie at (3, 0), (-3, 0), (0, 1) and (0, -1).
    /// </summary>
    public static NormalMetric Metric()
    {
        using Tensor vectors = tensor([3f, 0, -3, 0, 3, 0, -3, 0, 0, 1, 0, -1, 0, 1, 0, -1], [8, 2]);
        var whitening = Whitening.Fit(vectors);
        float half = MathF.Sqrt(7) / 2;
        var local = LocalMetric.From(
            new Dictionary<string, NamedArray>
            {
                ["local.axes"] = new([1, 1], [2]),
                ["local.means"] = new([1, 4], [1, 0, 0, 0]),
                ["local.deviations"] = new([1, 4], [0.5f, 1, 2, 1]),
                ["local.place-share"] = new([1], [0.5f]),
            },
            new NetworkSpec(2, 1, 2, 16));
        return new NormalMetric(
            whitening, new NormalNeighbours([half, -half, half, -half, 0, 0, 0, 0], 8), whitening, whitening, local);
    }
}
