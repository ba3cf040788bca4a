namespace AnoGan.Models;

/// <summary>How one term of the score is distributed over normal images.</summary>
/// <param name="Mean">Its mean.</param>
/// <param name="Deviation">Its standard deviation, above 0.</param>
public sealed record TermScale(double Mean, double Deviation)
{
    /// <summary>Mean and standard deviation of some values; a deviation of 0 becomes one that is small beside the mean.</summary>
    /// <param name="values">At least one finite value.</param>
    public static TermScale Of(IReadOnlyCollection<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        double mean = values.Average();
        double deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / Math.Max(values.Count - 1, 1));
        return new TermScale(mean, Math.Max(deviation, 1e-6 * Math.Max(Math.Abs(mean), 1)));
    }

    /// <summary>A value in standard deviations above the mean.</summary>
    /// <param name="value">Any number.</param>
    public double Standardise(double value) => (value - Mean) / Deviation;
}
