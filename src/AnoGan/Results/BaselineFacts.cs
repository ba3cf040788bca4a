using AnoGan.Images;
using AnoGan.Preparing;

namespace AnoGan.Results;

/// <summary>What a baseline was made from, for run.json.</summary>
public sealed record BaselineFacts
{
    /// <summary>Name of the folder of training images, without the path to it.</summary>
    public required string TrainingFolder { get; init; }

    /// <summary>SHA-256 over the pixels of all its images, held-out ones included.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Images that the baseline was made from.</summary>
    public required int TrainingImages { get; init; }

    /// <summary>Images held out to calibrate.</summary>
    public required int HeldOutImages { get; init; }

    /// <summary>
    /// Side of the squares in pixels that pictures were fitted to; null where they were seen in patches.
    /// </summary>
    public int? Size { get; init; }

    /// <summary>Side of the patches in pixels; null where pictures were seen whole.</summary>
    public int? Patch { get; init; }

    /// <summary>
    /// Pixels of the prepared picture from one tile to the next; null where pictures were seen whole.
    /// </summary>
    public int? Stride { get; init; }

    /// <summary>
    /// Random patches of the training images that the baseline was made from; null where pictures were seen whole.
    /// </summary>
    public int? Patches { get; init; }

    /// <summary>What was done with every picture before it was fitted or cut.</summary>
    public required Preparation Preparation { get; init; }

    /// <summary>1 (grey) or 3 (RGB).</summary>
    public required int Channels { get; init; }

    /// <summary>What happens to pictures that are not square.</summary>
    public required FitMode Fit { get; init; }

    /// <summary>Principal components in use, or null for another method.</summary>
    public int? Components { get; init; }

    /// <summary>Seed of the choice of held-out images and of patches.</summary>
    public required ulong Seed { get; init; }
}
