namespace AnoGan.Images;

/// <summary>
/// The threshold between a dark and a bright class (Otsu, "A threshold selection method from gray-level histograms",
/// 1979), from 256 equal steps between the least and the greatest value.
/// </summary>
internal sealed class OtsuThreshold
{
    private const int Bins = 256;
    private readonly float _least;
    private readonly float _range;
    private int _lastDark;

    private OtsuThreshold(float least, float greatest)
    {
        _least = least;
        _range = greatest - least;
    }

    /// <summary>
    /// The share of the variance that lies between the classes, 0 to 1; 1 where each class has one value.
    /// </summary>
    public double BetweenShare { get; private set; }

    /// <summary>How far the means of the classes are apart, in the values' unit.</summary>
    public double Distance { get; private set; }

    /// <summary>Finds the threshold.</summary>
    /// <param name="foreground">Of each value whether it counts; null where all do.</param>
    /// <returns>The threshold, or null where all values are equal or none counts.</returns>
    public static OtsuThreshold? Of(float[] values, bool[]? foreground)
    {
        float least = float.PositiveInfinity, greatest = float.NegativeInfinity;
        for (int i = 0; i < values.Length; i++)
        {
            if (foreground is not null && !foreground[i])
                continue;
            least = Math.Min(least, values[i]);
            greatest = Math.Max(greatest, values[i]);
        }

        if (!(greatest > least))
            return null;
        var threshold = new OtsuThreshold(least, greatest);
        long[] counts = new long[Bins];
        for (int i = 0; i < values.Length; i++)
        {
            if (foreground is null || foreground[i])
                counts[threshold.Bin(values[i])]++;
        }

        threshold.Place(counts);
        return threshold;
    }

    /// <summary>Whether a value belongs to the bright class.</summary>
    public bool IsBright(float value) => Bin(value) > _lastDark;

    private int Bin(float value) => Math.Min(Bins - 1, (int)((value - _least) / _range * Bins));

    private void Place(long[] counts)
    {
        double total = counts.Sum();
        double mean = counts.Select((count, bin) => bin * (double)count).Sum() / total;
        double variance = counts.Select((count, bin) => count * (bin - mean) * (bin - mean)).Sum() / total;
        double best = 0, darkCount = 0, darkSum = 0;
        int first = 0;
        for (int bin = 0; bin < Bins - 1; bin++)
        {
            darkCount += counts[bin];
            darkSum += bin * (double)counts[bin];
            double brightCount = total - darkCount;
            if (darkCount == 0 || brightCount == 0)
                continue;
            double distance = (mean * total - darkSum) / brightCount - darkSum / darkCount;
            double between = darkCount / total * (brightCount / total) * distance * distance;
            if (between > best)
            {
                best = between;
                first = bin;
                Distance = distance / Bins * _range;
            }

            // Between empty steps all thresholds are as good: the middle one is the furthest from both classes.
            if (between == best)
                _lastDark = (first + bin) / 2;
        }

        BetweenShare = best / variance;
    }
}
