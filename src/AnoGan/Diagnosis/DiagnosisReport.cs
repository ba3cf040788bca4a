namespace AnoGan.Diagnosis;

/// <summary>Everything that was looked at: what a bug report needs.</summary>
internal sealed record DiagnosisReport
{
    /// <summary>The document's format: always anogan-doctor.</summary>
    public string Format { get; init; } = "anogan-doctor";

    /// <summary>Version of the properties and their meaning.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>Whether all that anogan needs works.</summary>
    public bool Works => Checks.All(check => check.Status != FindingStatus.Failed);

    /// <summary>What the checks found, in the order in which they are read best.</summary>
    public required IReadOnlyList<Finding> Checks { get; init; }
}
