namespace AnoGan.Data;

/// <summary>How a list of files is read, whatever is made of them.</summary>
internal abstract record FileSetOptions
{
    /// <summary>1 (grey), 3 (RGB), or null: grey where every image is grey or has equal channels, else RGB.</summary>
    public int? Channels { get; init; }

    /// <summary>
    /// The most memory for decoded images, in MiB, 0 to 1,048,576; images beyond it are read again when needed.
    /// </summary>
    public int CacheMegabytes { get; init; } = 1024;

    /// <summary>How many files are decoded at the same time, 1 to 1024; it changes no result.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Whether a file that cannot be read ends the loading, instead of being left out.</summary>
    public bool Strict { get; init; }

    /// <summary>The most memory for decoded images, in bytes.</summary>
    internal long CacheBytes => (long)CacheMegabytes << 20;

    /// <summary>Checks every range.</summary>
    /// <exception cref="AnoGanException">Names the option, what was found and its range.</exception>
    public virtual void Validate()
    {
        OptionRange.Check("--cache-mb", CacheMegabytes, 0, 1 << 20);
        OptionRange.Check("--threads", Threads, 1, 1024);
        if (Channels is not (null or 1 or 3))
            throw new AnoGanException($"--channels: found {Channels}, expected 1 (grey) or 3 (RGB); leave it out to "
                + "follow the images");
    }
}
