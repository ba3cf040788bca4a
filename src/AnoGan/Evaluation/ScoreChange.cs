namespace AnoGan.Evaluation;

/// <summary>An image's score in two runs.</summary>
/// <param name="Image">The image's path.</param>
/// <param name="Baseline">Its score in the baseline.</param>
/// <param name="New">Its score in the new run.</param>
public sealed record ScoreChange(string Image, double Baseline, double New)
{
    /// <summary>The absolute difference, 0 or more; finite however far apart the scores are.</summary>
    public double Change => Math.Min(Math.Abs(New - Baseline), double.MaxValue);
}
