using AnoGan.Runtime;
using TorchSharp;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace AnoGan.Method;

/// <summary>
/// Normal pictures by local features of a pretrained network: points drawn from all of their positions, to the nearest
/// of which those of a picture are compared (nearest neighbours as in PatchCore, Roth et al. 2022, with points drawn
/// evenly).
/// </summary>
public sealed class PretrainedNeighbours
{
    /// <summary>The most points: 12 MB at the 384 numbers of a ResNet-18's.</summary>
    public const int MostPoints = 8000;

    /// <summary>The most points of pictures that are added after training, of one and of all together.</summary>
    internal const int MostAddedOfPicture = 400, MostAdded = MostPoints;

    private const string PointsName = "pretrained.points", AddedName = "added.pretrained",
        AddedPicturesName = "added.pretrained-pictures";

    private readonly float[] _points; // [count, length], those added last
    private readonly int[]? _pictures; // of each point the picture that it is from; null where nobody will ask
    private readonly bool _isOwn; // whether all are of the pictures that are compared, each its own nearest point
    private (Tensor Points, Tensor MinusHalfNorms)? _tensors; // of the points, on the device of the last features

    private PretrainedNeighbours(float[] points, int length, int[]? pictures, bool isOwn = false) =>
        (_points, Length, _pictures, _isOwn) = (points, length, pictures, isOwn && points.Length > length);

    /// <summary>Numbers of a point.</summary>
    public int Length { get; }

    /// <summary>Number of points, with those added.</summary>
    public int Count => _points.Length / Length;

    // Of each point that was added after training the added picture that it is from.
    private int[] Added { get; init; } = [];

    /// <summary>Mean Euclidean length of the points.</summary>
    internal double MeanLength => _points.Chunk(Length).Average(point => Math.Sqrt(point.Sum(v => (double)v * v)));

    /// <summary>Draws the points. libtorch must be loaded.</summary>
    /// <param name="pictures">
    /// Of each normal picture, at least one, its number, the features of its positions, which are disposed of, and
    /// which of these count; taken one by one.
    /// </param>
    /// <param name="count">How many pictures there are; each gives as many points.</param>
    /// <param name="random">Draws positions.</param>
    internal static PretrainedNeighbours Fit(
        IEnumerable<(int Picture, Tensor Features, bool[] Counts)> pictures, int count, SeededRandom random)
    {
        List<float> points = [];
        List<int> from = [];
        int length = 0;
        foreach ((int number, (int picture, Tensor features, bool[] counts)) in pictures.Index())
        {
            using var scope = NewDisposeScope();
            length = (int)features.shape[1];
            float[] values = TensorArrays.ValuesOf(features);
            features.Dispose();
            int[] positions = [.. Enumerable.Range(0, counts.Length).Where(position => counts[position])];
            int due = (number + 1) * MostPoints / count - number * MostPoints / count;
            for (int i = 0; i < Math.Min(due, positions.Length); i++)
            {
                int drawn = i + random.NextInt32(positions.Length - i);
                (positions[i], positions[drawn]) = (positions[drawn], positions[i]);
                points.AddRange(values.AsSpan(positions[i] * length, length));
                from.Add(picture);
            }
        }

        return new PretrainedNeighbours([.. points], length, [.. from]);
    }

    /// <summary>
    /// The points of other pictures alone; where no other picture has any, the other points of the same.
    /// </summary>
    /// <param name="apart">Numbers of the pictures to leave out.</param>
    internal PretrainedNeighbours Without(IReadOnlySet<int> apart)
    {
        int[] kept = [.. Enumerable.Range(0, Count).Where(point => !apart.Contains(_pictures![point]))];
        return kept.Length == 0 ? new PretrainedNeighbours(_points, Length, pictures: null, isOwn: true)
            : kept.Length == Count ? this
            : new PretrainedNeighbours(
                [.. kept.SelectMany(point => _points[(point * Length)..((point + 1) * Length)])], Length,
                pictures: null);
    }

    /// <summary>What there is in a picture that no point is near to.</summary>
    /// <param name="features">[positions, Length].</param>
    /// <param name="counts">Which positions show something of the picture.</param>
    /// <param name="near">The distance up to which a position needs no point of its own.</param>
    /// <param name="most">How many points at most.</param>
    /// <returns>Features of some of its positions, the furthest from all points first.</returns>
    internal IReadOnlyList<float[]> Unknown(Tensor features, bool[] counts, double near, int most)
    {
        float[][] positions = TensorArrays.RowsOf(features);
        float[] distances = [.. Distances(features).Zip(counts, (distance, isCounted) => isCounted ? distance : -1)];
        List<float[]> chosen = [];
        while (chosen.Count < most && distances.Max() > near)
        {
            float[] furthest = positions[distances.IndexOf(distances.Max())];
            chosen.Add(furthest);
            for (int p = 0; p < distances.Length; p++)
                distances[p] = Math.Min(distances[p], TensorPrimitives.Distance<float>(furthest, positions[p]));
        }

        return chosen;
    }

    /// <summary>The same with points of pictures that are added.</summary>
    /// <param name="points">Each with the number of its picture among those added.</param>
    internal PretrainedNeighbours Adding(IReadOnlyList<(int Picture, float[] Point)> points) =>
        new([.. _points, .. points.SelectMany(point => point.Point)], Length, pictures: null)
        {
            Added = [.. Added, .. points.Select(point => point.Picture)],
        };

    /// <summary>
    /// How many points each of some pictures may add: half of what is left for all of them, so that later ones find
    /// room.
    /// </summary>
    internal int MostForEach(int pictures) =>
        Math.Min((MostAdded - Added.Length) / 2 / pictures, MostAddedOfPicture);

    /// <summary>Number of points that were added.</summary>
    internal int AddedCount => Added.Length;

    /// <summary>The same with the points of some of the added pictures alone.</summary>
    internal PretrainedNeighbours WhereAdded(Func<int, bool> isKept)
    {
        int[] kept = [.. Enumerable.Range(0, Added.Length).Where(i => isKept(Added[i]))];
        int fitted = _points.Length - Added.Length * Length;
        return new PretrainedNeighbours(
            [
                .. _points[..fitted],
                .. kept.SelectMany(i => _points[(fitted + i * Length)..(fitted + (i + 1) * Length)]),
            ],
            Length, pictures: null)
        {
            Added = [.. kept.Select(i => Added[i])],
        };
    }

    /// <summary>Distances to the nearest point.</summary>
    /// <param name="features">[positions, Length].</param>
    /// <returns>Euclidean, of each position.</returns>
    internal float[] Distances(Tensor features)
    {
        // Products find the nearest point, and the difference from it says how near it is.
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        (Tensor points, Tensor minusHalfNorms) = On(features.device);
        Tensor closeness = Closeness(features, points, minusHalfNorms);
        Tensor places = _isOwn // max is twice as fast as argmax
            ? closeness.topk(2, 1).indexes.select(1, 1)
            : closeness.max(1).indexes;
        Tensor nearest = points.index_select(0, places);
        return TensorArrays.ValuesOf((features - nearest).norm(1));
    }

    // x·p - p·p/2 of every position x with every point p, [positions, points]. On a CPU a convolution of one pixel
    // comes to it in half the time of a product of matrices, which MKL computes with its plainest code on AMD.
    private Tensor Closeness(Tensor features, Tensor points, Tensor minusHalfNorms)
    {
        if (features.device_type != DeviceType.CPU)
            return features.mm(points.t()).add_(minusHalfNorms, Scalars.One);

        // From 16 images on libtorch leaves such a convolution to oneDNN whatever the threads.
        const int enough = 16;
        long count = features.shape[0], images = count % enough == 0 ? enough : 1;
        Tensor x = features.reshape(images, count / images, 1, Length).permute(0, 3, 1, 2);
        return nn.functional
            .conv2d(x, points.reshape(-1, Length, 1, 1), minusHalfNorms).permute(0, 2, 3, 1).reshape(count, -1);
    }

    /// <summary>Disposes of tensors that are kept from one picture to the next.</summary>
    internal void Release()
    {
        _tensors?.Points.Dispose();
        _tensors?.MinusHalfNorms.Dispose();
        _tensors = null;
    }

    private (Tensor Points, Tensor MinusHalfNorms) On(Device device)
    {
        if (_tensors is { } kept && kept.Points.device_type == device.type)
            return kept;
        Release();
        Tensor points = tensor(_points, [Count, Length]).to(device);
        Tensor minusHalfNorms = (points.Squared().sum(1) * Scalars.Half).neg();
        _tensors = (points.DetachFromDisposeScope(), minusHalfNorms.DetachFromDisposeScope());
        return _tensors.Value;
    }

    internal IEnumerable<KeyValuePair<string, NamedArray>> ToArrays()
    {
        int fitted = Count - Added.Length;
        yield return new(PointsName, new NamedArray([fitted, Length], _points[..(fitted * Length)]));
        if (Added.Length == 0)
            yield break;
        yield return new(AddedName, new NamedArray([Added.Length, Length], _points[(fitted * Length)..]));
        yield return new(
            AddedPicturesName, new NamedArray([Added.Length], [.. Added.Select(picture => (float)picture)]));
    }

    /// <summary>The points among some arrays; null where there are none.</summary>
    /// <exception cref="FormatException">They are no finite numbers.</exception>
    internal static PretrainedNeighbours? From(IReadOnlyDictionary<string, NamedArray> arrays)
    {
        if (!arrays.TryGetValue(PointsName, out NamedArray? fitted))
            return null;
        if (fitted.Shape is not [> 0 and <= MostPoints, > 0 and var length]
            || !Array.TrueForAll(fitted.Values, float.IsFinite))
            throw new FormatException("no points of pretrained features");
        if (!arrays.TryGetValue(AddedName, out NamedArray? added))
            return new PretrainedNeighbours(fitted.Values, (int)length, pictures: null);
        if (added.Shape is not [> 0 and <= MostAdded, > 0 and var columns] || columns != length
            || !Array.TrueForAll(added.Values, float.IsFinite)
            || !arrays.TryGetValue(AddedPicturesName, out NamedArray? pictures)
            || !pictures.Shape.SequenceEqual([added.Shape[0]])
            || !Array.TrueForAll(pictures.Values, number => number is >= 0 and < AddedNormals.MostSquares))
            throw new FormatException("no points of pretrained features of pictures that were added");
        return new PretrainedNeighbours([.. fitted.Values, .. added.Values], (int)length, pictures: null)
        {
            Added = [.. pictures.Values.Select(picture => (int)picture)],
        };
    }
}

/// <summary>How far a picture's local features lie from normal ones.</summary>
/// <param name="Distances">[side, side], to the nearest normal point.</param>
/// <param name="Counts">[side, side], which positions show something of the picture.</param>
internal sealed record PretrainedMap(float[] Distances, bool[] Counts)
{
    /// <summary>Positions along a side.</summary>
    public int Side => (int)Math.Round(Math.Sqrt(Distances.Length));

    /// <summary>ln of the mean distance over the 1 % of the positions where it is greatest.</summary>
    public double Spot => LogMean(LocalMap.SpotShare);

    /// <summary>ln of the mean distance over all positions.</summary>
    public double Mean => LogMean(1);

    /// <summary>ln of the distance of each position.</summary>
    public float[] Logarithms => Array.ConvertAll(Distances, distance => (float)LocalMap.Log(distance));

    /// <summary>The logarithms of the positions that count.</summary>
    public IEnumerable<double> CountedLogarithms =>
        Distances.Where((_, position) => Counts[position]).Select(distance => LocalMap.Log(distance));

    private double LogMean(double share)
    {
        float[] counted = [.. Distances.Where((_, position) => Counts[position]).OrderDescending()];
        return LocalMap.Log(counted.Take(Math.Max((int)(share * counted.Length), 1)).Average());
    }
}
