namespace AnoGan.Sampling;

/// <summary>What samples.json says.</summary>
internal sealed record SampleManifest
{
    /// <summary>The file's name in a folder of samples.</summary>
    public const string FileName = "samples.json";

    /// <summary>The value of <see cref="Format"/>.</summary>
    public const string FormatName = "anogan-samples";

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
