using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Runtime;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Method;

[Collection(TensorTests.Name)]
public sealed class PretrainedNeighboursTests
{
    private static readonly bool[] Both = [true, true];

    [Fact]
    public void Measures_the_distance_from_the_nearest_point()
    {
        PretrainedNeighbours normal = Fit((0, [0, 0, 3, 4], Both));
        using Tensor features = tensor(new float[] { 0, 1, 3, 3, 6, 8 }, [3, 2]);

        Assert.Equal([1f, 1f, 5f], normal.Distances(features));
    }

    [Fact]
    public void Draws_from_the_positions_that_count()
    {
        PretrainedNeighbours normal = Fit((0, [0, 0, 3, 4], [false, true]), (1, [9, 9, 5, 5], [true, false]));
        using Tensor features = tensor(new float[] { 0, 0, 9, 9 }, [2, 2]);

        Assert.Equal(2, normal.Count);
        Assert.Equal([5f, 0f], normal.Distances(features));
    }

    [Fact]
    public void Leaves_out_pictures()
    {
        PretrainedNeighbours normal = Fit((0, [0, 0, 0, 0], Both), (7, [3, 4, 3, 4], Both));
        using Tensor features = tensor(new float[] { 0, 0 }, [1, 2]);

        Assert.Equal([0f], normal.Distances(features));
        Assert.Equal([5f], normal.Without(new HashSet<int> { 0 }).Distances(features));
        Assert.Equal([0f], normal.Without(new HashSet<int> { 3 }).Distances(features));
    }

    [Fact]
    public void Compares_a_lone_picture_with_its_other_places()
    {
        PretrainedNeighbours alone = Fit((0, [0, 0, 3, 4], Both)).Without(new HashSet<int> { 0 });
        using Tensor features = tensor(new float[] { 0, 0, 3, 4 }, [2, 2]);

        Assert.Equal([5f, 5f], alone.Distances(features));
    }

    [Fact]
    public void Takes_as_many_points_from_each_picture_and_no_more_than_the_most()
    {
        const int Pictures = 3, Positions = 4000;
        bool[] counts = [.. Enumerable.Repeat(true, Positions)];
        PretrainedNeighbours normal = Fit([.. Enumerable.Range(0, Pictures).Select(picture =>
            (picture, Enumerable.Repeat((float)picture, Positions).ToArray(), counts))]);

        Assert.Equal(PretrainedNeighbours.MostPoints, normal.Count);
        float[] points = normal.ToArrays().Single().Value.Values;
        Assert.All(
            points.GroupBy(point => point),
            of => Assert.InRange(of.Count(), PretrainedNeighbours.MostPoints / 3 - 2, 2667));
    }

    [Fact]
    public void Comes_back_from_arrays_to_the_last_bit()
    {
        PretrainedNeighbours normal = Fit((0, [0.1f, 2, 3, 4], Both));
        var arrays = normal.ToArrays().ToDictionary();
        using Tensor features = tensor(new float[] { 1, 1 }, [1, 2]);

        Assert.Equal(normal.Distances(features), PretrainedNeighbours.From(arrays)!.Distances(features));
        Assert.Null(PretrainedNeighbours.From(new Dictionary<string, NamedArray>()));
        arrays["pretrained.points"] = new NamedArray([2, 2], [1, 2, 3, float.NaN]);
        Assert.Throws<FormatException>(() => PretrainedNeighbours.From(arrays));
    }

    [Fact]
    public void Takes_of_an_added_picture_what_is_furthest_from_all_points_first()
    {
        PretrainedNeighbours normal = Fit((0, [0, 0, 0, 0], Both));
        using Tensor features = tensor(new float[] { 0, 1, 0, 9, 0, 5, 0, 8, 0, 99 }, [5, 2]);
        bool[] counts = [true, true, true, true, false];

        // After 9 the position at 8 is known but for 1, and that at 5 is the furthest; one at 1 is near enough.
        Assert.Equal([9f, 5f], normal.Unknown(features, counts, near: 1, most: 9).Select(point => point[1]));
        Assert.Equal([9f], normal.Unknown(features, counts, near: 1, most: 1).Select(point => point[1]));
        Assert.Empty(normal.Unknown(features, counts, near: 20, most: 9));
    }

    [Fact]
    public void Compares_with_the_points_of_added_pictures_and_of_some_of_them()
    {
        PretrainedNeighbours normal = Fit((0, [0, 0, 0, 0], Both));
        PretrainedNeighbours added = normal.Adding([(0, [3, 4]), (0, [3, 5])]).Adding([(1, [0, 9])]);
        using Tensor features = tensor(new float[] { 3, 4, 0, 8 }, [2, 2]);

        Assert.Equal([5f, 8f], normal.Distances(features));
        Assert.Equal([0f, 1f], added.Distances(features));
        Assert.Equal((5, 3), (added.Count, added.AddedCount));
        Assert.Equal([5f, 1f], added.WhereAdded(picture => picture == 1).Distances(features));
        Assert.Equal([5f, 8f], added.WhereAdded(_ => false).Distances(features));

        PretrainedNeighbours back = PretrainedNeighbours.From(added.ToArrays().ToDictionary())!;
        Assert.Equal([0f, 1f], back.Distances(features));
        Assert.Equal([5f, 1f], back.WhereAdded(picture => picture == 1).Distances(features));
        Assert.Equal(
            normal.ToArrays().Single().Value.Values,
            added.WhereAdded(_ => false).ToArrays().Single().Value.Values);
    }

    [Fact]
    public void Leaves_room_for_pictures_that_are_added_later()
    {
        PretrainedNeighbours normal = Fit((0, [0, 0, 0, 0], Both));

        // Ten times five pictures that take all that they may: of 8,000 points 400, 400, 400, 200 each, and so on.
        int[] each = new int[10];
        for (int i = 0; i < each.Length; i++)
        {
            each[i] = normal.MostForEach(5);
            normal = normal.Adding([.. Enumerable.Repeat((i, new float[] { 1, i }), 5 * each[i])]);
        }

        Assert.Equal([400, 400, 400, 200, 100, 50, 25, 12, 6, 3], each);
    }

    [Theory]
    [InlineData("added.pretrained-pictures", new float[] { 0, 0 })]
    [InlineData("added.pretrained-pictures", new float[] { -1 })]
    [InlineData("added.pretrained", new float[] { float.NaN, 0 })]
    public void Refuses_points_of_added_pictures_that_are_none(string name, float[] values)
    {
        var arrays = Fit((0, [0, 0, 0, 0], Both)).Adding([(0, [3, 4])]).ToArrays().ToDictionary();
        arrays[name] = arrays[name] with
        {
            Values = values, Shape = arrays[name].Shape is [var rows, _] ? [rows, 2] : [values.Length],
        };

        Assert.Throws<FormatException>(() => PretrainedNeighbours.From(arrays));
    }

    [Fact]
    public void Sums_a_map_up_by_its_farthest_positions_and_by_all()
    {
        // 1 % of 200 positions are two; two positions do not count.
        float[] distances = [.. Enumerable.Repeat(1f, 196), 3, 5, 100, 100];
        bool[] counts = [.. Enumerable.Repeat(true, 198), false, false];
        var map = new PretrainedMap(distances, counts);

        Assert.Equal(Math.Log(5), map.Spot, 1e-6); // of 198 one is 1 %
        Assert.Equal(Math.Log((196 + 3 + 5) / 198.0), map.Mean, 1e-6);
        Assert.Equal(198, map.CountedLogarithms.Count());
    }

    [Fact]
    public void Sees_the_edge_of_a_picture_as_it_goes_on()
    {
        // A picture of one colour has nearly the same features everywhere: no border of zeros is seen at its edge, as
        // by the network alone.
        using PretrainedNetwork network = PretrainedNetwork.From(OnnxFile.Read(
            "resnet18.onnx", File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "resnet18.onnx"))));
        using var features = new PretrainedFeatures(network, 96);
        float[] picture = [.. Enumerable.Repeat(0.3f, 3 * 96 * 96)];
        using var scope = NewDisposeScope();

        Tensor found = features.Of(picture);

        Assert.Equal([144, 384], found.shape);
        Tensor alone = network.Run(tensor(picture, [1, 3, 96, 96]))[2].flatten(2)[0].t();
        Assert.InRange(SpreadOf(found[.., 128..]), 0, 0.4 * SpreadOf(alone));

        static double SpreadOf(Tensor positions) =>
            (positions.max(0).values - positions.min(0).values).mean().item<float>();
    }

    private static PretrainedNeighbours Fit(params (int Picture, float[] Features, bool[] Counts)[] pictures) =>
        PretrainedNeighbours.Fit(
            pictures.Select(one => (
                one.Picture, tensor(one.Features, [one.Counts.Length, one.Features.Length / one.Counts.Length]),
                one.Counts)),
            pictures.Length, new SeededRandom(1));
}
