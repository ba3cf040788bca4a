namespace AnoGan.Scoring;

/// <summary>
/// How much a picture differs from its reconstruction where it differs most. A defect is local: in the mean over the
/// whole picture it drowns among edges that are a fraction of a pixel off.
/// </summary>
internal static class PeakResidual
{
    /// <summary>Share of the picture's area that counts.</summary>
    public const double Share = 0.01;

    /// <summary>Averages each pixel with its neighbours (3×3, fewer at the border) and takes the mean of the largest 1 %.</summary>
    /// <param name="map">Residuals, [size, size].</param>
    /// <param name="size">Side in pixels.</param>
    /// <returns>In the units of the map; at least one pixel counts.</returns>
    public static double Of(ReadOnlySpan<float> map, int size)
    {
        float[] smooth = new float[map.Length];
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
                smooth[y * size + x] = NeighbourMean(map, size, x, y);
        }

        Array.Sort(smooth);
        int count = Math.Max(1, (int)(Share * smooth.Length));
        double sum = 0;
        foreach (float value in smooth.AsSpan(smooth.Length - count))
            sum += value;
        return sum / count;
    }

    private static float NeighbourMean(ReadOnlySpan<float> map, int size, int x, int y)
    {
        float sum = 0;
        int count = 0;
        for (int row = Math.Max(y - 1, 0); row <= Math.Min(y + 1, size - 1); row++)
        {
            for (int column = Math.Max(x - 1, 0); column <= Math.Min(x + 1, size - 1); column++)
            {
                sum += map[row * size + column];
                count++;
            }
        }

        return sum / count;
    }
}
