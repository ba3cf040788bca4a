using AnoGan.Images;

namespace AnoGan.Results;

/// <summary>What counts as a defect on a map.</summary>
/// <param name="Threshold">The value that a defect's pixels lie above, in units of the map, at least 0.</param>
/// <param name="MinArea">The pixels that a defect has at least, 1 or more, at the resolution of the map.</param>
internal sealed record RegionRule(double Threshold, int MinArea)
{
    /// <summary>
    /// The fewest pixels of a defect where nothing else is asked for: smaller specks are noise of the map.
    /// </summary>
    public const int DefaultMinArea = 16;

    /// <summary>Finds the defects on a map of width × height values, rows from top to bottom.</summary>
    public DefectRegions Find(ReadOnlySpan<float> map, int width, int height) =>
        DefectRegions.Find(map, width, height, Threshold, MinArea);
}

/// <summary>How high the threshold of defects must be for a map to show none.</summary>
internal static class RegionPeak
{
    /// <summary>
    /// The largest value that all pixels of some region reach: <see cref="DefectRegions.Find"/> gives regions at every
    /// threshold below it, and none at this or a larger one. It is exact: the bits of numbers that are not negative
    /// ascend with them, so that about 30 bisections find it, each a labelling of the map that ends at the first
    /// region.
    /// </summary>
    /// <param name="map">
    /// width × height values, rows from top to bottom; negative and not-a-number where nothing was compared.
    /// </param>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="minArea">Pixels of a region, at least 1.</param>
    /// <returns>A value of the map, or 0 where no threshold shows a region.</returns>
    public static double Of(ReadOnlySpan<float> map, int width, int minArea)
    {
        float largest = 0;
        foreach (float value in map)
            largest = value > largest ? value : largest;

        int low = 0, high = BitConverter.SingleToInt32Bits(largest);
        while (low < high)
        {
            int middle = low + (high - low + 1) / 2;
            if (HasRegion(map, width, BitConverter.Int32BitsToSingle(middle - 1), minArea))
                low = middle;
            else
                high = middle - 1;
        }

        return BitConverter.Int32BitsToSingle(low);
    }

    private static bool HasRegion(ReadOnlySpan<float> map, int width, float threshold, int minArea)
    {
        var runs = new PixelRuns();
        for (int start = 0; start < map.Length && runs.LargestArea < minArea; start += width)
            runs.AddRow(map.Slice(start, width), threshold);
        return runs.LargestArea >= minArea;
    }
}
