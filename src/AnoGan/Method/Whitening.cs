using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace AnoGan.Method;

/// <summary>
/// The metric of vectors' own spread (probabilistic PCA, Tipping and Bishop 1999), for a vector v of n numbers:
/// <code>
/// distance(v) = (Σₖ cₖ²/varianceₖ + (|v - mean|² - Σₖ cₖ²)/rest) / n
/// </code>
/// c are its coordinates along the leading principal components, rest is the mean of the remaining variances. A vector
/// like those it was fitted to has a distance of about 1, less where it has more numbers than there were vectors.
/// </summary>
public sealed class Whitening
{
    /// <summary>The most components in use.</summary>
    public const int MaxComponents = 100;

    // Fewer vectors than this for each component would fit the component to their noise.
    private const int VectorsPerComponent = 4;

    // Below what fitting gives; deviations stay numbers that a float holds.
    private const float LeastVariance = 1e-20f;

    private readonly float[] _mean; // [length]
    private readonly double[] _axes; // [components, length], each of length 1
    private readonly float[] _variances; // [components + 1], the last one that of every remaining direction

    private Whitening(float[] mean, float[] axes, float[] variances)
    {
        (_mean, _variances) = (mean, variances);
        _axes = Array.ConvertAll(axes, value => (double)value);
    }

    /// <summary>Numbers in a vector.</summary>
    public int Length => _mean.Length;

    /// <summary>Components in use.</summary>
    public int Components => _variances.Length - 1;

    /// <summary>Fits the metric. libtorch must be loaded.</summary>
    /// <param name="vectors">[N, length], N at least 1, on the CPU.</param>
    /// <returns>A metric of at most N/4 components.</returns>
    public static Whitening Fit(Tensor vectors)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        (int count, int length) = ((int)vectors.shape[0], (int)vectors.shape[1]);
        Tensor values = vectors.to(ScalarType.Float64);
        Tensor mean = values.mean([0], keepdim: true); // [1, length]
        Tensor centred = values - mean;
        int rank = Math.Max(Math.Min(length, count - 1), 1);
        int components = Math.Min(Math.Min(MaxComponents, count / VectorsPerComponent), rank - 1);

        // Eigenvectors of the smaller of the two product matrices, largest first.
        bool isWide = length > count;
        (Tensor sums, Tensor eigenvectors) = linalg.eigh(isWide ? centred.mm(centred.t()) : centred.t().mm(centred));
        double[] ascending = ToArray<double>(sums);
        Tensor leading = eigenvectors.narrow(1, eigenvectors.shape[1] - components, components).flip(1);
        Tensor axes = isWide ? nn.functional.normalize(centred.t().mm(leading), dim: 0) : leading; // [length, k]

        double[] found = [.. ascending.Reverse().Take(rank).Select(sum => Math.Max(sum, 0) / Math.Max(count - 1, 1))];
        double total = found.Sum(), rest = found.Skip(components).Sum() / (rank - components);
        double least = Math.Max(total / length * 1e-6, 1e-12); // directions in which nothing varies
        return new Whitening(
            ToArray<float>(mean.to(ScalarType.Float32)),
            ToArray<float>(axes.t().to(ScalarType.Float32)),
            [.. found.Take(components).Append(rest).Select(variance => (float)Math.Max(variance, least))]);
    }

    /// <summary>The same of vectors in arrays, at least one.</summary>
    internal static Whitening Fit(IReadOnlyList<float[]> vectors)
    {
        using Tensor rows = tensor(vectors.SelectMany(v => v).ToArray(), [vectors.Count, vectors[0].Length]);
        return Fit(rows);
    }

    /// <summary>The squared distance of a vector from the mean in this metric, over its length.</summary>
    /// <param name="vector">Its numbers.</param>
    public double Distance(ReadOnlySpan<float> vector) => DistanceOf(Project(vector), other: null);

    /// <summary>Where a vector lies along the components, each in standard deviations from the mean.</summary>
    /// <param name="vector">Its numbers.</param>
    /// <returns>[components].</returns>
    public float[] Coordinates(ReadOnlySpan<float> vector) => Coordinates(vector, out _);

    /// <summary>Both at once, for the price of one.</summary>
    /// <param name="vector">Its numbers.</param>
    /// <param name="distance">As <see cref="Distance"/> gives it.</param>
    /// <returns>As <see cref="Coordinates(ReadOnlySpan{float})"/> gives them.</returns>
    public float[] Coordinates(ReadOnlySpan<float> vector, out double distance)
    {
        Projection projected = Project(vector);
        distance = DistanceOf(projected, other: null);
        return [.. projected.Coordinates.Select((coordinate, k) => (float)(coordinate / Math.Sqrt(_variances[k])))];
    }

    /// <summary>The squared distance of two vectors in this metric, over their length.</summary>
    /// <param name="vector">As <see cref="Project"/> gives it.</param>
    /// <param name="other">Likewise; null for the mean.</param>
    internal double DistanceOf(Projection vector, Projection? other)
    {
        double sum = 0, rest = other is null
            ? vector.Square
            : Math.Pow(TensorPrimitives.Distance<double>(vector.Centred, other.Centred), 2);
        for (int k = 0; k < vector.Coordinates.Length; k++)
        {
            double apart = vector.Coordinates[k] - (other?.Coordinates[k] ?? 0);
            sum += apart * apart / _variances[k];
            rest -= apart * apart;
        }

        return (sum + Math.Max(rest, 0) / _variances[^1]) / Length;
    }

    /// <summary>The Euclidean distance of two vectors by <see cref="Coordinates(ReadOnlySpan{float})"/>.</summary>
    internal double DistanceOfCoordinates(Projection vector, Projection other)
    {
        double sum = 0;
        for (int k = 0; k < vector.Coordinates.Length; k++)
        {
            double apart = vector.Coordinates[k] - other.Coordinates[k];
            sum += apart * apart / _variances[k];
        }

        return Math.Sqrt(sum);
    }

    /// <summary>A vector less the mean, and what of it lies along each component.</summary>
    /// <remarks>Of one vector alone: what is found cannot depend on what is scored beside it.</remarks>
    internal Projection Project(ReadOnlySpan<float> vector)
    {
        if (vector.Length != Length)
            throw new ArgumentException($"a vector of {vector.Length} numbers where {Length} were due", nameof(vector));
        double[] centred = new double[Length], coordinates = new double[Components];
        double square = 0;
        for (int i = 0; i < centred.Length; i++)
        {
            centred[i] = (double)vector[i] - _mean[i];
            square += centred[i] * centred[i];
        }

        for (int k = 0; k < coordinates.Length; k++)
            coordinates[k] = TensorPrimitives.Dot<double>(centred, _axes.AsSpan(k * Length, Length));
        return new Projection(centred, coordinates, square);
    }

    /// <summary>A vector in a metric.</summary>
    /// <param name="Centred">Less the mean, [length].</param>
    /// <param name="Coordinates">Along each component, [components].</param>
    /// <param name="Square">Sum of the squares of the first.</param>
    internal sealed record Projection(double[] Centred, double[] Coordinates, double Square);

    internal IEnumerable<KeyValuePair<string, NamedArray>> ToArrays(string name) =>
    [
        new($"{name}.mean", new NamedArray([Length], _mean)),
        new($"{name}.axes", new NamedArray([Components, Length], Array.ConvertAll(_axes, value => (float)value))),
        new($"{name}.variances", new NamedArray([Components + 1], _variances)),
    ];

    internal static Whitening From(IReadOnlyDictionary<string, NamedArray> arrays, string name, int length)
    {
        if (!arrays.TryGetValue($"{name}.mean", out NamedArray? mean)
            || !arrays.TryGetValue($"{name}.axes", out NamedArray? axes)
            || !arrays.TryGetValue($"{name}.variances", out NamedArray? variances)
            || mean.Values.Length != length
            || axes.Values.Length != (variances.Values.Length - 1L) * length
            || variances.Values.Any(v => !(v >= LeastVariance && float.IsFinite(v)))
            || mean.Values.Concat(axes.Values).Any(v => !float.IsFinite(v)))
            throw new FormatException($"no metric of {name} for vectors of {length} numbers");
        return new Whitening(mean.Values, axes.Values, variances.Values);
    }

    private static T[] ToArray<T>(Tensor tensor)
        where T : unmanaged
    {
        using Tensor onCpu = tensor.to(CPU).contiguous();
        return onCpu.numel() == 0 ? [] : onCpu.data<T>().ToArray();
    }
}
