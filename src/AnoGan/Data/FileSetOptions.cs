using AnoGan.Method;

namespace AnoGan.Data;

/// <summary>How a list of files is read, whatever is made of them.</summary>
internal abstract record FileSetOptions
{
    /// <summary>1 (grey), 3 (RGB), or null: grey where every image is grey or has equal channels, else RGB.</summary>
    [NumberRange(1, 3, Step = 2, Words = NetworkSpec.ChannelCounts)]
    public int? Channels { get; init; }

    /// <summary>
    /// The most memory for decoded images, in MiB, 0 to 1,048,576; images beyond it are read again when needed.
    /// </summary>
    [NumberRange(0, 1 << 20)]
    public int CacheMegabytes { get; init; } = 1024;

    /// <summary>How many files are decoded at the same time, 1 to 1024; it changes no result.</summary>
    [NumberRange(1, 1024)]
    public int Threads { get; init; } = 1;

    /// <summary>Whether a file that cannot be read ends the loading, instead of being left out.</summary>
    public bool Strict { get; init; }

    /// <summary>The most memory for decoded images, in bytes.</summary>
    internal long CacheBytes => (long)CacheMegabytes << 20;

    /// <summary>Checks every range.</summary>
    /// <exception cref="AnoGanException">Names the option, what was found and its range.</exception>
    public virtual void Validate()
    {
        ValueRule.Check(this);
    }
}
