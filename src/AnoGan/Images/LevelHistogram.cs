namespace AnoGan.Images;

/// <summary>Measures of values that are known by how many stand at each level.</summary>
internal static class LevelHistogram
{
    /// <summary>
    /// The AUROC, ties counted half: the same as <see cref="Evaluation.Auroc"/> of all values one by one.
    /// </summary>
    /// <param name="normal">How many normal values are at each level, lowest level first; some.</param>
    /// <param name="anomalous">How many anomalous values, likewise; as many levels.</param>
    /// <returns>0 to 1.</returns>
    public static double Auroc(ReadOnlySpan<long> normal, ReadOnlySpan<long> anomalous)
    {
        // Counts are whole, but the product of two of 10^10 pixels is more than 64 bits hold.
        double wins = 0;
        long normalBelow = 0, anomalousTotal = 0;
        for (int level = 0; level < normal.Length; level++)
        {
            wins += anomalous[level] * (normalBelow + normal[level] / 2.0);
            normalBelow += normal[level];
            anomalousTotal += anomalous[level];
        }

        return wins / ((double)normalBelow * anomalousTotal);
    }
}
