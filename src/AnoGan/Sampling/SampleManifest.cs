using System.Text.Json.Serialization;
using AnoGan.Results;

namespace AnoGan.Sampling;

/// <summary>What samples.json says.</summary>
internal sealed record SampleManifest
{
    /// <summary>The file's name in a folder of samples.</summary>
    public const string FileName = ResultsLayout.SamplesManifest;

    /// <summary>The value of <see cref="Format"/>.</summary>
    public const string FormatName = ResultsLayout.SamplesFormat;

    /// <summary>Always <see cref="FormatName"/>.</summary>
    public string Format { get; init; } = FormatName;

    /// <summary>Version of the folder's layout and meaning.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>Name of the model directory, without the path to it.</summary>
    public required string Model { get; init; }

    /// <summary>SHA-256 of its model.json in lower-case hexadecimal.</summary>
    public required string ModelHash { get; init; }

    /// <summary>The seed of the latent vectors.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Pictures in samples.png.</summary>
    public required int Count { get; init; }

    /// <summary>Rows in interpolation.png; 0 where there is none.</summary>
    public required int Interpolate { get; init; }

    /// <summary>The comparison with training images; null where none was asked for.</summary>
    public required SampleNearest? Nearest { get; init; }
}

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

/// <summary>What samples.json says of one generated picture.</summary>
/// <param name="Sample">Its number, from 0, in the order of samples.png.</param>
/// <param name="ByPixels">Its nearest training images by pixels, nearest first.</param>
/// <param name="ByFeatures">Its nearest training images by the critic's features, nearest first.</param>
internal sealed record SampleRow(
    int Sample, IReadOnlyList<SampleNeighbour> ByPixels, IReadOnlyList<SampleNeighbour> ByFeatures);

/// <summary>A training image near a generated picture.</summary>
/// <param name="Path">Path below the folder of images, with forward slashes.</param>
/// <param name="Distance">How far it, or the tile of it, is.</param>
internal sealed record SampleNeighbour(string Path, double Distance);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SampleManifest))]
internal sealed partial class SamplesJson : JsonSerializerContext;
