using System.Numerics.Tensors;

namespace AnoGan.Method;

/// <summary>Normal images as points, to which an image's distance is measured.</summary>
public sealed class NormalNeighbours
{
    /// <summary>How many of the nearest points count.</summary>
    public const int Nearest = 5;

    private readonly double[] _points; // [count, length]

    /// <summary>Keeps points.</summary>
    /// <param name="points">[count, length], row by row; at least one point.</param>
    /// <param name="count">Number of points.</param>
    public NormalNeighbours(float[] points, int count)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (points.Length % count != 0)
            throw new ArgumentException($"{points.Length} numbers for {count} points", nameof(points));
        _points = Array.ConvertAll(points, value => (double)value);
        Count = count;
    }

    /// <summary>Number of points.</summary>
    public int Count { get; }

    /// <summary>Coordinates of a point.</summary>
    public int Length => _points.Length / Count;

    /// <summary>Mean Euclidean distance to the five nearest points, or to all where there are fewer.</summary>
    /// <param name="point">As many coordinates as the points have.</param>
    public double Distance(ReadOnlySpan<float> point)
    {
        if (point.Length != Length)
            throw new ArgumentException(
                $"a point of {point.Length} coordinates where {Length} were due", nameof(point));

        double[] wide = new double[point.Length];
        TensorPrimitives.ConvertChecked(point, wide.AsSpan());

        // The nearest so far, ascending.
        double[] distances = new double[Math.Min(Nearest, Count)];
        Array.Fill(distances, double.PositiveInfinity);
        for (int n = 0; n < Count; n++)
        {
            double distance =
                wide.Length == 0 ? 0 : TensorPrimitives.Distance(wide, _points.AsSpan(n * wide.Length, wide.Length));
            int place = distances.Length;
            while (place > 0 && distance < distances[place - 1])
                place--;
            if (place == distances.Length)
                continue;
            distances.AsSpan(place, distances.Length - place - 1).CopyTo(distances.AsSpan(place + 1));
            distances[place] = distance;
        }

        return distances.Average();
    }

    internal NamedArray ToArray() => new([Count, Length], Array.ConvertAll(_points, value => (float)value));

    internal static NormalNeighbours From(
        IReadOnlyDictionary<string, NamedArray> arrays, string name, int length, string path) =>
        arrays.TryGetValue(name, out NamedArray? array)
        && array.Shape is [> 0, var columns]
        && columns == length
        && Array.TrueForAll(array.Values, float.IsFinite)
            ? new NormalNeighbours(array.Values, (int)array.Shape[0])
            : throw new AnoGanException($"{path}: no {name} of {length} coordinates, expected them as `anogan train` "
                + "writes them; restore the file from a copy, or train the model again");
}
