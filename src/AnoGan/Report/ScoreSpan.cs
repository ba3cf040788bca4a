using AnoGan.Method;

namespace AnoGan.Report;

/// <summary>
/// The scores that charts show: all of them, unless a few lie so far out that the others would be a line.
/// </summary>
/// <param name="Least">The least score.</param>
/// <param name="Greatest">The greatest score.</param>
/// <param name="From">Where charts begin.</param>
/// <param name="To">Where charts end.</param>
internal sealed record ScoreSpan(double Least, double Greatest, double From, double To)
{
    // In lengths of the middle 96 % of the scores.
    private const double Reach = 1.5;

    /// <summary>Whether charts leave something out.</summary>
    public bool IsCut => From > Least || To < Greatest;

    /// <summary>Looks at scored and held-out images, and at the threshold.</summary>
    /// <param name="content">The report; at least one image has a score.</param>
    public static ScoreSpan Of(ReportContent content)
    {
        double[] scores =
        [
            .. content.Scored.Select(row => row.Score!.Value).Concat(content.Run.NormalScores ?? []).Order(),
        ];
        double low = Quantile.Of(scores, 0.02),
            high = Quantile.Of(scores, 0.98),
            reach = Reach * (high - low);
        double from = Math.Max(scores[0], low - reach),
            to = Math.Min(scores[^1], high + reach);
        if (content.Run.Threshold is { } threshold)
            (from, to) = (Math.Min(from, threshold), Math.Max(to, threshold));
        return new ScoreSpan(scores[0], scores[^1], from, to > from ? to : from + 1);
    }
}
