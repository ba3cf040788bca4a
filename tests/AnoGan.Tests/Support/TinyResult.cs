using AnoGan.Method;

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
}
