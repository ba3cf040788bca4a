namespace AnoGan.Images;

/// <summary>A row of pixels continued beyond its ends by reflection: ... 2 1 [0 1 2 3] 2 1 0 1 ...</summary>
internal static class Mirror
{
    /// <summary>The pixel that a place shows; the ends are not repeated, and a single pixel shows everywhere.</summary>
    /// <param name="place">Any number; 0 to side - 1 lie inside.</param>
    /// <param name="side">Number of pixels, at least 1.</param>
    /// <returns>0 to side - 1.</returns>
    public static int Place(int place, int side)
    {
        if ((uint)place < (uint)side)
            return place;
        if (side == 1)
            return 0;

        long period = 2 * (side - 1L);
        long rest = (place % period + period) % period;
        return (int)Math.Min(rest, period - rest);
    }
}
