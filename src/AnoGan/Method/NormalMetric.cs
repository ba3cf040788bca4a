using System.Numerics.Tensors;

namespace AnoGan.Method;

/// <summary>In which metric an image is compared with normal ones: that of the spread of normal images.</summary>
/// <param name="Features">Of the critic's normalised features of the image.</param>
/// <param name="Neighbours">Normal images, by their whitened coordinates in that metric.</param>
/// <param name="Difference">Of the difference between those of the image and those of its reconstruction.</param>
/// <param name="Latent">Of the latent vector.</param>
/// <param name="Local">Of the difference of local features, place by place.</param>
public sealed record NormalMetric(
    Whitening Features, NormalNeighbours Neighbours, Whitening Difference, Whitening Latent, LocalMetric Local)
{
    private const string FeaturesName = "features", NeighboursName = "neighbours";
    private const string DifferenceName = "difference", LatentName = "latent";

    /// <summary>Of the texture of patches; null where the networks see whole pictures.</summary>
    public NormalTexture? Texture { get; init; }

    /// <summary>Local features of a pretrained network; null where there is none.</summary>
    public PretrainedNeighbours? Pretrained { get; init; }

    /// <summary>Normal images that were added after training; null for none.</summary>
    internal AddedNormals? Added { get; init; }

    /// <summary>Fits the metric to how normal images spread. libtorch must be loaded.</summary>
    /// <param name="normal">What was found for normal images, at least one.</param>
    /// <param name="spec">The networks' shapes.</param>
    internal static NormalMetric Fit(IReadOnlyList<NormalSample> normal, NetworkSpec spec)
    {
        float[][] features = [.. normal.Select(sample => sample.Features)];
        var metric = Whitening.Fit(features);
        return new NormalMetric(
            metric, NormalNeighbours.Of(features, metric), Whitening.Fit([.. normal.Select(s => s.Difference)]),
            Whitening.Fit([.. normal.Select(sample => sample.Z)]),
            LocalMetric.Fit([.. normal.Select(sample => sample.Local).OfType<LocalFeatures>()], spec));
    }

    /// <summary>The metric as named arrays, to the last bit.</summary>
    internal Dictionary<string, NamedArray> ToArrays() => new(
    [
        .. Features.ToArrays(FeaturesName), new(NeighboursName, Neighbours.ToArray()),
        .. Difference.ToArrays(DifferenceName), .. Latent.ToArrays(LatentName),
        .. Local.ToArrays(), .. Texture?.ToArrays() ?? [],
        .. Pretrained?.ToArrays() ?? [],
        .. Added?.ToArrays() ?? [],
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
        var metric = new NormalMetric(
            features,
            NormalNeighbours.From(arrays, NeighboursName, features.Components),
            Whitening.From(arrays, DifferenceName, spec.FeatureLength),
            Whitening.From(arrays, LatentName, spec.Latent),
            LocalMetric.From(arrays, spec))
        {
            Texture = NormalTexture.From(arrays),
            Pretrained = PretrainedNeighbours.From(arrays),
        };
        return metric with { Added = AddedNormals.From(arrays, metric, spec) };
    }
}

/// <summary>What the metric is fitted to, of one normal image.</summary>
/// <param name="Features">f̂(x).</param>
/// <param name="Z">Its latent vector.</param>
/// <param name="Difference">f̂(x) - f̂(G(z)).</param>
/// <param name="Local">Null where enough other images are kept: they take the most memory.</param>
internal sealed record NormalSample(float[] Features, float[] Z, float[] Difference, LocalFeatures? Local)
{
    /// <summary>The part of a search that is kept.</summary>
    /// <param name="result">The search.</param>
    /// <param name="hasEncoder">Whether an encoder chose the start.</param>
    /// <param name="keepsLocal">Whether the local features are kept.</param>
    public static NormalSample Of(SearchResult result, bool hasEncoder, bool keepsLocal)
    {
        Reconstruction compared = result.Compared(hasEncoder);
        return new NormalSample(
            result.Features, compared.Z, compared.Difference,
            keepsLocal ? new LocalFeatures(result.LocalFeatures, compared.Local) : null);
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
