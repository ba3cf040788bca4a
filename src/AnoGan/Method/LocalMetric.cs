using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace AnoGan.Method;

/// <summary>
/// Local feature matching: how far the difference d = f̂₂(x) - f̂₂(G(z)) lies from that of normal images, at every
/// position p of the critic's second feature map. The second loss of AnoGAN (Schlegl et al. 2017, section 2.2) is the
/// mean of |d| over the whole picture; here it is taken place by place and in the metric of its own spread:
/// <code>
/// y(p) = axes · d(p)                                            whitened over all positions of normal images
/// map(p) = rms over k of (yₖ(p) - meanₖ(p)) / (deviationₖ(p) + 0.3)      standardised at the position
/// </code>
/// So an edge that lies a little elsewhere in every normal image counts little where it is used to, and much where
/// there is none.
/// </summary>
public sealed class LocalMetric
{
    /// <summary>The most coordinates in use.</summary>
    public const int MaxComponents = 64;

    // Part of the largest variance that is added to each: directions in which nothing varies stay small.
    private const double LeastShare = 0.01;

    // In whitened coordinates, whose deviation over all positions is about 1: places where normal images hardly differ
    // do not make much of little.
    private const float LeastDeviation = 0.3f;

    // Beyond so many numbers further images would only take memory.
    private const long MaxNumbers = 1 << 25;

    private const string AxesName = "local.axes", MeansName = "local.means", DeviationsName = "local.deviations",
        PlaceShareName = "local.place-share";

    private readonly float[] _axes; // [components, channels]
    private readonly float[] _means, _deviations; // [components, positions]

    private LocalMetric(float[] axes, float[] means, float[] deviations, int positions, double placeShare)
    {
        (_axes, _means, _deviations, Positions, PlaceShare) = 
            (axes, means, deviations, positions, (float)placeShare);
        Components = means.Length / positions;
        Channels = axes.Length / Components;
    }

    /// <summary>Positions of the feature map: its side squared.</summary>
    public int Positions { get; }

    /// <summary>Channels of the feature map.</summary>
    public int Channels { get; }

    /// <summary>Coordinates in use at each position.</summary>
    public int Components { get; }

    /// <summary>How many images of a size are worth fitting to.</summary>
    /// <param name="spec">The networks' shapes.</param>
    internal static int MostImages(NetworkSpec spec) =>
        (int)Math.Max(MaxNumbers / ((long)spec.LocalChannels * spec.LocalSide * spec.LocalSide), 20);

    /// <summary>
    /// The share of the variance of f̂₂(x) over normal images that the place explains, 0 to 1: near 1 where the same
    /// thing lies at the same place in every image, and 0 where the place says nothing.
    /// </summary>
    public double PlaceShare { get; }

    /// <summary>Fits the metric. libtorch must be loaded.</summary>
    /// <param name="normal">The local features of normal images; at least one.</param>
    /// <param name="spec">The networks' shapes.</param>
    internal static LocalMetric Fit(IReadOnlyList<LocalFeatures> normal, NetworkSpec spec)
    {
        ArgumentOutOfRangeException.ThrowIfZero(normal.Count);
        (int channels, int positions) = (spec.LocalChannels, spec.LocalSide * spec.LocalSide);
        float[] axes = Axes(normal, channels, positions);

        // Mean and deviation of each coordinate at each position.
        float[] y = new float[axes.Length / channels * positions];
        var coordinates = new PlaceMoments(y.Length);
        var features = new PlaceMoments(channels * positions);
        foreach (LocalFeatures image in normal)
        {
            Whiten(axes, image.Difference, channels, positions, y);
            coordinates.Add(y);
            features.Add(image.Features);
        }

        return new LocalMetric(
            axes, [.. coordinates.Means.Select(mean => (float)mean)],
            [.. coordinates.Variances.Select(variance => (float)Math.Sqrt(variance) + LeastDeviation)], positions,
            features.PlaceShare(channels));
    }

    // Whitening axes from the covariance over all positions of all images.
    private static float[] Axes(IReadOnlyList<LocalFeatures> normal, int channels, int positions)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor sum = zeros(channels, 1, ScalarType.Float64), products = zeros(channels, channels, ScalarType.Float64);
        foreach (LocalFeatures image in normal)
        {
            using var imageScope = NewDisposeScope();
            Tensor d = tensor(image.Difference, [channels, positions]).to(ScalarType.Float64);
            sum.add_(d.sum(1, keepdim: true), Scalars.One);
            products.add_(d.mm(d.t()), Scalars.One);
        }

        Tensor count = tensor((double)normal.Count * positions), mean = sum / count;
        (Tensor variances, Tensor vectors) = linalg.eigh(products / count - mean.mm(mean.t())); // ascending
        double[] ascending = variances.data<double>().ToArray();
        int components = Math.Min(MaxComponents, channels);
        double added = Math.Max(LeastShare * ascending[^1], 1e-12);
        double[] scales =
            [.. ascending.Reverse().Take(components).Select(v => 1 / Math.Sqrt(Math.Max(v, 0) + added))];
        Tensor leading = vectors.narrow(1, channels - components, components).flip(1); // [channels, components]
        return TensorArrays.ValuesOf(
            (leading * tensor(scales, [1, components])).t().to(ScalarType.Float32));
    }

    /// <summary>How far an image is from normal at each position.</summary>
    /// <param name="difference">d, [channels, positions].</param>
    /// <returns>[positions]; about 1 or less in normal images, not negative.</returns>
    public float[] Map(float[] difference) => MapOf(Standardised(difference));

    /// <summary>(yₖ(p) - meanₖ(p)) / (deviationₖ(p) + 0.3), [components, positions].</summary>
    internal float[] Standardised(float[] difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        if (difference.Length != Channels * Positions)
            throw new ArgumentException(
                $"{difference.Length} numbers where {Channels}×{Positions} were due", nameof(difference));
        float[] y = new float[Components * Positions];
        Whiten(_axes, difference, Channels, Positions, y);
        TensorPrimitives.Subtract<float>(y, _means, y);
        TensorPrimitives.Divide<float>(y, _deviations, y);
        return y;
    }

    /// <summary>The root mean square over the components at each position.</summary>
    /// <param name="standardised">As <see cref="Standardised"/> gives it.</param>
    /// <param name="other">Another, from which the distance is taken; null for the mean.</param>
    internal float[] MapOf(float[] standardised, float[]? other = null)
    {
        float[] map = new float[Positions], apart = new float[Positions];
        for (int k = 0; k < Components; k++)
        {
            ReadOnlySpan<float> row = standardised.AsSpan(k * Positions, Positions);
            if (other is not null)
            {
                TensorPrimitives.Subtract(row, other.AsSpan(k * Positions, Positions), apart);
                row = apart;
            }

            TensorPrimitives.MultiplyAdd(row, row, map, map);
        }

        TensorPrimitives.Divide(map, Components, map);
        TensorPrimitives.Sqrt<float>(map, map);
        return map;
    }

    internal IEnumerable<KeyValuePair<string, NamedArray>> ToArrays() =>
    [
        new(AxesName, new NamedArray([Components, Channels], _axes)),
        new(MeansName, new NamedArray([Components, Positions], _means)),
        new(DeviationsName, new NamedArray([Components, Positions], _deviations)),
        new(PlaceShareName, new NamedArray([1], [(float)PlaceShare])),
    ];

    internal static LocalMetric From(IReadOnlyDictionary<string, NamedArray> arrays, NetworkSpec spec)
    {
        int components = Math.Min(MaxComponents, spec.LocalChannels), positions = spec.LocalSide * spec.LocalSide;
        if (!arrays.TryGetValue(AxesName, out NamedArray? axes)
            || !arrays.TryGetValue(MeansName, out NamedArray? means)
            || !arrays.TryGetValue(DeviationsName, out NamedArray? deviations)
            || !arrays.TryGetValue(PlaceShareName, out NamedArray? share)
            || share.Values is not [>= 0 and <= 1]
            || !axes.Shape.SequenceEqual([components, spec.LocalChannels])
            || !means.Shape.SequenceEqual([components, positions])
            || !deviations.Shape.SequenceEqual([components, positions])
            || axes.Values.Concat(means.Values).Any(v => !float.IsFinite(v))
            || deviations.Values.Any(v => !(v >= LeastDeviation && float.IsFinite(v))))
            throw new FormatException(
                $"no local metric for {spec.LocalChannels} channels at {positions} positions");
        return new LocalMetric(axes.Values, means.Values, deviations.Values, positions, share.Values[0]);
    }

    // axes · d at every position, [components, positions].
    private static void Whiten(float[] axes, float[] difference, int channels, int positions, float[] into)
    {
        Array.Clear(into);
        for (int k = 0; k < into.Length / positions; k++)
        {
            Span<float> row = into.AsSpan(k * positions, positions);
            for (int c = 0; c < channels; c++)
                TensorPrimitives.MultiplyAdd(
                    difference.AsSpan(c * positions, positions), axes[k * channels + c], row, row);
        }
    }
}

/// <summary>What the critic's second convolution says of an image.</summary>
/// <param name="Features">f̂₂(x), [channels, positions].</param>
/// <param name="Difference">f̂₂(x) - f̂₂(G(z)), of the same shape.</param>
internal sealed record LocalFeatures(float[] Features, float[] Difference);

/// <summary>Mean and variance over images, of each of many numbers.</summary>
internal sealed class PlaceMoments(int length)
{
    private readonly double[] _sums = new double[length], _squares = new double[length];
    private int _images;

    /// <summary>Adds the numbers of an image.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        _images++;
        for (int i = 0; i < values.Length; i++)
        {
            _sums[i] += values[i];
            _squares[i] += (double)values[i] * values[i];
        }
    }

    /// <summary>The means.</summary>
    public IEnumerable<double> Means => _sums.Select(sum => sum / _images);

    /// <summary>The unbiased variances; those of a single image are 0.</summary>
    public IEnumerable<double> Variances => _sums.Zip(_squares, (sum, square) =>
        Math.Max(square - sum * sum / _images, 0) / Math.Max(_images - 1, 1));

    /// <summary>
    /// What part of the variance over images and places the place explains, 0 to 1; 0 where one image tells of none.
    /// </summary>
    /// <param name="channels">The numbers are [channels, places].</param>
    public double PlaceShare(int channels)
    {
        int places = _sums.Length / channels;
        double within = Variances.Sum() / places, total = 0;
        for (int c = 0; c < channels; c++)
        {
            double mean = _sums.AsSpan(c * places, places).ToArray().Sum() / places / _images;
            total += _squares.AsSpan(c * places, places).ToArray().Sum() / places / _images - mean * mean;
        }

        return _images < 2 || total <= 0 ? 0 : Math.Clamp(1 - within / total, 0, 1);
    }
}

/// <summary>The local map of an image.</summary>
internal static class LocalMap
{
    /// <summary>Share of the positions that a spot takes; a defect is small.</summary>
    public const double SpotShare = 0.01;

    /// <summary>Mean of the logarithm of the map over the 1 % of its positions where it is highest.</summary>
    /// <param name="map">[side, side], as <see cref="LocalMetric.Map"/> gives it.</param>
    /// <param name="spec">The networks' shapes.</param>
    /// <param name="foreground">[size, size], which pixels of the image are compared; null for all.</param>
    /// <returns>At least one position counts; -27.6 where none shows anything of the object.</returns>
    public static double Spot(float[] map, NetworkSpec spec, bool[]? foreground)
    {
        return MeanOfHighest(map, spec.LocalSide, SpotShare, spec, foreground, Log) ?? Log(0);
    }

    /// <summary>Mean over the share of a map's positions where it is highest, at least one.</summary>
    /// <param name="map">[side, side].</param>
    /// <param name="side">Its side.</param>
    /// <param name="share">Above 0 to 1.</param>
    /// <param name="spec">The networks' shapes.</param>
    /// <param name="foreground">[size, size], which pixels of the image are compared; null for all.</param>
    /// <param name="of">What is averaged, of each value; it keeps their order.</param>
    /// <returns>Null where no position shows anything of the object.</returns>
    public static double? MeanOfHighest(
        float[] map, int side, double share, NetworkSpec spec, bool[]? foreground, Func<double, double> of)
    {
        bool[]? positions = foreground is null ? null : Positions(foreground, spec.Size, side);
        double[] values = [.. map.Where((_, p) => positions?[p] != false).Select(v => of(v)).OrderDescending()];
        return values.Length == 0 ? null : values.Take(Math.Max((int)(share * values.Length), 1)).Average();
    }

    /// <summary>The logarithm of a value of the map, at least -27.6.</summary>
    public static double Log(double value) => Math.Log(Math.Max(value, 1e-12));

    /// <summary>Which positions show something of the object.</summary>
    private static bool[] Positions(bool[] foreground, int size, int side)
    {
        bool[] positions = new bool[side * side];
        for (int i = 0; i < foreground.Length; i++)
            positions[i / size * side / size * side + i % size * side / size] |= foreground[i];
        return positions;
    }
}
