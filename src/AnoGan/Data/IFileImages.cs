using AnoGan.Method;

namespace AnoGan.Data;

/// <summary>Training images that came from files, whether whole pictures or patches of them are drawn.</summary>
internal interface IFileImages : IImageBatches
{
    /// <summary>Channels of every batch: 1 (grey) or 3 (RGB).</summary>
    int Channels { get; }

    /// <summary>The files whose pictures are in the set, in the order of the indices.</summary>
    IReadOnlyList<ImageFile> Files { get; }

    /// <summary>
    /// Of each picture the index of the first one of which the same was made, pixel for pixel: its own, unless it is a
    /// copy.
    /// </summary>
    IReadOnlyList<int> Originals { get; }

    /// <summary>The files that were left out because they cannot be read; empty for a subset.</summary>
    IReadOnlyList<SkippedImage> Skipped { get; }

    /// <summary>How many of the pictures in the files are in colour: have channels that differ.</summary>
    int ColourCount { get; }

    /// <summary>Longer side of the smallest and of the largest picture in the files, in pixels.</summary>
    (int Smallest, int Largest) SourceSides { get; }

    /// <summary>The greatest sample of all pictures of 16 bits in the files; null where there are none.</summary>
    int? GreatestWord { get; }

    /// <summary>SHA-256 in lower-case hexadecimal over what was made of all pictures, in order.</summary>
    string ContentHash { get; }
}
