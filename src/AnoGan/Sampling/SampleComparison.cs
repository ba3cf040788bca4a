namespace AnoGan.Sampling;

/// <summary>Generated pictures beside the training images that are nearest to them.</summary>
internal sealed record SampleComparison
{
    /// <summary>
    /// Of each generated picture its nearest training images by the mean absolute difference of pixels, in [0,1] units,
    /// nearest first.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<Neighbour>> ByPixels { get; init; }

    /// <summary>
    /// The same by the distance in the metric of the critic's features; empty where the model has too few training
    /// images for a metric.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<Neighbour>> ByFeatures { get; init; }

    /// <summary>What the distances of pixels say.</summary>
    public required CopyFacts Pixels { get; init; }

    /// <summary>What the distances of features say; null where there are none.</summary>
    public required CopyFacts? Features { get; init; }
}
