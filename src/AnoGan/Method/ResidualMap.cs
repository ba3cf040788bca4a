namespace AnoGan.Method;

/// <summary>Where a picture differs from its reconstruction.</summary>
internal static class ResidualMap
{
    private const int Reach = 2; // of the averaging, in pixels to each side

    /// <summary>|x - G(z)| averaged over the channels, in [0,1] units.</summary>
    /// <param name="image">x, [channels, plane] in [-1,1].</param>
    /// <param name="generated">G(z), of the same shape.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="foreground">[plane], which pixels are compared; null for all.</param>
    /// <returns>[plane]; 0 where nothing is compared.</returns>
    public static float[] Of(
        ReadOnlySpan<float> image, ReadOnlySpan<float> generated, int channels, bool[]? foreground = null)
    {
        int plane = image.Length / channels;
        float[] map = new float[plane];
        for (int c = 0; c < channels; c++)
        {
            for (int i = 0; i < plane; i++)
                map[i] += Math.Abs(image[c * plane + i] - generated[c * plane + i]) / (2 * channels);
        }

        for (int i = 0; foreground is not null && i < plane; i++)
            map[i] = foreground[i] ? map[i] : 0;
        return map;
    }

    /// <summary>Each pixel averaged with its neighbours in 5×5, fewer at the border.</summary>
    /// <param name="map">[size, size].</param>
    /// <param name="size">Side in pixels.</param>
    public static float[] Smooth(float[] map, int size)
    {
        float[] rows = new float[map.Length], smooth = new float[map.Length];
        for (int i = 0; i < map.Length; i++)
            rows[i] = Mean(map, i - i % size, 1, i % size, size);
        for (int i = 0; i < map.Length; i++)
            smooth[i] = Mean(rows, i % size, size, i / size, size);
        return smooth;
    }

    private static float Mean(float[] values, int origin, int step, int place, int size)
    {
        int first = Math.Max(place - Reach, 0), last = Math.Min(place + Reach, size - 1);
        float sum = 0;
        for (int i = first; i <= last; i++)
            sum += values[origin + i * step];
        return sum / (last - first + 1);
    }

    /// <summary>The residuals of the pixels that were compared.</summary>
    /// <param name="map">[plane].</param>
    /// <param name="foreground">[plane], which they are; null for all.</param>
    /// <returns>The map itself where all were.</returns>
    public static float[] Compared(float[] map, bool[]? foreground) =>
        foreground is null ? map : [.. map.Where((_, i) => foreground[i])];
}

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
