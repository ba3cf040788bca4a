namespace AnoGan.Evaluation;

/// <summary>An image's score in two runs.</summary>
/// <param name="Image">The image's path.</param>
/// <param name="Baseline">Its score in the baseline.</param>
/// <param name="New">Its score in the new run.</param>
public sealed record ScoreChange(string Image, double Baseline, double New)
{
    private const double SmallestExact = 1e-12, LargestExact = 1e9;

    /// <summary>
    /// The absolute difference, 0 or more; finite however far apart the scores are. From 1 to 1.1 it is 0.1, as the
    /// digits in a table have it.
    /// </summary>
    public double Change
    {
        get
        {
            double change = Math.Min(Math.Abs(New - Baseline), double.MaxValue);
            return change > SmallestExact && Math.Max(Math.Abs(Baseline), Math.Abs(New)) < LargestExact
                ? (double)Math.Abs((decimal)New - (decimal)Baseline)
                : change;
        }
    }
}
