using AnoGan.Data;
using AnoGan.Runtime;

namespace AnoGan.Tests.Data;

public sealed class PatchTurnTests
{
    // 1 2 / 3 4 and 1 2 3 / 4 5 6 / 7 8 9
    [Theory]
    [InlineData(false, 0, new float[] { 1, 2, 3, 4 }, new float[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(false, 1, new float[] { 3, 1, 4, 2 }, new float[] { 7, 4, 1, 8, 5, 2, 9, 6, 3 })]
    [InlineData(false, 2, new float[] { 4, 3, 2, 1 }, new float[] { 9, 8, 7, 6, 5, 4, 3, 2, 1 })]
    [InlineData(false, 3, new float[] { 2, 4, 1, 3 }, new float[] { 3, 6, 9, 2, 5, 8, 1, 4, 7 })]
    [InlineData(true, 0, new float[] { 2, 1, 4, 3 }, new float[] { 3, 2, 1, 6, 5, 4, 9, 8, 7 })]
    [InlineData(true, 1, new float[] { 4, 2, 3, 1 }, new float[] { 9, 6, 3, 8, 5, 2, 7, 4, 1 })]
    [InlineData(true, 2, new float[] { 3, 4, 1, 2 }, new float[] { 7, 8, 9, 4, 5, 6, 1, 2, 3 })]
    [InlineData(true, 3, new float[] { 1, 3, 2, 4 }, new float[] { 1, 4, 7, 2, 5, 8, 3, 6, 9 })]
    public void Lays_a_square_onto_itself_in_eight_ways(bool isMirrored, int quarters, float[] two, float[] three)
    {
        Assert.Equal(two, Applied(new PatchTurn(isMirrored, quarters), 2, 1, 2, 3, 4));
        Assert.Equal(three, Applied(new PatchTurn(isMirrored, quarters), 3, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    }

    [Fact]
    public void Turns_every_plane() =>
        Assert.Equal([3, 1, 4, 2, 7, 5, 8, 6], Applied(new PatchTurn(false, 1), 2, 1, 2, 3, 4, 5, 6, 7, 8));

    [Theory]
    [InlineData(Augmentation.None, 1)]
    [InlineData(Augmentation.FlipHorizontal, 2)]
    [InlineData(Augmentation.FlipVertical, 2)]
    [InlineData(Augmentation.FlipHorizontal | Augmentation.FlipVertical, 4)]
    [InlineData(Augmentation.Turn, 4)]
    [InlineData(Augmentation.Turn | Augmentation.FlipVertical, 8)]
    [InlineData(Augmentation.Turn | Augmentation.FlipHorizontal | Augmentation.FlipVertical, 8)]
    public void Draws_what_is_allowed_equally_often(Augmentation allowed, int expected)
    {
        var random = new SeededRandom(1);

        PatchTurn[] drawn = [.. Enumerable.Range(0, 8000).Select(_ => PatchTurn.Draw(allowed, random))];

        int[] counts = [.. drawn.CountBy(turn => turn).Select(pair => pair.Value)];
        Assert.Equal(expected, counts.Length);
        Assert.All(counts, count => Assert.InRange(count, 8000 / expected * 0.85, 8000 / expected * 1.15));
    }

    [Fact]
    public void Flips_as_it_is_told()
    {
        var random = new SeededRandom(1);

        Assert.Contains(
            [2, 1, 4, 3],
            Enumerable
                .Range(0, 20)
                .Select(_ => Applied(PatchTurn.Draw(Augmentation.FlipHorizontal, random), 2, 1, 2, 3, 4)));
        Assert.Contains(
            [3, 4, 1, 2],
            Enumerable
                .Range(0, 20)
                .Select(_ => Applied(PatchTurn.Draw(Augmentation.FlipVertical, random), 2, 1, 2, 3, 4)));
    }

    [Fact]
    public void Rejects_what_is_no_square()
    {
        Assert.Throws<ArgumentException>(() => default(PatchTurn).Apply(new float[5], 2, new float[5]));
        Assert.Throws<ArgumentException>(() => default(PatchTurn).Apply(new float[4], 2, new float[5]));
    }

    private static float[] Applied(PatchTurn turn, int side, params float[] values)
    {
        float[] turned = new float[values.Length];
        turn.Apply(values, side, turned);
        return turned;
    }
}
