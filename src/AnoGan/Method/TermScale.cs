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
    public static TermScale Of(IReadOnlyList<double> values) => Of(values, new double[values.Count]);

    /// <summary>A value in standard deviations above that of normal images as bright.</summary>
    /// <param name="value">Any number.</param>
    /// <param name="brightness">Logarithm of the image's brightness.</param>
    public double Standardise(double value, double brightness) =>
        (value - Mean - Slope * (brightness - Brightness)) / Deviation;

    /// <summary>The same where brightness does not enter.</summary>
    /// <param name="value">Any number.</param>
    public double Standardise(double value) => Standardise(value, Brightness);

    /// <summary>
    /// Whether every number can be used: no logarithm, and no slope of some, comes near these bounds.
    /// </summary>
    public bool IsUsable() =>
        Deviation >= 1e-9 && new[] { Mean, Slope, Brightness, Deviation }.All(number => Math.Abs(number) <= 1e9);
}

/// <summary>How each term of the score is distributed over normal images, by the term's name.</summary>
public sealed class TermScales : Dictionary<string, TermScale>
{
    /// <summary>Whether there is a scale for each term and no other, and every number can be used.</summary>
    public bool IsUsable() =>
        Count == ScoreTerms.Names.Count
        && ScoreTerms.Names.All(name => TryGetValue(name, out TermScale? scale) && scale?.IsUsable() == true);
}

/// <summary>
/// How what is measured on tiles and maps is distributed over normal images; brightness does not enter.
/// </summary>
/// <param name="Texture">Of a tile's texture: logarithm of its distance from the nearest normal ones.</param>
/// <param name="Combined">Of a tile's combined score.</param>
/// <param name="PixelResidual">Of a pixel's residual, averaged with its neighbours: its logarithm.</param>
/// <param name="Spot">Of the mean of an image's map over the 1 % of its pixels furthest from normal.</param>
/// <param name="Whole">Of the mean of an image's map over all its pixels.</param>
public sealed record TileScales(
    TermScale Texture, TermScale Combined, TermScale PixelResidual, TermScale Spot, TermScale Whole)
{
    /// <summary>Whether every number can be used.</summary>
    public bool IsUsable() => new[] { Texture, Combined, PixelResidual, Spot, Whole }.All(scale => scale.IsUsable());
}

/// <summary>
/// Standard deviations above normal as a level of a map in [0,1]: ln(1 + eᶻ)/16. It keeps the order of all of them,
/// those below normal too, shows normal pixels near 0, and those far from normal in proportion: z of 4 as 0.25, of 16
/// as 1.
/// </summary>
internal static class AnomalyLevel
{
    /// <summary>Standard deviations that make a level of 1.</summary>
    public const double Full = 16;

    /// <summary>From standard deviations to a level.</summary>
    /// <param name="deviations">z, any number.</param>
    /// <returns>Above 0 to 1.</returns>
    public static double Of(double deviations) =>
        Math.Min((Math.Max(deviations, 0) + Math.Log(1 + Math.Exp(-Math.Abs(deviations)))) / Full, 1);

    /// <summary>From a level back to standard deviations.</summary>
    /// <param name="level">Above 0 to 1.</param>
    public static double Deviations(double level)
    {
        double softened = Math.Max(level, 1e-9) * Full;
        return softened > 30 ? softened : Math.Log(Math.Exp(softened) - 1);
    }
}
