namespace AnoGan.Evaluation;

/// <summary>How the verdicts of two runs differ, over the images that have a score in both.</summary>
/// <param name="InBaseline">Images with a verdict in the baseline.</param>
/// <param name="InNew">Images with a verdict in the new run.</param>
/// <param name="Compared">Images with a verdict in both.</param>
/// <param name="NormalToAnomaly">Images that only the new run calls an anomaly, in ordinal order.</param>
/// <param name="AnomalyToNormal">Images that only the baseline calls an anomaly, in ordinal order.</param>
public sealed record VerdictChanges(
    int InBaseline, int InNew, int Compared, IReadOnlyList<string> NormalToAnomaly,
    IReadOnlyList<string> AnomalyToNormal)
{
    /// <summary>Images whose verdict differs, 0 or more.</summary>
    public int Flips => NormalToAnomaly.Count + AnomalyToNormal.Count;
}
