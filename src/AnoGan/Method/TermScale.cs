namespace AnoGan.Method;

/// <summary>
/// How one term of the score is distributed over normal images, given how bright they are: a straight line, and the
/// deviation from it. Dark and empty pictures have small terms whatever they show.
/// </summary>
/// <param name="Mean">The term of a normal image of mean brightness.</param>
/// <param name="Slope">By how much it grows with the logarithm of the brightness; 0 where too few images tell.</param>
/// <param name="Brightness">Mean of the logarithm of the brightness.</param>
/// <param name="Deviation">Standard deviation from the line, above 0.</param>
public sealed record TermScale(double Mean, double Slope, double Brightness, double Deviation)
{
    /// <summary>The fewest images that a slope is fitted to.</summary>
    public const int MinSloped = 20;

    /// <summary>Fits the line by least squares.</summary>
    /// <param name="values">The term of each normal image: at least one finite value.</param>
    /// <param name="brightness">Logarithms of their brightnesses, one for each value.</param>
    public static TermScale Of(IReadOnlyList<double> values, IReadOnlyList<double> brightness)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(brightness);
        if (values.Count == 0 || values.Count != brightness.Count)
            throw new ArgumentException($"{values.Count} values with {brightness.Count} brightnesses", nameof(values));

        double mean = values.Average(), centre = brightness.Average();
        double spread = brightness.Sum(b => (b - centre) * (b - centre));
        double slope = values.Count < MinSloped || spread < 1e-9 * values.Count
            ? 0
            : values.Zip(brightness).Sum(pair => (pair.First - mean) * (pair.Second - centre)) / spread;

        double squares = values
            .Zip(brightness)
            .Sum(pair => Math.Pow(pair.First - mean - slope * (pair.Second - centre), 2));
        double deviation = Math.Sqrt(squares / Math.Max(values.Count - (slope == 0 ? 1 : 2), 1));

        // Where all values are alike, a deviation that is small beside them.
        return new TermScale(mean, slope, centre, Math.Max(deviation, 1e-6 * Math.Max(Math.Abs(mean), 1)));
    }

    /// <summary>The distribution of what does not depend on brightness.</summary>
    /// <param name="values">At least one finite value.</param>
    public static TermScale Of(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Of(values, new double[values.Count]);
    }

    /// <summary>A value in standard deviations above that of normal images, where brightness does not enter.</summary>
    /// <param name="value">Any number.</param>
    public double Standardise(double value) => Standardise(value, Brightness);

    /// <summary>
    /// Whether every number can be used: no logarithm, and no slope of some, comes near these bounds.
    /// </summary>
    public bool IsUsable() =>
        Deviation >= 1e-9 && new[] { Mean, Slope, Brightness, Deviation }.All(number => Math.Abs(number) <= 1e9);

    /// <summary>A value in standard deviations above that of normal images as bright.</summary>
    /// <param name="value">Any number.</param>
    /// <param name="brightness">Logarithm of the image's brightness.</param>
    public double Standardise(double value, double brightness) =>
        (value - Mean - Slope * (brightness - Brightness)) / Deviation;
}
