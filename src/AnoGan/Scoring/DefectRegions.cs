using AnoGan.Images;

namespace AnoGan.Scoring;

/// <summary>Where a picture differs from normal: the map above a threshold, without specks.</summary>
/// <param name="Mask">As many pixels as the map, rows from top to bottom; true within a region.</param>
/// <param name="Regions">
/// The regions, the largest peak first; of equal peaks the one that rows from the top meet first.
/// </param>
public sealed record DefectRegions(bool[] Mask, IReadOnlyList<DefectRegion> Regions)
{
    /// <summary>
    /// Finds the regions of pixels above a threshold that touch each other along an edge or at a corner. Beside the
    /// mask it needs memory in proportion to the runs of such pixels within rows, at most some 50 bytes each.
    /// </summary>
    /// <param name="map">
    /// width × height values, rows from top to bottom; larger means further from normal. Pixels that were not compared
    /// are negative or not-a-number and belong to no region.
    /// </param>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="threshold">In units of the map, at least 0; pixels of exactly this value are normal.</param>
    /// <param name="minArea">Regions of fewer pixels are left out, of the mask too; at least 1.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the map has another size.</exception>
    public static DefectRegions Find(ReadOnlySpan<float> map, int width, int height, double threshold, int minArea)
    {
        ThrowUnlessMap(map, width, height, minArea);
        if (!(threshold >= 0))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "a threshold is at least 0");

        var runs = new PixelRuns();
        for (int y = 0; y < height; y++)
            runs.AddRow(map.Slice(y * width, width), threshold);

        int[] numbers = runs.Number(minArea, out int count);
        bool[] mask = new bool[map.Length];
        var tallies = new RegionTally[count];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] == 0)
                continue;
            PixelRun run = runs.Runs[i];
            int offset = run.Row * width + run.Start;
            mask.AsSpan(offset, run.Length).Fill(true);
            (tallies[numbers[i] - 1] ??= new RegionTally()).Add(run, map.Slice(offset, run.Length));
        }

        return new DefectRegions(
            mask, [.. tallies.Select(tally => tally.ToRegion()).OrderByDescending(region => region.Peak)]);
    }

    /// <summary>Refuses a map of another size and an area of no pixel.</summary>
    internal static void ThrowUnlessMap(ReadOnlySpan<float> map, int width, int height, int minArea)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(minArea, 1);
        if (map.Length != (long)width * height)
            throw new ArgumentException($"{map.Length} values do not make a map of {width}×{height}", nameof(map));
    }
}
