namespace AnoGan.Method;

/// <summary>
/// How much a picture differs from its reconstruction where it differs most. A defect is local: in the mean over the
/// whole picture it drowns among edges that are a fraction of a pixel off.
/// </summary>
internal static class PeakResidual
{
    /// <summary>Share of the foreground's area that counts.</summary>
    public const double Share = 0.01;

    /// <summary>
    /// Averages each pixel with its neighbours (3×3, fewer at borders) and takes the mean of the largest 1 %.
    /// </summary>
    /// <param name="map">Residuals, [size, size].</param>
    /// <param name="size">Side in pixels.</param>
    /// <param name="foreground">[size, size], which pixels count, as such and as neighbours; null for all.</param>
    /// <returns>In the units of the map; at least one pixel counts. 0 where there is no foreground.</returns>
    public static double Of(ReadOnlySpan<float> map, int size, bool[]? foreground = null)
    {
        float[] smooth = new float[map.Length];
        int compared = 0;
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                if (foreground is null || foreground[y * size + x])
                    smooth[compared++] = NeighbourMean(map, size, foreground, x, y);
            }
        }

        if (compared == 0)
            return 0;
        Array.Sort(smooth, 0, compared);
        int count = Math.Max(1, (int)(Share * compared));
        double sum = 0;
        foreach (float value in smooth.AsSpan(compared - count, count))
            sum += value;
        return sum / count;
    }

    private static float NeighbourMean(ReadOnlySpan<float> map, int size, bool[]? foreground, int x, int y)
    {
        float sum = 0;
        int count = 0;
        for (int row = Math.Max(y - 1, 0); row <= Math.Min(y + 1, size - 1); row++)
        {
            for (int column = Math.Max(x - 1, 0); column <= Math.Min(x + 1, size - 1); column++)
            {
                if (foreground is not null && !foreground[row * size + column])
                    continue;
                sum += map[row * size + column];
                count++;
            }
        }

        return sum / count;
    }
}
