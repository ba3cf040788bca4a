namespace AnoGan.Method;

/// <summary>
/// Normal images that were added to a metric after training. Each of them, and the mean of those that were added
/// together, is one more centre beside that of the training images:
/// <code>
/// distance(x) = min(distance of x, least over the centres c of distance of x - c)
/// </code>
/// for each term, and place by place where it has a map. No distance grows by that, and so no score: what was promised
/// of normal images by their scores without them stays promised.
/// </summary>
internal sealed class AddedNormals
{
    /// <summary>The most squares: each is compared with every square that is scored.</summary>
    public const int MostSquares = 200;

    private const string GroupsName = "added.groups", PicturesName = "added.pictures", QuietName = "added.quiet-logit";

    private readonly NormalMetric _metric;
    private readonly Centre[] _centres;

    /// <summary>Adds images to a metric.</summary>
    /// <param name="metric">Fitted to training images.</param>
    /// <param name="squares">At least one.</param>
    /// <param name="groups">Of each added picture, from the first on, which addition it belongs to, from 0.</param>
    /// <param name="quietLogit">What the segmenter says where nothing is wrong.</param>
    public AddedNormals(
        NormalMetric metric, IReadOnlyList<AddedSquare> squares, IReadOnlyList<int> groups, float quietLogit)
    {
        (_metric, Squares, Groups, QuietLogit) = (metric, squares, groups, quietLogit);

        // Patches lie anywhere, and their mean says nothing.
        IEnumerable<AddedSquare> means = metric.Texture is not null
            ? []
            : squares.GroupBy(square => groups[square.Picture]).Where(group => group.Count() > 1)
                .Select(group => AddedSquare.MeanOf([.. group]));
        _centres = [.. squares.Concat(means).Select(square => new Centre(square, metric))];
    }

    /// <summary>The squares of the added pictures.</summary>
    public IReadOnlyList<AddedSquare> Squares { get; }

    /// <summary>Of each added picture which addition it belongs to.</summary>
    public IReadOnlyList<int> Groups { get; }

    /// <summary>What the segmenter says where nothing is wrong.</summary>
    public float QuietLogit { get; }

    /// <summary>The same without one of the pictures; null where no other is left.</summary>
    public AddedNormals? Without(int picture) => With(square => square.Picture != picture, Groups);

    /// <summary>The same with the first pictures alone; null for none.</summary>
    public AddedNormals? First(int pictures) =>
        With(square => square.Picture < pictures, [.. Groups.Take(pictures)]);

    private AddedNormals? With(Func<AddedSquare, bool> isKept, IReadOnlyList<int> groups)
    {
        AddedSquare[] kept = [.. Squares.Where(isKept)];
        return kept.Length == 0 ? null : new AddedNormals(_metric, kept, groups, QuietLogit);
    }

    /// <summary>How far an image lies from the nearest centre.</summary>
    /// <param name="features">f̂(x).</param>
    /// <param name="compared">What it is compared with.</param>
    public AddedDistances Distances(float[] features, Reconstruction compared)
    {
        Whitening.Projection ofFeatures = _metric.Features.Project(features);
        Whitening.Projection ofDifference = _metric.Difference.Project(compared.Difference);
        Whitening.Projection ofLatent = _metric.Latent.Project(compared.Z);
        return new AddedDistances(
            _centres.Min(centre => _metric.Features.DistanceOfCoordinates(ofFeatures, centre.Features)),
            _centres.Min(centre => _metric.Features.DistanceOf(ofFeatures, centre.Features)),
            _centres.Min(centre => _metric.Difference.DistanceOf(ofDifference, centre.Difference)),
            _centres.Min(centre => _metric.Latent.DistanceOf(ofLatent, centre.Latent)));
    }

    /// <summary>How far the texture of a patch lies from the nearest of those added.</summary>
    public double TextureDistance(float[] texture)
    {
        Whitening.Projection projected = _metric.Texture!.Metric.Project(texture);
        return _centres.Min(centre =>
            _metric.Texture.Metric.DistanceOfCoordinates(projected, centre.Texture!));
    }

    /// <summary>The residual at each pixel that no centre explains.</summary>
    /// <param name="residual">|x - G(z)|, [plane].</param>
    /// <param name="error">(x - G(z)) / 2, [channels, plane].</param>
    public float[] Residual(float[] residual, float[] error)
    {
        float[] least = [.. residual];
        int channels = error.Length / residual.Length;
        foreach (Centre centre in _centres)
        {
            float[] other = centre.Square.Error;
            for (int i = 0; i < least.Length; i++)
            {
                float sum = 0;
                for (int c = i; c < error.Length; c += least.Length)
                    sum += Math.Abs(error[c] - other[c]);
                least[i] = Math.Min(least[i], sum / channels);
            }
        }

        return least;
    }

    /// <summary>The local map at each position, and what the segmenter says, where no centre explains them.</summary>
    /// <param name="map">As <see cref="LocalMetric.Map"/> gives it.</param>
    /// <param name="local">f̂₂(x) - f̂₂(G(z)).</param>
    /// <param name="defects">The segmenter's logits; null without a segmenter.</param>
    /// <param name="spec">The networks' shapes.</param>
    public (float[] Map, float[]? Defects) Maps(float[] map, float[] local, float[]? defects, NetworkSpec spec)
    {
        float[] standardised = _metric.Local.Standardised(local), least = [.. map];
        float[]?[] logits = new float[]?[map.Length]; // of the centre that explains a position
        foreach (Centre centre in _centres)
        {
            float[] from = _metric.Local.MapOf(standardised, centre.Local);
            for (int p = 0; p < least.Length; p++)
            {
                if (from[p] < least[p])
                    (least[p], logits[p]) = (from[p], centre.Square.Defects);
            }
        }

        // Where a centre is nearer than normal images are, only what exceeds its own logit speaks of a defect.
        float[]? quieter = defects is null ? null : [.. defects];
        int side = Segmenter.SideOf(spec);
        for (int i = 0; i < quieter?.Length; i++)
        {
            int position = i / side * spec.LocalSide / side * spec.LocalSide + i % side * spec.LocalSide / side;
            if (logits[position] is { } own)
                quieter[i] = Math.Min(quieter[i], QuietLogit + Math.Max(quieter[i] - own[i], 0));
        }

        return (least, quieter);
    }

    /// <summary>The squares as named arrays, to the last bit.</summary>
    public IEnumerable<KeyValuePair<string, NamedArray>> ToArrays() =>
    [
        new(GroupsName, new NamedArray([Groups.Count], [.. Groups.Select(group => (float)group)])),
        new(PicturesName, new NamedArray([Squares.Count], [.. Squares.Select(square => (float)square.Picture)])),
        new(QuietName, new NamedArray([1], [QuietLogit])),
        .. AddedSquare.Parts.Where(part => part.Of(Squares[0]) is not null).Select(part =>
            new KeyValuePair<string, NamedArray>(part.Name, new NamedArray(
                [Squares.Count, part.Of(Squares[0])!.Length], [.. Squares.SelectMany(square => part.Of(square)!)]))),
    ];

    /// <summary>The squares among some arrays, bound to a metric; null where there are none.</summary>
    /// <exception cref="FormatException">They are not of this metric, or hold impossible numbers.</exception>
    public static AddedNormals? From(
        IReadOnlyDictionary<string, NamedArray> arrays, NormalMetric metric, NetworkSpec spec)
    {
        if (!arrays.ContainsKey(PicturesName))
            return null;
        float[] pictures = Array(PicturesName).Values, groups = Array(GroupsName).Values;
        if (pictures.Length is 0 or > MostSquares || pictures.Any(number => !(number >= 0 && number < groups.Length)))
            throw Wrong(PicturesName);
        if (groups.Any(number => !(number >= 0 && number < groups.Length)))
            throw Wrong(GroupsName);
        float[]?[][] parts =
        [
            .. AddedSquare.Parts.Select(part =>
                part.LengthIn(spec) is var length && part.IsIn(metric, arrays)
                    ? Array(part.Name, pictures.Length, length).Values.Chunk(length).ToArray<float[]?>()
                    : new float[]?[pictures.Length]),
        ];
        return new AddedNormals(
            metric, [.. pictures.Select((picture, i) => AddedSquare.From((int)picture, part => parts[part][i]))],
            [.. groups.Select(group => (int)group)], Array(QuietName, 1).Values[0]);

        NamedArray Array(string name, params long[] shape) =>
            arrays.TryGetValue(name, out NamedArray? array)
            && (shape.Length == 0 ? array.Shape.Length == 1 : array.Shape.SequenceEqual(shape))
            && System.Array.TrueForAll(array.Values, float.IsFinite)
                ? array
                : throw Wrong(name);
    }

    private static FormatException Wrong(string name) => new($"no {name} of normal images that were added");

    // A square by what it is compared by.
    private sealed class Centre(AddedSquare square, NormalMetric metric)
    {
        public AddedSquare Square { get; } = square;

        public Whitening.Projection Features { get; } = metric.Features.Project(square.Features);

        public Whitening.Projection Difference { get; } = metric.Difference.Project(square.Difference);

        public Whitening.Projection Latent { get; } = metric.Latent.Project(square.Z);

        public Whitening.Projection? Texture { get; } =
            square.Texture is null ? null : metric.Texture!.Metric.Project(square.Texture);

        public float[] Local { get; } = metric.Local.Standardised(square.Local);
    }
}

/// <summary>How far an image lies from the nearest normal one that was added, in each metric.</summary>
/// <param name="Point">Euclidean, by the coordinates of f̂(x).</param>
/// <param name="Features">Of f̂(x).</param>
/// <param name="Difference">Of f̂(x) - f̂(G(z)).</param>
/// <param name="Latent">Of z.</param>
internal readonly record struct AddedDistances(double Point, double Features, double Difference, double Latent)
{
    /// <summary>From nothing.</summary>
    public static AddedDistances None { get; } = new(
        double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity);
}
