using AnoGan.Sampling;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Sampling;

[Collection(TensorTests.Name)]
public sealed class NeighbourSearchTests
{
    private static readonly int[] NoGroups = [-1, -1];

    [Fact]
    public void Finds_the_nearest_of_several_chunks()
    {
        using var scope = NewDisposeScope();
        var search = new NeighbourSearch(
            tensor(
                new float[,]
                {
                    { 0, 0 },
                    { 5, 5 },
                }
            ),
            power: 1,
            unit: 0.5,
            NoGroups,
            wanted: 2);

        search.Add(tensor(new float[,] { { 3, 1 }, { 1, -1 } }), first: 0, [0, 1, 2]);
        search.Add(tensor(new float[,] { { 5, 6 } }), first: 2, [0, 1, 2]);

        // |3| + |1|, |1| + |-1| and |5| + |6|; |2| + |4|, |4| + |6| and |1|; each times a half.
        Assert.Equal([new Neighbour(1, 1), new Neighbour(0, 2)], search.Nearest[0]);
        Assert.Equal([new Neighbour(2, 0.5), new Neighbour(0, 3)], search.Nearest[1]);
    }

    [Fact]
    public void Takes_the_euclidean_distance_difference_by_difference()
    {
        using var scope = NewDisposeScope();
        var search = new NeighbourSearch(tensor(new float[,] { { 1000, 1000 } }), power: 2, unit: 1, [-1], wanted: 1);

        // A product of matrices would lose this difference.
        search.Add(tensor(new float[,] { { 1000, 1000.25f } }).repeat(60, 1), first: 0, [.. Enumerable.Range(0, 60)]);

        Assert.Equal([new Neighbour(0, 0.25)], search.Nearest[0]);
    }

    [Fact]
    public void Passes_over_the_point_itself_and_its_group()
    {
        using var scope = NewDisposeScope();
        Tensor points = tensor(new float[,] { { 0 }, { 1 }, { 5 } });
        var search = new NeighbourSearch(points, power: 1, unit: 1, [7, 7, 8], wanted: 2);

        search.Add(points, first: 0, [7, 7, 8]);

        Assert.Equal([new Neighbour(2, 5)], search.Nearest[0]);
        Assert.Equal([new Neighbour(2, 4)], search.Nearest[1]);
        Assert.Equal([new Neighbour(1, 4), new Neighbour(0, 5)], search.Nearest[2]);
    }

    [Fact]
    public void Of_equal_distances_the_first_comes_first()
    {
        using var scope = NewDisposeScope();
        var search = new NeighbourSearch(tensor(new float[,] { { 0 } }), power: 1, unit: 1, [-1], wanted: 2);

        search.Add(tensor(new float[,] { { 2 }, { -1 }, { 1 }, { 1 } }), first: 0, [0, 1, 2, 3]);

        Assert.Equal([new Neighbour(1, 1), new Neighbour(2, 1)], search.Nearest[0]);
    }
}
