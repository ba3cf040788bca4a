using AnoGan.Imaging;

namespace AnoGan.Data;

/// <summary>How a list of files becomes a set of squares.</summary>
public sealed record ImageSetOptions
{
    /// <summary>Side of the squares in pixels, 2 to 4096.</summary>
    public int Size { get; init; } = 64;

    /// <summary>1 (grey), 3 (RGB), or null: grey where every image is grey or has equal channels, else RGB.</summary>
    public int? Channels { get; init; }

    /// <summary>What happens to images that are not square.</summary>
    public FitMode Fit { get; init; } = FitMode.Pad;

    /// <summary>The most memory for decoded squares, in MiB, 0 to 1,048,576; images beyond it are read again when needed.</summary>
    public int CacheMegabytes { get; init; } = 1024;

    /// <summary>How many files are decoded at the same time, 1 to 1024; it changes no result.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Whether a file that cannot be read ends the loading, instead of being left out.</summary>
    public bool Strict { get; init; }

    /// <summary>Checks every range.</summary>
    /// <exception cref="AnoGanException">Names the option, what was found and its range.</exception>
    public void Validate()
    {
        OptionRange.Check("--size", Size, 2, 4096);
        OptionRange.Check("--cache-mb", CacheMegabytes, 0, 1 << 20);
        OptionRange.Check("--threads", Threads, 1, 1024);
        if (Channels is not (null or 1 or 3))
            throw new AnoGanException($"--channels: found {Channels}, expected 1 (grey) or 3 (RGB); leave it out to follow the images");
        if (!Enum.IsDefined(Fit))
            throw new AnoGanException($"--fit: found {Fit}, expected pad, crop or stretch; choose one of them");
    }
}
