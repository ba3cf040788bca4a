using AnoGan.Results;

namespace AnoGan.Scoring;

/// <summary>What a scoring run came to.</summary>
/// <param name="Manifest">What run.json says.</param>
/// <param name="Rows">One row an image, in path order, without its pictures.</param>
public sealed record ScoreSummary(RunManifest Manifest, IReadOnlyList<ScoreSummary.Row> Rows)
{
    /// <summary>One image's outcome.</summary>
    /// <param name="Path">Relative path with forward slashes.</param>
    /// <param name="Label">Its folder below the scored one.</param>
    /// <param name="Score">The numbers, or null where there is an error.</param>
    public sealed record Row(string Path, string Label, AnomalyScore? Score);
}
