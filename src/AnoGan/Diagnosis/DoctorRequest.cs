namespace AnoGan.Diagnosis;

/// <summary>What a diagnosis is told of the process, because the library does not look at it itself.</summary>
internal sealed record DoctorRequest
{
    /// <summary>The folder that the user works in.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>The folder of temporary files.</summary>
    public required string TempFolder { get; init; }

    /// <summary>Where a patched copy of TorchSharp's library is kept; need not exist.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>The environment variables to show, by name; nothing secret.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>What is known of the terminal, in words.</summary>
    public required IReadOnlyList<string> Terminal { get; init; }

    /// <summary>Versions of the packages of the program itself, by name.</summary>
    public required IReadOnlyDictionary<string, string> Packages { get; init; }
}
