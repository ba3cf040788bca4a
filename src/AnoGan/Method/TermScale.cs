namespace AnoGan.Method;

/// <summary>
/// How a number is distributed over normal images, given how bright they are: a straight line, and around it a
/// logistic curve whose upper tail is that of the normal images. Dark and empty pictures have small terms whatever they
/// show; and a curve of two numbers says how rare a value is where a few dozen images can only say that none was there.
/// <code>
/// p(value) = 1 / (1 + eᵘ),  u = (value - centre - slope · (brightness - mean brightness)) / spread
/// </code>
/// </summary>
/// <param name="Centre">The value that half of the normal images of mean brightness would exceed.</param>
/// <param name="Slope">By how much it grows with the logarithm of the brightness; 0 where too few images tell.</param>
/// <param name="Brightness">Mean of the logarithm of the brightness.</param>
/// <param name="Spread">How far the value goes until it is e times as rare, above 0.</param>
public sealed record TermScale(double Centre, double Slope, double Brightness, double Spread)
{
    /// <summary>The fewest images that a slope or a tail is fitted to.</summary>
    public const int MinImages = 20;

    // The tail is what exceeds this share of the values. A logistic curve of spread 1 exceeds that quantile by
    // -ln(0.8)/0.2 on average, and lies there ln(0.8/0.2) above its centre.
    private const double Body = 0.8;
    private static readonly double MeanExcess = -Math.Log(Body) / (1 - Body);
    private static readonly double BodyAboveCentre = Math.Log(Body / (1 - Body));

    /// <summary>Fits the line by least squares and the curve to the tail above it.</summary>
    /// <param name="values">The term of each normal image: at least one finite value.</param>
    /// <param name="brightness">Logarithms of their brightnesses, one for each value.</param>
    public static TermScale Of(IReadOnlyList<double> values, IReadOnlyList<double> brightness)
    {
        if (values.Count == 0 || values.Count != brightness.Count)
            throw new ArgumentException($"{values.Count} values with {brightness.Count} brightnesses", nameof(values));

        double mean = values.Average(), middle = brightness.Average();
        double spread = brightness.Sum(b => (b - middle) * (b - middle));
        double slope = values.Count < MinImages || spread < 1e-9 * values.Count
            ? 0
            : values.Zip(brightness).Sum(pair => (pair.First - mean) * (pair.Second - middle)) / spread;
        double[] ascending =
            [.. values.Zip(brightness).Select(pair => pair.First - slope * (pair.Second - middle)).Order()];

        // Where all values are alike, a spread that is small beside them.
        double least = 1e-6 * Math.Max(Math.Abs(mean), 1);
        if (ascending.Length < MinImages)
        {
            // The deviation of a logistic curve is π/√3 times its spread.
            double squares = ascending.Sum(value => (value - mean) * (value - mean));
            double deviation = Math.Sqrt(squares / Math.Max(ascending.Length - 1, 1));
            return new TermScale(mean, slope, middle, Math.Max(deviation * Math.Sqrt(3) / Math.PI, least));
        }

        double body = Quantile.Of(ascending, Body);
        double[] tail = [.. ascending.Where(value => value > body)];
        double excess = tail.Length == 0 ? 0 : tail.Average() - body;
        double fitted = Math.Max(excess / MeanExcess, least);
        return new TermScale(body - BodyAboveCentre * fitted, slope, middle, fitted);
    }

    /// <summary>The distribution of what does not depend on brightness.</summary>
    /// <param name="values">At least one finite value.</param>
    public static TermScale Of(IReadOnlyList<double> values) => Of(values, new double[values.Count]);

    /// <summary>u: how many spreads a value lies above the centre of normal images as bright.</summary>
    /// <param name="value">Any number.</param>
    /// <param name="brightness">Logarithm of the image's brightness.</param>
    public double Standardise(double value, double brightness) =>
        (value - Centre - Slope * (brightness - Brightness)) / Spread;

    /// <summary>The same where brightness does not enter.</summary>
    /// <param name="value">Any number.</param>
    public double Standardise(double value) => Standardise(value, Brightness);

    /// <summary>The value of an image of mean brightness that lies u spreads above the centre.</summary>
    /// <param name="spreads">u.</param>
    public double ValueAt(double spreads) => Centre + spreads * Spread;

    /// <summary>
    /// Whether every number can be used: no logarithm, and no slope of some, comes near these bounds.
    /// </summary>
    public bool IsUsable() =>
        Spread >= 1e-9 && new[] { Centre, Slope, Brightness, Spread }.All(number => Math.Abs(number) <= 1e9);
}

/// <summary>
/// The surprise of a value (Shannon's, in decades): -log₁₀ of the share of normal images whose value is as high. 0.3
/// is what half of them exceed, 1 what one in ten exceeds, 2 one in a hundred, as far as the fitted tail goes on.
/// </summary>
internal static class Surprise
{
    private static readonly double Ln10 = Math.Log(10);

    /// <summary>log₁₀(1 + eᵘ).</summary>
    /// <param name="spreads">u as <see cref="TermScale.Standardise(double)"/> gives it, any number.</param>
    /// <returns>At least 0.</returns>
    public static double Of(double spreads) =>
        (Math.Max(spreads, 0) + Math.Log(1 + Math.Exp(-Math.Abs(spreads)))) / Ln10;

    /// <summary>u of a surprise.</summary>
    /// <param name="surprise">Above 0.</param>
    public static double Spreads(double surprise)
    {
        double natural = Math.Max(surprise, 1e-9) * Ln10;
        return natural > 30 ? natural : Math.Log(Math.Exp(natural) - 1);
    }
}

/// <summary>How terms are distributed over normal images, by the term's name.</summary>
public sealed class TermScales : Dictionary<string, TermScale>
{
    /// <summary>None yet.</summary>
    public TermScales()
    {
    }

    internal TermScales(IEnumerable<KeyValuePair<string, TermScale>> scales)
        : base(scales)
    {
    }

    /// <summary>Whether there is a scale for each of some terms and no other, and every number can be used.</summary>
    /// <param name="names">The terms.</param>
    internal bool IsUsable(IReadOnlyList<string> names) =>
        Count == names.Count && names.All(name => TryGetValue(name, out TermScale? scale) && scale?.IsUsable() == true);
}

/// <summary>
/// How what is measured on tiles and their pixels is distributed over normal images; brightness does not enter but
/// into the terms.
/// </summary>
/// <param name="Terms">Of the terms of a tile.</param>
/// <param name="Combined">Of the weighted mean of those of them that say how it looks as a whole.</param>
/// <param name="Residual">Of a pixel's residual, averaged with its neighbours: ln(255·residual + 1).</param>
public sealed record TileScales(TermScales Terms, TermScale Combined, TermScale Residual)
{
    /// <summary>Whether every number can be used.</summary>
    internal bool IsUsable() => 
        Terms.IsUsable(ScoreTerms.NamesFor(patches: true, Terms.ContainsKey(ScoreTerms.MadeDefects)))
        && Combined.IsUsable() && Residual.IsUsable();
}

/// <summary>A surprise as a level of a map in [0,1]: 1 is a surprise of 16, one in 10¹⁶.</summary>
internal static class AnomalyLevel
{
    /// <summary>The surprise that makes a level of 1.</summary>
    public const double Full = 16;

    /// <summary>From u to a level; it keeps the order, and shows normal pixels near 0.</summary>
    /// <param name="spreads">u, any number.</param>
    /// <returns>Above 0 to 1.</returns>
    public static double Of(double spreads) => Math.Min(Surprise.Of(spreads) / Full, 1);

    /// <summary>From a level back to u.</summary>
    /// <param name="level">Above 0 to 1.</param>
    public static double Spreads(double level) => Surprise.Spreads(level * Full);
}
