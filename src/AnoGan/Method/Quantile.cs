namespace AnoGan.Method;

/// <summary>Quantiles of numbers.</summary>
internal static class Quantile
{
    /// <summary>
    /// The value that a share of the numbers stay below, linear between the two that it falls between.
    /// </summary>
    /// <param name="ascending">Numbers in rising order, at least one.</param>
    /// <param name="share">0 to 1.</param>
    public static double Of(IReadOnlyList<double> ascending, double share)
    {
        double place = share * (ascending.Count - 1);
        int below = (int)place;
        return below + 1 == ascending.Count
            ? ascending[below]
            : ascending[below] + (place - below) * (ascending[below + 1] - ascending[below]);
    }
}
