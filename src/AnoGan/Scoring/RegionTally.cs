using AnoGan.Images;

namespace AnoGan.Scoring;

/// <summary>Adds up the runs of one region.</summary>
internal sealed class RegionTally
{
    private int _left = int.MaxValue, _top = int.MaxValue, _right, _bottom, _area;
    private double _peak, _sum;

    /// <summary>Adds a run.</summary>
    /// <param name="run">Where it is.</param>
    /// <param name="values">Its part of the map, above 0.</param>
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
