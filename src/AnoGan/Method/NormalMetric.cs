using System.Numerics.Tensors;

namespace AnoGan.Method;

/// <summary>In which metric an image is compared with normal ones: that of the spread of normal images.</summary>
/// <param name="Features">Of the critic's normalised features of the image.</param>
/// <param name="Neighbours">Normal images, by their whitened coordinates in that metric.</param>
/// <param name="Difference">Of the difference between those of the image and those of its reconstruction.</param>
/// <param name="Latent">Of the latent vector.</param>
public sealed record NormalMetric(
    Whitening Features, NormalNeighbours Neighbours, Whitening Difference, Whitening Latent)
{
    private const string FeaturesName = "features", NeighboursName = "neighbours";
    private const string DifferenceName = "difference", LatentName = "latent";

    /// <summary>Of the texture of patches; null where the networks see whole pictures.</summary>
    public NormalTexture? Texture { get; init; }

    /// <summary>Fits the metric to how normal images spread. libtorch must be loaded.</summary>
    /// <param name="normal">Their searches, at least one.</param>
    /// <param name="hasEncoder">Whether an encoder chose the starts.</param>
    /// <param name="progress">Told how many were taken.</param>
    internal static NormalMetric Fit(IEnumerable<SearchResult> normal, bool hasEncoder, Action<int>? progress = null)
    {
        List<float[]> features = [], differences = [], latents = [];
        foreach (SearchResult result in normal)
        {
            (float[] z, _, float[] difference) = result.Reconstruction(hasEncoder);
            features.Add(result.Features);
            differences.Add(difference);
            latents.Add(z);
            progress?.Invoke(features.Count);
        }

        var metric = Whitening.Fit(features);
        return new NormalMetric(
            metric, NormalNeighbours.Of(features, metric), Whitening.Fit(differences), Whitening.Fit(latents));
    }

    /// <summary>The metric as named arrays, to the last bit.</summary>
    internal Dictionary<string, NamedArray> ToArrays() => new(
    [
        .. Features.ToArrays(FeaturesName), new(NeighboursName, Neighbours.ToArray()),
        .. Difference.ToArrays(DifferenceName), .. Latent.ToArrays(LatentName), .. Texture?.ToArrays() ?? [],
    ]);

    /// <summary>The metric that was turned into arrays.</summary>
    /// <param name="arrays">As <see cref="ToArrays"/> gives them.</param>
    /// <param name="spec">The networks that it belongs to.</param>
    /// <exception cref="FormatException">
    /// A part is missing, holds impossible numbers, or belongs to other networks.
    /// </exception>
    internal static NormalMetric From(IReadOnlyDictionary<string, NamedArray> arrays, NetworkSpec spec)
    {
        var features = Whitening.From(arrays, FeaturesName, spec.FeatureLength);
        return new NormalMetric(
            features,
            NormalNeighbours.From(arrays, NeighboursName, features.Components),
            Whitening.From(arrays, DifferenceName, spec.FeatureLength),
            Whitening.From(arrays, LatentName, spec.Latent))
        {
            Texture = NormalTexture.From(arrays),
        };
    }
}

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

    /// <summary>Vectors as points, by their coordinates in a metric.</summary>
    internal static NormalNeighbours Of(IReadOnlyList<float[]> vectors, Whitening metric) =>
        new([.. vectors.SelectMany(vector => metric.Coordinates(vector))], vectors.Count);

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

    internal static NormalNeighbours From(IReadOnlyDictionary<string, NamedArray> arrays, string name, int length) =>
        arrays.TryGetValue(name, out NamedArray? array)
        && array.Shape is [> 0, var columns]
        && columns == length
        && Array.TrueForAll(array.Values, float.IsFinite)
            ? new NormalNeighbours(array.Values, (int)array.Shape[0])
            : throw new FormatException($"no {name} of {length} coordinates");
}
