namespace AnoGan.Cli.Progress;

/// <summary>How far a stage is.</summary>
/// <param name="Share">0 to 1.</param>
/// <param name="SecondsLeft">Until the stage ends; null where that cannot be told.</param>
/// <param name="Amounts">How much is done and how fast, the most telling first.</param>
internal sealed record ProgressLine(double Share, double? SecondsLeft, IReadOnlyList<string> Amounts)
{
    /// <summary>The last numbers that were measured, the most telling first.</summary>
    public IReadOnlyList<string> Numbers { get; init; } = [];
}
