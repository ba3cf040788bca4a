using AnoGan.Method;

namespace AnoGan.Scoring;

/// <summary>Numbers of a whole map, from how many of its pixels have which level.</summary>
internal static class MapSummary
{
    /// <summary>Mean over the largest levels, in spreads above normal.</summary>
    /// <param name="levels">Pixels of each level, [65,536].</param>
    /// <param name="share">Share of the pixels that count, above 0 to 1; at least one pixel does.</param>
    /// <returns>Not a number where there are no pixels.</returns>
    public static double MeanOfLargest(ReadOnlySpan<int> levels, double share) =>
        MeanOfLargest(levels, share, AnomalyLevel.Spreads);

    /// <summary>Mean over the largest levels, in the unit that they stand for.</summary>
    /// <param name="levels">Pixels of each level, [65,536].</param>
    /// <param name="share">Share of the pixels that count, above 0 to 1; at least one pixel does.</param>
    /// <param name="value">From a level in [0,1] to what it stands for.</param>
    /// <returns>Not a number where there are no pixels.</returns>
    public static double MeanOfLargest(ReadOnlySpan<int> levels, double share, Func<double, double> value)
    {
        long total = 0;
        foreach (int count in levels)
            total += count;
        long wanted = Math.Max((long)(share * total), 1), taken = 0;
        double sum = 0;
        for (int level = levels.Length - 1; level >= 0 && taken < wanted; level--)
        {
            long here = Math.Min(levels[level], wanted - taken);
            sum += here * (here > 0 ? value((double)level / ushort.MaxValue) : 0);
            taken += here;
        }

        return total == 0 ? double.NaN : sum / wanted;
    }

    /// <summary>The level that a share of the pixels stays at or below.</summary>
    /// <param name="levels">Pixels of each level, [65,536]; at least one pixel.</param>
    /// <param name="share">0 to 1.</param>
    /// <returns>0 to 1.</returns>
    public static double Quantile(ReadOnlySpan<long> levels, double share)
    {
        long total = 0;
        foreach (long count in levels)
            total += count;
        long below = 0;
        for (int level = 0; level < levels.Length; level++)
        {
            below += levels[level];
            if (below >= share * total)
                return (double)level / ushort.MaxValue;
        }

        return 1;
    }
}

/// <summary>
/// The value of a map that heatmaps show in their brightest colour: 99.9 % of the compared pixels of normal images stay
/// below it. It is at least one grey level of 8 bits: images that are reproduced perfectly would leave a scale of 0.
/// </summary>
internal sealed class HeatmapScale
{
    private const double Share = 0.999, Least = 1.0 / 255;

    private readonly List<float> _whole = [];
    private readonly long[] _levels = new long[ushort.MaxValue + 1];

    /// <summary>Adds a picture, whole ones or such put together from tiles.</summary>
    public void Add(PictureAssembly picture)
    {
        if (picture.Canvas is null)
        {
            _whole.AddRange(picture.ComparedLevels);
            return;
        }

        for (int level = 0; level < _levels.Length; level++)
            _levels[level] += picture.Canvas.MapLevels[level];
    }

    /// <summary>The scale of the pictures that were added, at least one, in [0,1] units.</summary>
    public double Value
    {
        get
        {
            _whole.Sort();
            double scale = _whole.Count > 0
                ? _whole[(int)(Share * (_whole.Count - 1))]
                : MapSummary.Quantile(_levels, Share);
            return Math.Max(scale, Least);
        }
    }
}
