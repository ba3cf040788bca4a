using AnoGan.Method;
using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Sampling;

/// <summary>
/// The nearest of many points, which come in chunks, for each of some; every distance is computed difference by
/// difference.
/// </summary>
internal sealed class NeighbourSearch
{
    private readonly Tensor _points;
    private readonly double _power;
    private readonly double _unit;
    private readonly int[] _groups;
    private readonly int _wanted;
    private readonly List<Neighbour>[] _nearest;

    /// <param name="points">[N, length], the points whose neighbours are wanted; stays the caller's.</param>
    /// <param name="power">1 for the sum of absolute differences, 2 for the Euclidean distance.</param>
    /// <param name="unit">Distances are multiplied by this.</param>
    /// <param name="groups">Of each point the group whose members are no neighbours of it; -1 for none.</param>
    /// <param name="wanted">Neighbours of each point, at least 1.</param>
    public NeighbourSearch(Tensor points, double power, double unit, int[] groups, int wanted)
    {
        (_points, _power, _unit, _groups, _wanted) = (points, power, unit, groups, wanted);
        _nearest = [.. groups.Select(_ => new List<Neighbour>(wanted + 1))];
    }

    /// <summary>What was found so far, nearest first; of equal distances the first one comes first.</summary>
    public IReadOnlyList<IReadOnlyList<Neighbour>> Nearest => _nearest;

    /// <summary>Goes through some more points, in order.</summary>
    /// <param name="others">[M, length], on the device of the points.</param>
    /// <param name="first">Place of the first of them among all.</param>
    /// <param name="groups">Of all of them, by their place.</param>
    public void Add(Tensor others, int first, IReadOnlyList<int> groups)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        int count = (int)others.shape[0];
        float[] distances = TensorArrays.ValuesOf(
            cdist(_points, others, _power, compute_mode.donot_use_mm_for_euclid_dist));
        for (int n = 0; n < _nearest.Length; n++)
        {
            List<Neighbour> nearest = _nearest[n];
            for (int m = 0; m < count; m++)
            {
                double distance = distances[n * count + m] * _unit;
                if (groups[first + m] == _groups[n] || (nearest.Count == _wanted && !(distance < nearest[^1].Distance)))
                    continue;
                int place = nearest.Count;
                while (place > 0 && distance < nearest[place - 1].Distance)
                    place--;
                nearest.Insert(place, new Neighbour(first + m, distance));
                if (nearest.Count > _wanted)
                    nearest.RemoveAt(_wanted);
            }
        }
    }
}

/// <summary>A training image that is near a picture.</summary>
internal readonly record struct Neighbour(int Index, double Distance);
