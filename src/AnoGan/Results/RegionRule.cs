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
