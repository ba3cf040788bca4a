namespace AnoGan.Scoring;

/// <summary>What counts as a defect on a map.</summary>
/// <param name="Threshold">The value that a defect's pixels lie above, in units of the map, at least 0.</param>
/// <param name="MinArea">The pixels that a defect has at least, 1 or more, at the resolution of the map.</param>
internal sealed record RegionRule(double Threshold, int MinArea)
{
    /// <summary>
    /// The fewest pixels of a defect where nothing else is asked for: smaller specks are noise of the map.
    /// </summary>
    public const int DefaultMinArea = 16;

    /// <summary>Finds the defects: <see cref="DefectRegions.Find"/>.</summary>
    /// <param name="map">width × height values, rows from top to bottom.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the map has another size.</exception>
    public DefectRegions Find(ReadOnlySpan<float> map, int width, int height) =>
        DefectRegions.Find(map, width, height, Threshold, MinArea);
}
