using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Preparing;

namespace AnoGan.Data;

/// <summary>How a list of files becomes a set of images to train on or to calibrate with.</summary>
internal sealed record ImageSetOptions
{
    /// <summary>Side of the squares or patches in pixels, 2 to 4096; of patches in steps of 4, 8 to 256.</summary>
    [NumberRange(2, 4096)]
    public int Size { get; init; } = 64;

    /// <summary>How pictures are cut; null where each is fitted to one square.</summary>
    public TileOptions? Tiles { get; init; }

    /// <summary>What happens to images that, once prepared, are not square; unused where they are cut.</summary>
    public FitMode Fit { get; init; } = FitMode.Pad;

    /// <summary>What is done with every image before it is fitted or cut.</summary>
    public Preparation Preparation { get; init; } = Preparation.None;

    /// <summary>1 (grey), 3 (RGB), or null to follow the images: RGB as soon as one is in colour.</summary>
    [NumberRange(1, 3, Step = 2, Words = NetworkSpec.ChannelCounts)]
    public int? Channels { get; init; }

    /// <summary>
    /// The most memory for decoded images, in MiB, 0 to 1,048,576; images beyond it are read again when needed.
    /// </summary>
    [NumberRange(0, 1 << 20)]
    public int CacheMegabytes { get; init; } = 1024;

    /// <summary>How many files are decoded at the same time, 1 to 1024.</summary>
    [NumberRange(1, 1024)]
    public int Threads { get; init; } = 1;

    /// <summary>Whether a file that cannot be read ends the loading.</summary>
    public bool Strict { get; init; }

    internal long CacheBytes => (long)CacheMegabytes << 20;

    /// <summary>Checks every range.</summary>
    /// <exception cref="AnoGanException">Names the option, what was found and its range.</exception>
    public void Validate()
    {
        ValueRule.Check(this);
        Tiles?.Validate(Size);
        if (Tiles is not null)
            new NumberRange(NetworkSpec.MinSize, NetworkSpec.MaxSize) { Step = 4, Words = NetworkSpec.Sizes }.Check(
                nameof(Size), Size);
        Preparation.Validate();
    }
}
