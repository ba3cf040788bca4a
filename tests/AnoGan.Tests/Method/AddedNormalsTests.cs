using AnoGan.Method;
using AnoGan.Runtime;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Method;

[Collection(TensorTests.Name)]
public sealed class AddedNormalsTests
{
    private static readonly NetworkSpec Spec = new(2, 1, 2, 16);

    private static readonly AddedSquare Square = new(
        Picture: 0, Features: [3, 1], Z: [0, 1], Difference: [-3, 0], Local: [0.5f, -1.5f, 5, 1],
        Error: [0, 0, 0, 1.5f], Texture: null, Defects: null);

    [Fact]
    public void Are_what_a_term_is_measured_from_where_they_are_nearer_than_training_images()
    {
        ScoreTerms terms = Terms(TinyResult.Of(), With([Square], [0]));

        // Apart by (3, 1), (0, -1) and (3, 0); the squared distance of (a, b) is (7a²/36 + 7b²/4) / 2.
        Assert.Equal(Math.Log((7 * 9 / 36.0 + 7 / 4.0) / 2), Value(terms, "criticFeatures"), 1e-6);
        Assert.Equal(Math.Log(7 / 4.0 / 2), Value(terms, "featureDifference"), 1e-6);
        Assert.Equal(Math.Log(7 * 9 / 36.0 / 2), Value(terms, "latent"), 1e-6);

        // The one coordinate differs by half of what lies between the image and the origin, √7.
        Assert.Equal(Math.Log(Math.Sqrt(7) / 2), Value(terms, "nearest"), 1e-6);

        // A residual of 2 at one of four pixels, of which 1.5 is known.
        Assert.Equal(Math.Log(255 * 0.125 + 1), Value(terms, "peakResidual"), 1e-6);

        // 0, -4, 0.25 and 2 of normal images; from the added one 0, -1, -4.75 and 0.
        TensorAssert.AllClose([0, 1, 0.25f, 0], terms.Map, 1e-6);
        Assert.Equal(0, Value(terms, "local"), 1e-6);
    }

    [Fact]
    public void Change_nothing_where_they_are_farther()
    {
        AddedSquare far = Square with
        {
            Features = [90, 9], Z = [-90, 9], Difference = [90, 9], Local = [90, 90, 90, 90], Error = [9, 9, 9, -9],
        };

        ScoreTerms plain = Terms(TinyResult.Of(), TinyResult.Metric());
        ScoreTerms terms = Terms(TinyResult.Of(), With([far], [0]));

        Assert.Equal(plain.Values, terms.Values);
        Assert.Equal(plain.Map, terms.Map);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Have_their_mean_among_them_where_they_were_added_together(int groupOfSecond, bool hasMean)
    {
        // The mean of both is the image itself.
        AddedSquare other = Square with { Picture = 1, Features = [9, 3] };

        ScoreTerms terms = Terms(TinyResult.Of(), With([Square, other], [0, groupOfSecond]));

        Assert.Equal(
            hasMean ? Math.Log(1e-12) : Math.Log((7 * 9 / 36.0 + 7 / 4.0) / 2), Value(terms, "criticFeatures"), 1e-6);
    }

    [Theory]
    [InlineData(1.5f, -4.5f)] // only what exceeds their own 1.5 speaks
    [InlineData(3, -5)]
    [InlineData(-9, 2)]
    public void Quieten_the_segmenter_where_they_are_nearer(float own, float expected)
    {
        SearchResult found = TinyResult.Of() with { StartLocal = [1.5f, -2, 0.25f, 1], Defects = [2] };
        AddedSquare near = Square with { Local = [1.5f, 9, 9, 9], Defects = [own] };

        Assert.Equal([expected], Terms(found, With([near], [0])).Defects!);

        // Normal images are nearer.
        AddedSquare far = near with { Local = [9, 9, 9, 9] };
        Assert.Equal([2f], Terms(found, With([far], [0])).Defects!);
        Assert.Equal([2f], found.Defects);
    }

    [Fact]
    public void Are_left_out_one_by_one()
    {
        AddedNormals both = With([Square, Square with { Picture = 1, Features = [6, 2] }], [0, 1]).Added!;

        Assert.Equal([6f, 2f], Assert.Single(both.Without(0)!.Squares).Features);
        Assert.Equal([0, 1], both.Without(0)!.Groups);
        Assert.Equal([3f, 1f], Assert.Single(both.First(1)!.Squares).Features);
        Assert.Equal([0], both.First(1)!.Groups);
        Assert.Null(both.First(0));
    }

    [Fact]
    public void Come_back_from_arrays_to_the_last_bit()
    {
        NormalMetric metric = Fitted();
        var added = new AddedNormals(metric, [Drawn(0), Drawn(1)], [0, 0], quietLogit: -5);

        AddedNormals back = AddedNormals.From(added.ToArrays().ToDictionary(), metric, TinyNetworks.Spec)!;

        Assert.Equal(
            added.ToArrays().Select(array => (array.Key, string.Join(' ', array.Value.Values))),
            back.ToArrays().Select(array => (array.Key, string.Join(' ', array.Value.Values))));
        Assert.Null(AddedNormals.From(new Dictionary<string, NamedArray>(), metric, TinyNetworks.Spec));
    }

    [Theory]
    [InlineData("added.pictures", new float[] { 0, 2 })]
    [InlineData("added.pictures", new float[] { 0, -1 })]
    [InlineData("added.pictures", new float[] { 0, float.NaN })]
    [InlineData("added.pictures", new float[0])]
    [InlineData("added.groups", new float[] { 0, 1e9f })]
    [InlineData("added.quiet-logit", new float[0])]
    [InlineData("added.latents", new float[] { 1, 2, 3 })]
    [InlineData("added.latents", null)]
    [InlineData("added.local", null)]
    public void Are_refused_where_arrays_are_wrong(string name, float[]? values)
    {
        NormalMetric metric = Fitted();
        var arrays = new AddedNormals(metric, [Drawn(0), Drawn(1)], [0, 0], quietLogit: -5).ToArrays().ToDictionary();
        if (values is null)
            arrays.Remove(name);
        else
            arrays[name] = new NamedArray([values.Length], values);

        Assert.Throws<FormatException>(() => AddedNormals.From(arrays, metric, TinyNetworks.Spec));
    }

    private static NormalMetric Fitted() => NormalMetric.Fit(
        [
            .. Enumerable.Range(0, 12).Select(Drawn).Select(square => new NormalSample(
                square.Features, square.Z, square.Difference, new LocalFeatures(square.Local, square.Local))),
        ],
        TinyNetworks.Spec);

    private static AddedSquare Drawn(int picture)
    {
        var random = new SeededRandom((ulong)picture);
        return AddedSquare.From(picture, part => AddedSquare.Parts[part].Name == "added.textures"
            ? null
            : [
                .. Enumerable.Range(0, AddedSquare.Parts[part].LengthIn(TinyNetworks.Spec))
                    .Select(_ => (float)random.NextDouble()),
            ]);
    }

    private static NormalMetric With(IReadOnlyList<AddedSquare> squares, IReadOnlyList<int> groups) =>
        TinyResult.Metric() with { Added = new AddedNormals(TinyResult.Metric(), squares, groups, quietLogit: -5) };

    private static ScoreTerms Terms(SearchResult found, NormalMetric metric) =>
        ScoreTerms.Of([0, 0, 0, 4], found, metric, Spec, hasEncoder: true);

    private static double Value(ScoreTerms terms, string name) =>
        terms.Values[ScoreTerms.NamesFor(patches: false, terms.Defects is not null).ToList().IndexOf(name)];
}
