using AnoGan.Data;

namespace AnoGan.Sampling;

/// <summary>Everything that a run that draws samples is asked to do.</summary>
internal sealed record SampleRequest
{
    /// <summary>The most <see cref="Count"/> and <see cref="Interpolate"/>.</summary>
    public const int MaxCount = 1024, MaxInterpolate = 256;

    /// <summary>The model directory.</summary>
    [SomePath]
    public required string Model { get; init; }

    /// <summary>The folder to make.</summary>
    [SomePath]
    public required string Out { get; init; }

    /// <summary>Whether samples that stand there are replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>How many pictures are drawn, 1 to 1,024.</summary>
    [NumberRange(1, MaxCount)]
    public int Count { get; init; } = 64;

    /// <summary>How many rows of a walk between two latent vectors are drawn, 0 to 256.</summary>
    [NumberRange(0, MaxInterpolate)]
    public int Interpolate { get; init; }

    /// <summary>Folder of the images that the model was trained on, to compare with; null for no comparison.</summary>
    [SomePath]
    public string? Nearest { get; init; }

    /// <summary>
    /// Folder of the masks of the images to compare with, one each by name, for a model that was trained with such
    /// masks; null for none.
    /// </summary>
    [SomePath]
    public string? Roi { get; init; }

    /// <summary>What is read of a file to compare with, where it has several pages.</summary>
    public PageMode Pages { get; init; }

    /// <summary>The seed of the latent vectors.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Memory for decoded training images in MiB.</summary>
    [NumberRange(0, 1 << 20)]
    public int CacheMegabytes { get; init; } = 1024;

    /// <summary>Whether a damaged image ends the run.</summary>
    public bool Strict { get; init; }

    /// <summary>CPU threads, 1 to 1024; null for one for each CPU that this process may use.</summary>
    [NumberRange(1, 1024)]
    public int? Threads { get; init; }

    /// <summary>auto, cpu, cuda or cuda:N.</summary>
    [DeviceName]
    public string Device { get; init; } = "auto";

    /// <summary>CPU threads, resolved.</summary>
    internal int UsedThreads => ComputeSettings.Threads(Threads);

    /// <summary>Refuses values outside their ranges.</summary>
    /// <exception cref="AnoGanException">The option, the value found and the range.</exception>
    public void Validate() => ValueRule.Check(this);
}
