namespace AnoGan.Models;

/// <summary>Normal images as points, to which an image's distance is measured.</summary>
public sealed class NormalNeighbours
{
    /// <summary>How many of the nearest points count.</summary>
    public const int Nearest = 5;

    private readonly float[] _points; // [count, length]

    /// <summary>Keeps points.</summary>
    /// <param name="points">[count, length], row by row; at least one point.</param>
    /// <param name="count">Number of points.</param>
    public NormalNeighbours(float[] points, int count)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (points.Length % count != 0)
            throw new ArgumentException($"{points.Length} numbers for {count} points", nameof(points));
        _points = points;
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
            throw new ArgumentException($"a point of {point.Length} coordinates where {Length} were due", nameof(point));

        // The nearest so far, ascending.
        double[] squares = new double[Math.Min(Nearest, Count)];
        Array.Fill(squares, double.PositiveInfinity);
        for (int n = 0; n < Count; n++)
        {
            ReadOnlySpan<float> other = _points.AsSpan(n * Length, Length);
            double sum = 0;
            for (int i = 0; i < other.Length; i++)
            {
                double difference = (double)point[i] - other[i];
                sum += difference * difference;
            }

            int place = squares.Length;
            while (place > 0 && sum < squares[place - 1])
                place--;
            if (place == squares.Length)
                continue;
            squares.AsSpan(place, squares.Length - place - 1).CopyTo(squares.AsSpan(place + 1));
            squares[place] = sum;
        }

        return squares.Average(Math.Sqrt);
    }

    internal NamedArray ToArray() => new([Count, Length], _points);

    internal static NormalNeighbours From(IReadOnlyDictionary<string, NamedArray> arrays, string name, int length, string path) =>
        arrays.TryGetValue(name, out NamedArray? array) && array.Shape is [> 0, var columns] && columns == length && Array.TrueForAll(array.Values, float.IsFinite)
            ? new NormalNeighbours(array.Values, (int)array.Shape[0])
            : throw new AnoGanException($"{path}: no {name} of {length} coordinates, expected them as `anogan train` writes them; restore the file from a copy, or train the model again");
}
