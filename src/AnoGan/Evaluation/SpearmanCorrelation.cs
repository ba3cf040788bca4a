namespace AnoGan.Evaluation;

/// <summary>How far two lists of numbers put their items in the same order.</summary>
internal static class SpearmanCorrelation
{
    /// <summary>
    /// Pearson's correlation of the ranks, equal numbers having the mean of their ranks (Spearman 1904): 1 for the same
    /// order, -1 for the reverse.
    /// </summary>
    /// <param name="first">Numbers, none of them not-a-number.</param>
    /// <param name="second">As many, of the same items in the same places.</param>
    /// <returns>-1 to 1, or null where there is no order: fewer than two items, or all of a list equal.</returns>
    /// <exception cref="ArgumentException">The lists differ in length, or one holds not-a-number.</exception>
    public static double? Compute(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count)
            throw new ArgumentException("both lists need the same length");
        if (first.Concat(second).Any(double.IsNaN))
            throw new ArgumentException("a number is not a number");

        double[] x = CentredRanks(first), y = CentredRanks(second);
        double xx = x.Sum(rank => rank * rank), yy = y.Sum(rank => rank * rank);
        if (xx == 0 || yy == 0)
            return null;
        return Math.Clamp(x.Zip(y, (a, b) => a * b).Sum() / Math.Sqrt(xx * yy), -1, 1);
    }

    // Twice the rank less its mean: whole numbers, so that their products are exact.
    private static double[] CentredRanks(IReadOnlyList<double> values)
    {
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(i => values[i])];
        double[] ranks = new double[values.Count];
        for (int start = 0; start < order.Length;)
        {
            int end = start + 1;
            while (end < order.Length && values[order[end]] == values[order[start]])
                end++;
            for (int i = start; i < end; i++)
                ranks[order[i]] = start + end - order.Length; // places start+1 to end, mean (start+1+end)/2
            start = end;
        }

        return ranks;
    }
}
