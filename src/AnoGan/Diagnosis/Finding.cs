namespace AnoGan.Diagnosis;

/// <summary>What a check found.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Status">How it went.</param>
/// <param name="Text">What was found.</param>
internal sealed record Finding(string Name, FindingStatus Status, string Text)
{
    /// <summary>What to do about it; null where nothing is to be done.</summary>
    public string? Remedy { get; init; }

    /// <summary>More of what was found, a line each.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];
}
