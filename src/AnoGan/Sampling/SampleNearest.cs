namespace AnoGan.Sampling;

/// <summary>What samples.json says of the comparison with training images.</summary>
internal sealed record SampleNearest
{
    /// <summary>Name of the folder of images, without the path to it.</summary>
    public required string Folder { get; init; }

    /// <summary>SHA-256 over the pixels of all its images, as the model keeps it of those it was trained on.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Whether these are the images that the model was trained on.</summary>
    public required bool IsTrainingFolder { get; init; }

    /// <summary>Training images, or tiles of them, that were compared with.</summary>
    public required int TrainingImages { get; init; }

    /// <summary>Real images, or tiles of them, that say how far apart different images are.</summary>
    public required int RealImages { get; init; }

    /// <summary>
    /// Whether these were held out of training; else each is a training image and compared with the others.
    /// </summary>
    public required bool IsHeldOut { get; init; }

    /// <summary>By the mean absolute difference of pixels, in [0,1] units.</summary>
    public required CopyFacts Pixels { get; init; }

    /// <summary>By the critic's features, in standard deviations; null where the model has no metric of them.</summary>
    public required CopyFacts? Features { get; init; }

    /// <summary>The nearest training images of each generated picture.</summary>
    public required IReadOnlyList<SampleRow> Samples { get; init; }
}
