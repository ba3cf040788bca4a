namespace AnoGan.Runs;

/// <summary>What an unfinished scoring run was asked to do, written before its first image.</summary>
/// <param name="Format">Always <see cref="FormatName"/>.</param>
/// <param name="Started">When it began, UTC.</param>
/// <param name="Setup">How.</param>
/// <param name="Files">The files, in the order of the table.</param>
internal sealed record ScoreState(string Format, DateTimeOffset Started, ScoreSetup Setup, IReadOnlyList<ScoredFile> Files)
{
    /// <summary>The value of <see cref="Format"/>.</summary>
    public const string FormatName = "anogan-unfinished-run-2";
}
