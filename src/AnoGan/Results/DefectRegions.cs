using AnoGan.Images;

namespace AnoGan.Results;

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
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(minArea, 1);
        if (map.Length != (long)width * height)
            throw new ArgumentException($"{map.Length} values do not make a map of {width}×{height}", nameof(map));
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
}

/// <summary>Connected pixels of a picture that differ from normal.</summary>
/// <param name="X">Left edge of the box around them, in pixels from the left of the picture.</param>
/// <param name="Y">Top edge of the box, in pixels from the top.</param>
/// <param name="Width">Width of the box in pixels, at least 1.</param>
/// <param name="Height">Height of the box in pixels, at least 1.</param>
/// <param name="Area">Number of the pixels, at least 1, at most those of the box.</param>
/// <param name="Peak">The largest value of the map within the region, in units of the map.</param>
/// <param name="Mean">The mean of the map over the region's pixels, in units of the map.</param>
public sealed record DefectRegion(int X, int Y, int Width, int Height, int Area, double Peak, double Mean);

/// <summary>Adds up the runs of one region.</summary>
internal sealed class RegionTally
{
    private int _left = int.MaxValue, _top = int.MaxValue, _right, _bottom, _area;
    private double _peak, _sum;

    /// <summary>Adds a run.</summary>
    public void Add(PixelRun run, ReadOnlySpan<float> values)
    {
        _left = Math.Min(_left, run.Start);
        _right = Math.Max(_right, run.End);
        _top = Math.Min(_top, run.Row);
        _bottom = Math.Max(_bottom, run.Row + 1);
        _area += run.Length;
        foreach (float value in values)
        {
            _peak = Math.Max(_peak, value);
            _sum += value;
        }
    }

    /// <summary>What was added, at least one run.</summary>
    public DefectRegion ToRegion() => new(_left, _top, _right - _left, _bottom - _top, _area, _peak, _sum / _area);
}
