namespace AnoGan.Method;

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
